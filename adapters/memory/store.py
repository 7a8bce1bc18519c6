"""A store that lives in the process: for tests, demonstrations and programs that use the library.

It keeps the whole contract of the ports, rollback and constraints included; only durability is missing.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self, cast
from uuid import UUID

from attrs import define, field, frozen

from adapters.memory.rows import Rows
from domain.accounts.allowance import Allowance
from domain.accounts.personal_access_token import PersonalAccessToken, TokenNotFound
from domain.accounts.receipt import IdempotencyKey, Receipt
from domain.accounts.session import Session, SessionNotFound
from domain.accounts.user import Email, User, UserNotFound
from domain.ids import SessionId, TaskId, TokenId, UserId
from domain.ports.change_set import Change, ChangeKind, ChangeRecorder, ChangeSet, VersionConflict
from domain.ports.stored import STORED, E, Entity, Key, key_of
from domain.tasks.query import Page, TaskQuery
from domain.tasks.task import Task, TaskNotFound


@define
class MemoryStore:
    """Everything in the process; each unit of work is committed in one step of the event loop.

    Reads by key and commits take constant time, however much is stored.
    """

    _rows: Rows = field(factory=Rows, init=False)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator["MemoryWork"]:
        """Begin a unit of work (`domain.ports.Begin`)."""
        changes = ChangeSet()
        yield MemoryWork.on(self, changes)
        self._commit(changes)

    async def open(self) -> None:
        """Do nothing: there is nothing to connect to."""

    async def close(self) -> None:
        """Do nothing: there is nothing to disconnect from."""

    async def ready(self) -> bool:
        """Return True: requests can always be served."""
        return True

    def find(self, kind: type[E], *key: object) -> E | None:
        """Return the entity with these key values (`domain.ports.stored.Stored.key`)."""
        return cast("E | None", self._rows.get(cast("Key", (kind, key))))

    def with_unique(self, kind: type[E], attribute: str, value: object) -> E | None:
        """Return the entity that has this value in a unique attribute."""
        return next(iter(self.all_with(kind, attribute, value)), None)

    def all_with(self, kind: type[E], attribute: str, value: object) -> list[E]:
        """Return the entities that have this value in a unique or indexed attribute."""
        return self._rows.with_value(kind, attribute, value)

    def all_of(self, kind: type[E]) -> list[E]:
        """Return all entities of one class."""
        return [cast("E", row) for (of, _), row in self._rows.items() if of is kind]

    def all_owned(self, kind: type[E], owner: UserId) -> list[E]:
        """Return the entities of one class that belong to a user."""
        return self._rows.partition(kind, owner)

    def _commit(self, changes: ChangeSet) -> None:
        with self._rows.transaction():
            for change in sorted(changes, key=_order):
                self._write(change)

    def _write(self, change: Change) -> None:
        key = key_of(change.entity)
        current = self._rows.get(key)
        exists = change.kind is not ChangeKind.ADD
        if exists is not (current is not None) or (current and current.version != change.expects):
            raise VersionConflict(entity=change.entity)
        match change.kind:
            case ChangeKind.ADD | ChangeKind.SAVE:
                self._put(key, change.entity)
            case ChangeKind.REMOVE:
                self._remove(key)
            case ChangeKind.EXPECT:
                pass

    def _put(self, key: Key, entity: Entity) -> None:
        kind, (first, *_) = key
        stored = STORED[kind]
        for attribute, error in stored.unique.items():
            holders = self._rows.with_value(kind, attribute, getattr(entity, attribute))
            if any(key_of(holder) != key for holder in holders):
                raise error(entity)
        if stored.belongs_to_user and self.find(User, first) is None:
            raise UserNotFound
        self._rows[key] = entity

    def _remove(self, key: Key) -> None:
        kind, (first, *_) = key
        if kind is User:
            for stored in STORED.values():
                if stored.belongs_to_user:
                    for entity in self._rows.partition(stored.entity, first):
                        del self._rows[key_of(entity)]
        del self._rows[key]


_WRITE_ORDER = {kind: position for position, kind in enumerate(STORED)}


def _order(change: Change) -> tuple[int, int]:
    """Sort changes: users before their belongings, removals after other writes."""
    return _WRITE_ORDER[type(change.entity)], change.kind.value


@frozen
class MemoryTasks(ChangeRecorder[Task]):
    """The tasks."""

    store: MemoryStore

    async def get(self, task_id: TaskId, *, owner: UserId) -> Task:
        """Return the task; raise `TaskNotFound`."""
        if task := self.store.find(Task, owner, task_id):
            return task
        raise TaskNotFound(task_id=task_id)

    async def with_id(self, task_id: UUID) -> list[Task]:
        """Return the tasks with this id, of any owner."""
        return self.store.all_with(Task, "id", task_id)

    async def page(self, query: TaskQuery, *, owner: UserId) -> Page:
        """Return the page."""
        return query.page_of(self.store.all_owned(Task, owner))

    async def count(self, query: TaskQuery, *, owner: UserId) -> int:
        """Return how many tasks match."""
        return sum(map(query.matches, self.store.all_owned(Task, owner)))


@frozen
class MemoryUsers(ChangeRecorder[User]):
    """The users."""

    store: MemoryStore

    async def get(self, user_id: UserId) -> User:
        """Return the user; raise `UserNotFound`."""
        if user := self.store.find(User, user_id):
            return user
        raise UserNotFound

    async def with_email(self, email: Email) -> User | None:
        """Return the user with this address, if there is one."""
        return self.store.with_unique(User, "email", email)

    async def all(self) -> tuple[User, ...]:
        """Return all users, oldest first."""
        return tuple(sorted(self.store.all_of(User), key=lambda user: (user.created_at, user.id)))


@frozen
class MemorySessions(ChangeRecorder[Session]):
    """The sessions."""

    store: MemoryStore

    async def get(self, session_id: SessionId, *, owner: UserId) -> Session:
        """Return the session; raise `SessionNotFound`."""
        if session := self.store.find(Session, owner, session_id):
            return session
        raise SessionNotFound(session_id=session_id)

    async def of(self, owner: UserId) -> tuple[Session, ...]:
        """Return all sessions of a user, newest first."""
        own = self.store.all_owned(Session, owner)
        return tuple(sorted(own, key=lambda session: (session.created_at, session.id), reverse=True))


@frozen
class MemoryTokens(ChangeRecorder[PersonalAccessToken]):
    """The personal access tokens."""

    store: MemoryStore

    async def get(self, token_id: TokenId, *, owner: UserId) -> PersonalAccessToken:
        """Return the token; raise `TokenNotFound`."""
        if token := self.store.find(PersonalAccessToken, owner, token_id):
            return token
        raise TokenNotFound(token_id=token_id)

    async def of(self, owner: UserId) -> tuple[PersonalAccessToken, ...]:
        """Return all tokens of a user, newest first."""
        own = self.store.all_owned(PersonalAccessToken, owner)
        return tuple(sorted(own, key=lambda token: (token.created_at, token.id), reverse=True))


@frozen
class MemoryReceipts(ChangeRecorder[Receipt]):
    """The receipts."""

    store: MemoryStore

    async def find(self, key: IdempotencyKey) -> Receipt | None:
        """Return the receipt for this key, if there is one."""
        return self.store.find(Receipt, key.owner, key.route, key.key)


@frozen
class MemoryAllowances(ChangeRecorder[Allowance]):
    """The allowances."""

    store: MemoryStore

    async def find(self, subject: str) -> Allowance | None:
        """Return the allowance of a subject, if there is one."""
        return self.store.find(Allowance, subject)


@frozen
class MemoryWork:
    """One unit of work on a `MemoryStore` (`domain.ports.Work`)."""

    tasks: MemoryTasks
    users: MemoryUsers
    sessions: MemorySessions
    tokens: MemoryTokens
    receipts: MemoryReceipts
    allowances: MemoryAllowances

    @classmethod
    def on(cls, store: MemoryStore, changes: ChangeSet) -> Self:
        """Return a unit of work that reads from the store and records its writes."""
        return cls(
            MemoryTasks(changes, store),
            MemoryUsers(changes, store),
            MemorySessions(changes, store),
            MemoryTokens(changes, store),
            MemoryReceipts(changes, store),
            MemoryAllowances(changes, store),
        )
