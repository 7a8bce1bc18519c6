"""Queries by key: each takes any number of keys, as one array per column."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeAlias

from attrs import field, frozen

from adapters.postgres.sql.statements import statement
from adapters.postgres.sql.table import Table
from adapters.postgres.sql.tables.accounts import ALLOWANCES, PERSONAL_ACCESS_TOKENS, RECEIPTS, SESSIONS, USERS
from adapters.postgres.sql.tables.tasks import OUTLINES, PROJECTS, TASKS
from domain.ports.stored import E

KeyValues: TypeAlias = tuple[object, ...]


@frozen(eq=False)
class KeyQuery(Generic[E]):
    """The entities that have given values in some columns (`batching.coalesced_reads.BatchQuery`)."""

    table: Table[E]
    by: tuple[str, ...]
    newest_first: bool = False
    _indexes: tuple[int, ...] = field(init=False)

    @_indexes.default
    def _indexes_of_the_key(self) -> tuple[int, ...]:
        return tuple(self.table.columns.index(name) for name in self.by)

    @property
    def id(self) -> str:
        """The id of its statement."""
        return f"{self.table.name}_by_{'_and_'.join(self.by)}{'_newest_first' if self.newest_first else ''}"

    @property
    def sql(self) -> str:
        """The text of its statement."""
        return statement(self.id).sql

    def arguments(self, keys: Sequence[KeyValues]) -> Sequence[object]:
        """Return one array per column."""
        return list(zip(*keys, strict=True))

    def answers(self, keys: Sequence[KeyValues], rows: list[Any]) -> Iterable[list[E]]:
        """Return the matching entities of each key."""
        decode, indexes = self.table.decode, self._indexes
        found: defaultdict[KeyValues, list[E]] = defaultdict(list)
        for row in rows:
            found[tuple([row[index] for index in indexes])].append(decode(row))
        return [found.get(key, []) for key in keys]


TASK = KeyQuery(TASKS, by=TASKS.key)
PROJECT = KeyQuery(PROJECTS, by=PROJECTS.key)
OUTLINE = KeyQuery(OUTLINES, by=OUTLINES.key)
TASKS_WITH_ID = KeyQuery(TASKS, by=("id",))
PROJECTS_WITH_ID = KeyQuery(PROJECTS, by=("id",))
USER = KeyQuery(USERS, by=USERS.key)
USER_WITH_EMAIL = KeyQuery(USERS, by=("email",))
SESSION = KeyQuery(SESSIONS, by=SESSIONS.key)
SESSIONS_OF_USER = KeyQuery(SESSIONS, by=("user_id",), newest_first=True)
TOKEN = KeyQuery(PERSONAL_ACCESS_TOKENS, by=PERSONAL_ACCESS_TOKENS.key)
TOKENS_OF_USER = KeyQuery(PERSONAL_ACCESS_TOKENS, by=("user_id",), newest_first=True)
RECEIPT = KeyQuery(RECEIPTS, by=RECEIPTS.key)
ALLOWANCE = KeyQuery(ALLOWANCES, by=ALLOWANCES.key)

KEY_QUERIES: tuple[KeyQuery[Any], ...] = (
    TASK,
    PROJECT,
    OUTLINE,
    TASKS_WITH_ID,
    PROJECTS_WITH_ID,
    USER,
    USER_WITH_EMAIL,
    SESSION,
    SESSIONS_OF_USER,
    TOKEN,
    TOKENS_OF_USER,
    RECEIPT,
    ALLOWANCE,
)


@frozen(eq=False)
class AllUsers:
    """All users, oldest first (`batching.coalesced_reads.BatchQuery`)."""

    id: str = "users_all"

    @property
    def sql(self) -> str:
        """The text of its statement."""
        return statement(self.id).sql

    def arguments(self, keys: Sequence[None]) -> Sequence[object]:  # noqa: ARG002 - the protocol's signature
        """Return no arguments."""
        return ()

    def answers(self, keys: Sequence[None], rows: list[Any]) -> Iterable[tuple[Any, ...]]:
        """Return all users, once for each caller."""
        return [tuple(map(USERS.decode, rows))] * len(keys)


ALL_USERS = AllUsers()
