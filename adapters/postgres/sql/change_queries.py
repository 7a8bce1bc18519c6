"""Queries of the record, and of recorded objects in the order of their ids."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic
from uuid import UUID

from attrs import frozen

from adapters.postgres.sql.key_queries import KeyQuery
from adapters.postgres.sql.statements import statement
from adapters.postgres.sql.table import Table
from adapters.postgres.sql.tables.record import CHANGE_COUNTERS, CHANGES
from adapters.postgres.sql.tables.tasks import PROJECTS, TASKS
from domain.changes.kinds import ObjectKind
from domain.changes.recorded_change import LAST_NUMBER
from domain.ids import UserId
from domain.ports.stored import E

FIRST_ID, LAST_ID = UUID(int=0), UUID(int=2**128 - 1)

CHANGE_COUNTER = KeyQuery(CHANGE_COUNTERS, by=CHANGE_COUNTERS.key)


@frozen(eq=False)
class RowsQuery(Generic[E]):
    """Some rows in an order, for each key (`batching.coalesced_reads.BatchQuery`)."""

    id: str
    table: Table[E]
    values: Callable[..., Mapping[str, object]]
    """From the parts of a key to the parameters."""

    @property
    def sql(self) -> str:
        """The text of its statement."""
        return statement(self.id).sql

    def arguments(self, keys: Sequence[tuple[Any, ...]]) -> Sequence[object]:
        """Return one array per parameter."""
        return statement(self.id).arrays([self.values(*key) for key in keys])

    def answers(self, keys: Sequence[tuple[Any, ...]], rows: list[Any]) -> Iterable[list[E]]:
        """Return the rows of each key."""
        decode = self.table.decode
        found: defaultdict[int, list[E]] = defaultdict(list)
        for row in rows:
            found[row[-1]].append(decode(row))
        return [found[number] for number in range(1, len(keys) + 1)]


def _after(owner: UserId, after: int, limit: int) -> Mapping[str, object]:
    return {"owner": owner, "after": after, "limit": limit}


def _of_object(
    owner: UserId, kind: ObjectKind, object_id: UUID, before: int | None, limit: int
) -> Mapping[str, object]:
    upper = LAST_NUMBER if before is None else before
    return {"owner": owner, "object_kind": kind, "object_id": object_id, "before": upper, "limit": limit}


def _of_objects(
    owner: UserId, kind: ObjectKind, position: tuple[UUID, int] | None, last: UUID | None, after: int, limit: int
) -> Mapping[str, object]:
    object_id, number = position or (FIRST_ID, 0)
    bounds = {"after_object": object_id, "after_number": number, "last": last or LAST_ID}
    return {"owner": owner, "object_kind": kind, **bounds, "after": after, "limit": limit}


def _by_id(owner: UserId, after: UUID | None, limit: int) -> Mapping[str, object]:
    return {"owner": owner, "first": after or FIRST_ID, "after": after, "limit": limit}


CHANGES_AFTER = RowsQuery("changes_after", CHANGES, _after)
CHANGES_OF_OBJECT = RowsQuery("changes_of_object_before", CHANGES, _of_object)
CHANGES_OF_OBJECTS = RowsQuery("changes_of_objects_after", CHANGES, _of_objects)
TASKS_BY_ID = RowsQuery("tasks_by_id_after", TASKS, _by_id)
PROJECTS_BY_ID = RowsQuery("projects_by_id_after", PROJECTS, _by_id)


@frozen(eq=False)
class ReadUpTo:
    """Numbers of changes by account: one key, because one caller asks for all; to hash each id would take longer."""

    numbers: Mapping[UserId, int]


@frozen(eq=False)
class AccountsWithChanges:
    """The accounts that have changes after given numbers."""

    id: str = "accounts_with_changes"

    @property
    def sql(self) -> str:
        """The text of its statement."""
        return statement(self.id).sql

    def arguments(self, keys: Sequence[ReadUpTo]) -> Sequence[object]:
        """Return the accounts and the numbers."""
        return [owner for key in keys for owner in key.numbers], [
            number for key in keys for number in key.numbers.values()
        ]

    def answers(self, keys: Sequence[object], rows: list[Any]) -> Iterable[list[UserId]]:
        """Return the accounts."""
        return [[UserId(row[0]) for row in rows]] * len(keys)


ACCOUNTS_WITH_CHANGES = AccountsWithChanges()
