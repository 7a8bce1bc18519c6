"""The questions that are asked by key: each takes any number of keys, as one array per column."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from attrs import field, frozen

from adapters.postgres.sql.rows import ALLOWANCES, RECEIPTS, SESSIONS, TASKS, USERS, Rows
from adapters.postgres.sql.statements import statement
from domain.ports.change_set import Entity

E = TypeVar("E", bound=Entity)
Key = tuple[object, ...]


@frozen(eq=False)
class KeyQuery(Generic[E]):
    """Which entities have these values in these columns? (`coalescing.BatchQuery`)."""

    rows: Rows[E]
    by: tuple[str, ...]
    newest_first: bool = False
    _places: tuple[int, ...] = field(init=False)

    @_places.default
    def _places_of_the_key(self) -> tuple[int, ...]:
        return tuple(self.rows.columns.index(name) for name in self.by)

    @property
    def name(self) -> str:
        """Of its statement."""
        return f"{self.rows.table} by {' and '.join(self.by)}{', newest first' if self.newest_first else ''}"

    @property
    def sql(self) -> str:
        """The statement."""
        return statement(self.name).sql

    def arguments(self, keys: Sequence[Key]) -> Sequence[object]:
        """One array per column."""
        return list(zip(*keys, strict=True))

    def answers(self, keys: Sequence[Key], rows: list[Any]) -> Iterable[list[E]]:
        """For each key the entities that match it."""
        found: defaultdict[Key, list[E]] = defaultdict(list)
        for row in rows:
            found[tuple([row[place] for place in self._places])].append(self.rows.entity(row))
        return [found.get(key, []) for key in keys]


TASK = KeyQuery(TASKS, by=("user_id", "id"))
USER = KeyQuery(USERS, by=("id",))
USER_WITH_EMAIL = KeyQuery(USERS, by=("email",))
SESSION = KeyQuery(SESSIONS, by=("user_id", "id"))
SESSIONS_OF_USER = KeyQuery(SESSIONS, by=("user_id",), newest_first=True)
RECEIPT = KeyQuery(RECEIPTS, by=("user_id", "route", "key"))
ALLOWANCE = KeyQuery(ALLOWANCES, by=("subject",))

BY_KEY: tuple[KeyQuery[Any], ...] = (
    TASK,
    USER,
    USER_WITH_EMAIL,
    SESSION,
    SESSIONS_OF_USER,
    RECEIPT,
    ALLOWANCE,
)
"""All of them."""


@frozen(eq=False)
class AllUsers:
    """Who has an account? (`coalescing.BatchQuery`)."""

    name: str = "all users"

    @property
    def sql(self) -> str:
        """The statement."""
        return statement(self.name).sql

    def arguments(self, keys: Sequence[None]) -> Sequence[object]:  # noqa: ARG002 - there is but one
        """Nothing."""
        return ()

    def answers(self, keys: Sequence[None], rows: list[Any]) -> Iterable[tuple[Any, ...]]:
        """All users, once for each who asks."""
        return [tuple(map(USERS.entity, rows))] * len(keys)


ALL_USERS = AllUsers()
