"""The statements that read by key: each takes any number of keys, as one array per column."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from attrs import field, frozen
from sqlalchemy import Column, select
from sqlalchemy.dialects.postgresql import TSVECTOR

from adapters.postgres.rows import ALLOWANCES, RECEIPTS, SESSIONS, TASKS, USERS, Rows
from adapters.postgres.statements import Statement, equal, many, plain
from domain.work import Entity

E = TypeVar("E", bound=Entity)
Key = tuple[object, ...]


def readable(rows: Rows[Any]) -> list[Column[Any]]:
    """The columns that `Rows.entity` reads: all but what only searches use."""
    return [column for column in rows.table.columns if not isinstance(column.type, TSVECTOR)]


@frozen(eq=False)
class Matching(Generic[E]):
    """Which entities have these values in these columns? (`coalescing.Question`)."""

    rows: Rows[E]
    by: tuple[str, ...]
    newest_first: bool = False
    sql: str = field(init=False)
    _places: tuple[int, ...] = field(init=False)

    @sql.default
    def _compiled(self) -> str:
        table = self.rows.table
        asked = [table.c[name] for name in self.by]
        given = many(**{column.name: plain(column.type) for column in asked})
        found = (
            select(*readable(self.rows)).select_from(given).where(*equal(asked, [given.c[name] for name in self.by]))
        )
        if self.newest_first:
            found = found.order_by(table.c.created_at.desc(), table.c.id.desc())
        return Statement.compiled(found).sql

    @_places.default
    def _places_of_the_key(self) -> tuple[int, ...]:
        names = [column.name for column in readable(self.rows)]
        return tuple(names.index(name) for name in self.by)

    def arguments(self, keys: Sequence[Key]) -> Sequence[object]:
        """One array per column."""
        return list(zip(*keys, strict=True))

    def answers(self, keys: Sequence[Key], rows: list[Any]) -> Iterable[list[E]]:
        """For each key the entities that match it."""
        found: defaultdict[Key, list[E]] = defaultdict(list)
        for row in rows:
            found[tuple([row[place] for place in self._places])].append(self.rows.entity(row))
        return [found.get(key, []) for key in keys]


TASK = Matching(TASKS, by=("user_id", "id"))
USER = Matching(USERS, by=("id",))
USER_WITH_EMAIL = Matching(USERS, by=("email",))
SESSION = Matching(SESSIONS, by=("user_id", "id"))
SESSIONS_OF_USER = Matching(SESSIONS, by=("user_id",), newest_first=True)
RECEIPT = Matching(RECEIPTS, by=("user_id", "route", "key"))
ALLOWANCE = Matching(ALLOWANCES, by=("subject",))


@frozen(eq=False)
class Everybody:
    """Who has an account? (`coalescing.Question`)."""

    sql: str = Statement.compiled(select(*USERS.table.columns).order_by(USERS.table.c.created_at, USERS.table.c.id)).sql

    def arguments(self, keys: Sequence[None]) -> Sequence[object]:  # noqa: ARG002 - there is but one
        """Nothing."""
        return ()

    def answers(self, keys: Sequence[None], rows: list[Any]) -> Iterable[tuple[Any, ...]]:
        """All users, once for each who asks."""
        return [tuple(map(USERS.entity, rows))] * len(keys)


EVERYBODY = Everybody()
