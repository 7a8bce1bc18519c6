"""Run a use case once per idempotency key."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from attrs import frozen

from application.retry import retry_on_conflict
from domain.accounts.receipt import RETENTION, IdempotencyKey, Outcome, Receipt, TooManyReceipts
from domain.changes.recorded_change import RecordedChange
from domain.errors import DomainError
from domain.ports import Begin, Clock, RateTable, Work

NumberedOutcome: TypeAlias = Callable[[Sequence[RecordedChange]], Outcome]
"""Returns an outcome that contains the numbers of changes, which only the commit assigns."""
SECOND_NS = 1_000_000_000
RETENTION_NS = int(RETENTION.total_seconds()) * SECOND_NS


@frozen
class IdempotentResult:
    """An outcome, and whether it was stored by an earlier request."""

    outcome: Outcome
    replayed: bool


@frozen
class ReceiptBudget:
    """Bounds the bytes of each user's receipts, with the generic cell rate algorithm.

    Half of the limit can be used at once, and is free again after the retention: no user's receipts exceed the limit.
    Processes share the table, so the bound holds for each machine; it starts anew with the service.
    """

    rate_table: RateTable
    limit: int
    """Bytes."""
    clock: Callable[[], int]
    """Nanoseconds of the monotonic clock."""

    def consume(self, receipt: Receipt) -> None:
        """Count a receipt; raise `TooManyReceipts` if there is no room for it."""
        now = self.clock()
        cell, tag, due = self.rate_table.of(b"receipts" + receipt.owner.bytes)
        ahead = max(due - now, 0) + receipt.size * 2 * RETENTION_NS // self.limit
        if ahead > RETENTION_NS:
            raise TooManyReceipts(retry_after=(ahead - RETENTION_NS) / SECOND_NS)
        self.rate_table.note(cell, tag, now + ahead)


@frozen
class Receipts:
    """Where receipts are read and stored."""

    now: Clock
    budget: ReceiptBudget

    async def slot(self, work: Work, key: IdempotencyKey) -> "ReceiptSlot":
        """Return the slot of a key."""
        return ReceiptSlot(self, key, await work.receipts.find(key))

    def empty_slot(self, key: IdempotencyKey) -> "ReceiptSlot":
        """Return the slot of a key that cannot have been used, because its owner is new."""
        return ReceiptSlot(self, key, None)


@frozen
class ReceiptSlot:
    """The place of the receipt of one request."""

    receipts: Receipts
    key: IdempotencyKey
    stored: Receipt | None
    """The receipt that is there, even if it has expired."""

    @property
    def outcome(self) -> Outcome | None:
        """The stored outcome, if it has not expired; raise `IdempotencyKeyReused` if it belongs to another request."""
        if self.stored is not None and self.stored.is_current(self.receipts.now()):
            return self.stored.outcome_for(self.key)
        return None

    def fill(self, work: Work, outcome: Outcome | NumberedOutcome) -> None:
        """Store the outcome with the other writes of a unit of work; another receipt for the key conflicts.

        Raises `TooManyReceipts`.
        """
        if isinstance(outcome, Outcome):
            self._store(work, self._receipt(outcome))
        else:
            receipt = self._receipt(outcome(work.changes.recorded()))
            self._store(work, receipt)
            work.changes.complete(receipt, lambda changes: self._receipt(outcome(changes)))

    def _store(self, work: Work, receipt: Receipt) -> None:
        self.receipts.budget.consume(receipt)
        if self.stored is None:
            work.receipts.add(receipt)
        else:
            work.receipts.save(receipt)

    def _receipt(self, outcome: Outcome) -> Receipt:
        receipt = Receipt.of(self.key, outcome, at=self.receipts.now())
        return receipt if self.stored is None else self.stored.replaced_by(receipt)


@frozen
class Once:
    """Run something once per idempotency key: key, effect and outcome are committed together or not at all.

    Of several concurrent requests with one key, one commits; the others find its receipt when they retry and return
    the same outcome.
    """

    begin: Begin
    receipts: Receipts

    @retry_on_conflict
    async def __call__(
        self, key: IdempotencyKey, run: Callable[[Work], Awaitable[Outcome | NumberedOutcome]]
    ) -> IdempotentResult:
        """Return the outcome of `run`, or the stored one; raise `IdempotencyKeyReused` for another request.

        An error raised by `run` stores nothing: the key may be used again.
        """
        async with self.begin() as work:
            slot = await self.receipts.slot(work, key)
            if slot.outcome is not None:
                return IdempotentResult(slot.outcome, replayed=True)
            try:
                outcome = await run(work)
            except DomainError:
                # Perhaps because of what a concurrent request with the same key committed after the slot was read.
                stored = await self.stored(key)
                if stored is None:
                    raise
                return IdempotentResult(stored, replayed=True)
            slot.fill(work, outcome)
        if not isinstance(outcome, Outcome):
            outcome = outcome(work.changes.recorded())
        return IdempotentResult(outcome, replayed=False)

    async def stored(self, key: IdempotencyKey) -> Outcome | None:
        """Return the outcome of an earlier request, if there was one; raise `IdempotencyKeyReused`."""
        async with self.begin() as work:
            return (await self.receipts.slot(work, key)).outcome
