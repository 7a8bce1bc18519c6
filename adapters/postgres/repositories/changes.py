"""The record of changes."""

from collections.abc import Callable, Sequence
from uuid import UUID

from attrs import frozen

from adapters.postgres.batching.coalesced_reads import CoalescedReads
from adapters.postgres.sql.change_queries import (
    CHANGE_COUNTER,
    CHANGES_AFTER,
    CHANGES_OF_OBJECT,
    CHANGES_OF_OBJECTS,
)
from domain.accounts.receipt import Receipt
from domain.changes.kinds import ObjectKind
from domain.changes.recorded_change import RecordedChange
from domain.ids import UserId
from domain.ports.change_set import ChangeSet

SMALL_PAGE = 8
"""Changes that may be read together with other requests' reads; one change has up to 16 KB."""


@frozen
class PostgresChanges:
    """The record of changes."""

    change_set: ChangeSet
    reads: CoalescedReads
    searches: CoalescedReads
    """For what may return many changes."""

    async def latest(self, owner: UserId) -> int:
        """Return the number of the last change; 0 if there is none."""
        for counter in await self.reads.ask(CHANGE_COUNTER, (owner,)):
            return counter.latest
        return 0

    async def numbered(self, number: int, *, owner: UserId) -> RecordedChange | None:
        """Return the change with a number."""
        # In the order of the numbers, so that the plan can use no other index.
        found = await self.reads.ask(CHANGES_AFTER, (owner, number - 1, 1))
        return next((change for change in found if change.number == number), None)

    async def after(self, number: int, *, owner: UserId, limit: int) -> list[RecordedChange]:
        """Return the first changes after a number."""
        reads = self.reads if limit <= SMALL_PAGE else self.searches
        return await reads.ask(CHANGES_AFTER, (owner, number, limit))

    async def of_object(
        self, kind: ObjectKind, object_id: UUID, *, owner: UserId, before: int | None, limit: int
    ) -> list[RecordedChange]:
        """Return the last changes of one object, the newest first, before a number."""
        return await self.searches.ask(CHANGES_OF_OBJECT, (owner, kind, object_id, before, limit))

    async def of_objects(
        self,
        kind: ObjectKind,
        position: tuple[UUID, int] | None,
        last: UUID | None,
        *,
        owner: UserId,
        after: int,
        limit: int,
    ) -> list[RecordedChange]:
        """Return changes after a number, by object and number, after a position in this order and up to an object."""
        return await self.searches.ask(CHANGES_OF_OBJECTS, (owner, kind, position, last, after, limit))

    def recorded(self) -> Sequence[RecordedChange]:
        """Return the changes that this unit of work has recorded so far."""
        return self.change_set.recorded

    def number(self) -> None:
        """Let the commit put the numbers into `recorded`."""
        self.change_set.numbered = True

    def complete(self, receipt: Receipt, completion: Callable[[Sequence[RecordedChange]], Receipt]) -> None:
        """Let the commit write what `completion` returns for the numbered changes, instead of this receipt."""
        self.change_set.complete(receipt, completion)
