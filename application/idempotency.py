"""Do a thing once per idempotency key."""

from collections.abc import Awaitable, Callable

from attrs import frozen

from application.retry import retry_on_conflict
from domain.accounts.receipt import Answer, IdempotencyKey, Receipt
from domain.ports import Begin, Clock, Work


@frozen
class IdempotentResult:
    """An answer, and whether it was given before."""

    answer: Answer
    replayed: bool


@frozen
class Once:
    """Do a thing once per idempotency key: key, effect and answer are committed together or not at all.

    Of several requests with one key that run at the same time one wins; the
    others find its receipt when they try again, and give the same answer.
    """

    begin: Begin
    now: Clock

    @retry_on_conflict
    async def __call__(self, key: IdempotencyKey, do: Callable[[Work], Awaitable[Answer]]) -> IdempotentResult:
        """Return the answer of `do`, or the one given before; raise `IdempotencyKeyReused` for another request.

        An error raised by `do` leaves no receipt: the key may be used again.
        """
        async with self.begin() as work:
            known = await work.receipts.find(key)
            if known is not None and known.current(self.now()):
                return IdempotentResult(known.answer_to(key), replayed=True)
            answer = await do(work)
            receipt = Receipt.of(key, answer, at=self.now())
            if known is None:
                work.receipts.add(receipt)
            else:
                work.receipts.save(known.replaced_by(receipt))
        return IdempotentResult(answer, replayed=False)
