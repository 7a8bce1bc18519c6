"""A store that lives in the process: for tests, demonstrations and libraries.

It keeps the whole contract of the ports, rollback and constraints included;
what it does not keep is anything beyond the life of the process.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self, TypeVar, cast

from attrs import define, field, frozen

from domain.allowance import Allowance
from domain.ids import SessionId, TaskId, UserId
from domain.query import Page, TaskQuery
from domain.receipt import IdempotencyKey, Receipt
from domain.session import Session, SessionNotFound
from domain.task import Task, TaskNotFound
from domain.user import Email, EmailTaken, User, UserNotFound
from domain.work import Entity, Intent, Key, Note, Notebook, Notes, Overtaken, key_of

E = TypeVar("E", bound=Entity)


@define
class MemoryStore:
    """Everything in one dictionary; each unit of work is committed in one step of the event loop."""

    _rows: dict[Key, Entity] = field(factory=dict, init=False)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator["MemoryWork"]:
        """Begin a unit of work (`domain.ports.Begin`)."""
        notes = Notebook()
        yield MemoryWork.on(self, notes)
        self._commit(notes)

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
        """The entity with this key (`domain.work.key_of`)."""
        return cast("E | None", self._rows.get((kind, key)))  # type: ignore[arg-type]  # a key like any other

    def _commit(self, notes: Notebook) -> None:
        before = self._rows.copy()
        try:
            for note in sorted(notes, key=_turn):
                self._write(note)
        except BaseException:
            self._rows = before
            raise

    def _write(self, note: Note) -> None:
        entity, key = note.entity, key_of(note.entity)
        current = self._rows.get(key)
        match note.intent:
            case Intent.ADD:
                if current is not None:
                    raise Overtaken(entity=entity)
                self._put(key, entity)
            case Intent.SAVE:
                _ensure_version(entity, current, entity.version - 1)
                self._put(key, entity)
            case Intent.EXPECT:
                _ensure_version(entity, current, entity.version)
            case Intent.REMOVE:
                _ensure_version(entity, current, entity.version)
                self._remove(key)

    def _put(self, key: Key, entity: Entity) -> None:
        match entity:
            case User() if any(user.email == entity.email and user.id != entity.id for user in self.all_of(User)):
                raise EmailTaken(email=entity.email)
            case Task() | Receipt() if self.find(User, entity.owner) is None:
                raise UserNotFound
            case Session() if self.find(User, entity.user_id) is None:
                raise UserNotFound
        self._rows[key] = entity

    def _remove(self, key: Key) -> None:
        kind, (first, *_) = key
        if kind is User:
            owned = [other for other in self._rows if other[1][0] == first]
            for other in owned:
                del self._rows[other]
        else:
            del self._rows[key]


def _turn(note: Note) -> tuple[bool, int]:
    """When it is a note's turn, whatever the order of noting: users before what belongs to them, removals late."""
    return not isinstance(note.entity, User), note.intent.value


def _ensure_version(entity: Entity, current: Entity | None, version: int) -> None:
    if current is None or current.version != version:
        raise Overtaken(entity=entity)


@frozen
class MemoryTasks(Notes[Task]):
    """The tasks."""

    store: MemoryStore

    async def get(self, task_id: TaskId, *, owner: UserId) -> Task:
        """Return the task; raise `TaskNotFound`."""
        if task := self.store.find(Task, owner, task_id):
            return task
        raise TaskNotFound(task_id=task_id)

    async def page(self, query: TaskQuery, *, owner: UserId) -> Page:
        """Return the page."""
        return query.page_of(self._of(owner))

    async def count(self, query: TaskQuery, *, owner: UserId) -> int:
        """Return how many match."""
        return sum(map(query.matches, self._of(owner)))

    def _of(self, owner: UserId) -> list[Task]:
        return [task for task in self.store.all_of(Task) if task.owner == owner]


@frozen
class MemoryUsers(Notes[User]):
    """The users."""

    store: MemoryStore

    async def get(self, user_id: UserId) -> User:
        """Return the user; raise `UserNotFound`."""
        if user := self.store.find(User, user_id):
            return user
        raise UserNotFound

    async def with_email(self, email: Email) -> User | None:
        """Return the user with this address, if there is one."""
        return next((user for user in self.store.all_of(User) if user.email == email), None)

    async def all(self) -> tuple[User, ...]:
        """Return everybody, oldest first."""
        return tuple(sorted(self.store.all_of(User), key=lambda user: (user.created_at, user.id)))


@frozen
class MemorySessions(Notes[Session]):
    """The sessions."""

    store: MemoryStore

    async def get(self, session_id: SessionId, *, owner: UserId) -> Session:
        """Return the session; raise `SessionNotFound`."""
        if session := self.store.find(Session, owner, session_id):
            return session
        raise SessionNotFound(session_id=session_id)

    async def of(self, owner: UserId) -> tuple[Session, ...]:
        """Return all sessions of a user, newest first."""
        own = (session for session in self.store.all_of(Session) if session.user_id == owner)
        return tuple(sorted(own, key=lambda session: (session.created_at, session.id), reverse=True))


@frozen
class MemoryReceipts(Notes[Receipt]):
    """The receipts."""

    store: MemoryStore

    async def find(self, key: IdempotencyKey) -> Receipt | None:
        """Return the receipt for this key, if there is one."""
        return self.store.find(Receipt, key.owner, key.route, key.key)


@frozen
class MemoryAllowances(Notes[Allowance]):
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
    def on(cls, store: MemoryStore, notebook: Notebook) -> Self:
        """A unit of work that reads the store and writes into the notebook."""
        return cls(
            MemoryTasks(notebook, store),
            MemoryUsers(notebook, store),
            MemorySessions(notebook, store),
            MemoryReceipts(notebook, store),
            MemoryAllowances(notebook, store),
        )
