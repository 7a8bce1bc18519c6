"""The record of changes, in memory."""

from collections.abc import Callable, Sequence
from heapq import nsmallest
from itertools import islice
from uuid import UUID

from attrs import frozen

from adapters.memory.record import Record
from domain.accounts.receipt import Receipt
from domain.changes.kinds import ObjectKind
from domain.changes.recorded_change import RecordedChange
from domain.ids import UserId
from domain.ports.change_set import ChangeSet


@frozen
class MemoryChanges:
    """The record of changes."""

    change_set: ChangeSet
    record: Record

    async def latest(self, owner: UserId) -> int:
        """Return the number of the last change; 0 if there is none."""
        return self.record.latest(owner)

    async def numbered(self, number: int, *, owner: UserId) -> RecordedChange | None:
        """Return the change with a number."""
        return next(iter(self.record.after(owner, number - 1, 1)), None) if number > 0 else None

    async def after(self, number: int, *, owner: UserId, limit: int) -> Sequence[RecordedChange]:
        """Return the first changes after a number."""
        return self.record.after(owner, number, limit)

    async def of_object(
        self, kind: ObjectKind, object_id: UUID, *, owner: UserId, before: int | None, limit: int
    ) -> Sequence[RecordedChange]:
        """Return the last changes of one object, the newest first, before a number."""
        found = (each for each in reversed(self.record.of_object(owner, kind, object_id)))
        return list(islice((each for each in found if before is None or each.number < before), limit))

    async def of_objects(
        self,
        kind: ObjectKind,
        position: tuple[UUID, int] | None,
        last: UUID | None,
        *,
        owner: UserId,
        after: int,
        limit: int,
    ) -> Sequence[RecordedChange]:
        """Return changes after a number, by object and number, after a position in this order and up to an object."""
        found = (
            each
            for each in self.record.after(owner, after, None)
            if each.object_kind is kind
            and (position is None or (each.object_id, each.number) > position)
            and (last is None or each.object_id <= last)
        )
        return nsmallest(limit, found, key=lambda each: (each.object_id, each.number))

    def recorded(self) -> Sequence[RecordedChange]:
        """Return the changes that this unit of work has recorded so far."""
        return self.change_set.recorded

    def number(self) -> None:
        """Let the commit put the numbers into `recorded`."""
        self.change_set.numbered = True

    def complete(self, receipt: Receipt, completion: Callable[[Sequence[RecordedChange]], Receipt]) -> None:
        """Let the commit write what `completion` returns for the numbered changes, instead of this receipt."""
        self.change_set.complete(receipt, completion)
