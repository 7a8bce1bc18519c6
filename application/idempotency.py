"""Run a use case once per idempotency key."""

from collections.abc import Awaitable, Callable

from attrs import frozen

from application.retry import retry_on_conflict
from domain.accounts.receipt import IdempotencyKey, Outcome, Receipt
from domain.ports import Begin, Clock, Work


@frozen
class IdempotentResult:
    """An outcome, and whether it was stored by an earlier request."""

    outcome: Outcome
    replayed: bool


@frozen
class Once:
    """Run something once per idempotency key: key, effect and outcome are committed together or not at all.

    Of several concurrent requests with one key, one commits; the others find its receipt when they retry and return
    the same outcome.
    """

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, key: IdempotencyKey, run: Callable[[Work], Awaitable[Outcome]]) -> IdempotentResult:
        """Return the outcome of `run`, or the stored one; raise `IdempotencyKeyReused` for another request.

        An error raised by `run` stores nothing: the key may be used again.
        """
        async with self.begin() as work:
            stored = await work.receipts.find(key)
            if stored is not None and stored.is_current(self.now()):
                return IdempotentResult(stored.outcome_for(key), replayed=True)
            outcome = await run(work)
            receipt = Receipt.of(key, outcome, at=self.now())
            if stored is None:
                work.receipts.add(receipt)
            else:
                work.receipts.save(stored.replaced_by(receipt))
        return IdempotentResult(outcome, replayed=False)
