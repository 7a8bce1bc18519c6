"""Run a use case once per idempotency key."""

from collections.abc import Awaitable, Callable
from typing import Self

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
class ReceiptSlot:
    """The place of the receipt of one request."""

    key: IdempotencyKey
    now: Clock
    stored: Receipt | None
    """The receipt that is there, even if it has expired."""

    @classmethod
    async def read(cls, work: Work, key: IdempotencyKey, now: Clock) -> Self:
        """Return the slot of a key."""
        return cls(key, now, await work.receipts.find(key))

    @property
    def outcome(self) -> Outcome | None:
        """The stored outcome, if it has not expired; raise `IdempotencyKeyReused` if it belongs to another request."""
        if self.stored is not None and self.stored.is_current(self.now()):
            return self.stored.outcome_for(self.key)
        return None

    def fill(self, work: Work, outcome: Outcome) -> None:
        """Store the outcome with the other writes of a unit of work; another receipt for the key conflicts."""
        receipt = Receipt.of(self.key, outcome, at=self.now())
        if self.stored is None:
            work.receipts.add(receipt)
        else:
            work.receipts.save(self.stored.replaced_by(receipt))


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
            slot = await ReceiptSlot.read(work, key, self.now)
            if slot.outcome is not None:
                return IdempotentResult(slot.outcome, replayed=True)
            outcome = await run(work)
            slot.fill(work, outcome)
        return IdempotentResult(outcome, replayed=False)

    async def stored(self, key: IdempotencyKey) -> Outcome | None:
        """Return the outcome of an earlier request, if there was one; raise `IdempotencyKeyReused`."""
        async with self.begin() as work:
            return (await ReceiptSlot.read(work, key, self.now)).outcome
