"""A store that lives in the process: for tests, demonstrations and libraries.

It keeps the whole contract of the ports, rollback and constraints included;
what it does not keep is anything beyond the life of the process.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self, TypeVar, cast

from attrs import define, field, frozen

from adapters.memory.rows import Rows
from domain.accounts.allowance import Allowance
from domain.accounts.receipt import IdempotencyKey, Receipt
from domain.accounts.session import Session, SessionNotFound
from domain.accounts.user import Email, EmailTaken, User, UserNotFound
from domain.ids import SessionId, TaskId, UserId
from domain.ports.change_set import Change, ChangeKind, ChangeRecorder, ChangeSet, Entity, Key, VersionConflict, key_of
from domain.tasks.query import Page, TaskQuery
from domain.tasks.task import Task, TaskNotFound

E = TypeVar("E", bound=Entity)
BELONGINGS: tuple[type[Entity], ...] = (Session, Task, Receipt)
"""What goes when its user goes."""


@define
class MemoryStore:
    """Everything in the process; each unit of work is committed in one step of the event loop.

    Reading by key and committing cost the same however much there is.
    """

    _rows: Rows = field(factory=Rows, init=False)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator["MemoryWork"]:
        """Begin a unit of work (`domain.ports.Begin`)."""
        changes = ChangeSet()
        yield MemoryWork.on(self, changes)
        self._commit(changes)

    async def open(self) -> None:
        """Nothing to connect to."""

    async def close(self) -> None:
        """Nothing to disconnect from."""

    async def ready(self) -> bool:
        """Whether requests can be served now: always."""
        return True

    def all_of(self, kind: type[E]) -> list[E]:
        """Every entity of one kind."""
        return [cast("E", row) for (of, _), row in self._rows.items() if of is kind]

    def find(self, kind: type[E], *key: object) -> E | None:
        """The entity with this key (`domain.ports.change_set.key_of`)."""
        return cast("E | None", self._rows.get((kind, key)))  # type: ignore[arg-type]  # a key like any other

    def all_owned(self, kind: type[E], owner: UserId) -> list[E]:
        """Every entity of one kind that belongs to a user."""
        return self._rows.of(kind, owner)

    def with_email(self, email: Email) -> User | None:
        """The user with this address."""
        return self._rows.with_email(email)

    def _commit(self, changes: ChangeSet) -> None:
        with self._rows.all_or_nothing():
            for change in sorted(changes, key=_turn):
                self._write(change)

    def _write(self, change: Change) -> None:
        entity, key = change.entity, key_of(change.entity)
        current = self._rows.get(key)
        match change.change_kind:
            case ChangeKind.ADD:
                if current is not None:
                    raise VersionConflict(entity=entity)
                self._put(key, entity)
            case ChangeKind.SAVE:
                _ensure_version(entity, current, entity.version - 1)
                self._put(key, entity)
            case ChangeKind.EXPECT:
                _ensure_version(entity, current, entity.version)
            case ChangeKind.REMOVE:
                _ensure_version(entity, current, entity.version)
                self._remove(key)

    def _put(self, key: Key, entity: Entity) -> None:
        match entity:
            case User() if (holder := self.with_email(entity.email)) and holder.id != entity.id:
                raise EmailTaken(email=entity.email)
            case Task() | Receipt() if self.find(User, entity.owner) is None:
                raise UserNotFound
            case Session() if self.find(User, entity.user_id) is None:
                raise UserNotFound
        self._rows[key] = entity

    def _remove(self, key: Key) -> None:
        kind, (first, *_) = key
        if kind is User:
            for owned in BELONGINGS:
                for entity in self._rows.of(owned, first):
                    del self._rows[key_of(entity)]
        del self._rows[key]


def _turn(change: Change) -> tuple[bool, int]:
    """When it is a change's turn, whatever the order of noting: users before what belongs to them, removals late."""
    return not isinstance(change.entity, User), change.change_kind.value


def _ensure_version(entity: Entity, current: Entity | None, version: int) -> None:
    if current is None or current.version != version:
        raise VersionConflict(entity=entity)


@frozen
class MemoryTasks(ChangeRecorder[Task]):
    """The tasks."""

    store: MemoryStore

    async def get(self, task_id: TaskId, *, owner: UserId) -> Task:
        """Return the task; raise `TaskNotFound`."""
        if task := self.store.find(Task, owner, task_id):
            return task
        raise TaskNotFound(task_id=task_id)

    async def page(self, query: TaskQuery, *, owner: UserId) -> Page:
        """Return the page."""
        return query.page_of(self.store.all_owned(Task, owner))

    async def count(self, query: TaskQuery, *, owner: UserId) -> int:
        """Return how many match."""
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
        return self.store.with_email(email)

    async def all(self) -> tuple[User, ...]:
        """Return everybody, oldest first."""
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
        """Return what is known of a subject."""
        return self.store.find(Allowance, subject)


@frozen
class MemoryWork:
    """One unit of work on a `MemoryStore` (`domain.ports.Work`)."""

    tasks: MemoryTasks
    users: MemoryUsers
    sessions: MemorySessions
    receipts: MemoryReceipts
    allowances: MemoryAllowances

    @classmethod
    def on(cls, store: MemoryStore, change_set: ChangeSet) -> Self:
        """A unit of work that reads the store and writes into the change_set."""
        return cls(
            MemoryTasks(change_set, store),
            MemoryUsers(change_set, store),
            MemorySessions(change_set, store),
            MemoryReceipts(change_set, store),
            MemoryAllowances(change_set, store),
        )
