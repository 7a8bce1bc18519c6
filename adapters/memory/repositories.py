"""The repositories of a unit of work on the in-memory store."""

from collections.abc import Callable, Sequence
from heapq import nsmallest
from itertools import islice
from typing import Protocol, Self
from uuid import UUID

from attrs import frozen

from adapters.memory.record import Record
from domain.accounts.allowance import Allowance
from domain.accounts.personal_access_token import PersonalAccessToken, TokenNotFound
from domain.accounts.receipt import IdempotencyKey, Receipt
from domain.accounts.session import Session, SessionNotFound
from domain.accounts.user import Email, User, UserNotFound
from domain.changes.recorded_change import RecordedChange
from domain.ids import SessionId, TaskId, TokenId, UserId
from domain.ports.change_set import ChangeRecorder, ChangeSet, TaskRecorder
from domain.ports.stored import E
from domain.tasks.filter import TaskFilter
from domain.tasks.query import Page, TaskQuery
from domain.tasks.task import Task, TaskNotFound


class Store(Protocol):
    """What repositories read from."""

    @property
    def record(self) -> Record: ...
    def find(self, kind: type[E], *key: object) -> E | None: ...
    def with_unique(self, kind: type[E], attribute: str, value: object) -> E | None: ...
    def all_with(self, kind: type[E], attribute: str, value: object) -> list[E]: ...
    def all_of(self, kind: type[E]) -> list[E]: ...
    def all_owned(self, kind: type[E], owner: UserId) -> list[E]: ...


@frozen
class MemoryTasks(TaskRecorder):
    """The tasks."""

    store: Store

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

    async def count(self, task_filter: TaskFilter, *, owner: UserId) -> int:
        """Return how many tasks match."""
        return sum(map(task_filter.matches, self.store.all_owned(Task, owner)))

    async def with_ids(self, ids: Sequence[TaskId], *, owner: UserId) -> list[Task]:
        """Return those of some tasks of a user that exist."""
        return [task for each in ids if (task := self.store.find(Task, owner, each))]

    async def by_id(self, *, owner: UserId, after: UUID | None, limit: int) -> list[Task]:
        """Return the first tasks in the order of their ids, after an id."""
        own = (task for task in self.store.all_owned(Task, owner) if after is None or task.id > after)
        return nsmallest(limit, own, key=lambda task: task.id)


@frozen
class MemoryUsers(ChangeRecorder[User]):
    """The users."""

    store: Store

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

    store: Store

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

    store: Store

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

    store: Store

    async def find(self, key: IdempotencyKey) -> Receipt | None:
        """Return the receipt for this key, if there is one."""
        return self.store.find(Receipt, key.owner, key.route, key.key)


@frozen
class MemoryAllowances(ChangeRecorder[Allowance]):
    """The allowances."""

    store: Store

    async def find(self, subject: str) -> Allowance | None:
        """Return the allowance of a subject, if there is one."""
        return self.store.find(Allowance, subject)


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
        self, object_id: UUID, *, owner: UserId, before: int | None, limit: int
    ) -> Sequence[RecordedChange]:
        """Return the last changes of one object, the newest first, before a number."""
        found = (each for each in reversed(self.record.of_object(owner, object_id)))
        return list(islice((each for each in found if before is None or each.number < before), limit))

    async def of_objects(
        self, position: tuple[UUID, int] | None, last: UUID | None, *, owner: UserId, after: int, limit: int
    ) -> Sequence[RecordedChange]:
        """Return changes after a number, by object and number, after a position in this order and up to an object."""
        found = (
            each
            for each in self.record.after(owner, after, None)
            if (position is None or (each.object_id, each.number) > position)
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


@frozen
class MemoryWork:
    """One unit of work on a `MemoryStore` (`domain.ports.Work`)."""

    tasks: MemoryTasks
    users: MemoryUsers
    sessions: MemorySessions
    tokens: MemoryTokens
    receipts: MemoryReceipts
    allowances: MemoryAllowances
    changes: MemoryChanges

    @classmethod
    def on(cls, store: Store, changes: ChangeSet) -> Self:
        """Return a unit of work that reads from the store and records its writes."""
        return cls(
            MemoryTasks(changes, store),
            MemoryUsers(changes, store),
            MemorySessions(changes, store),
            MemoryTokens(changes, store),
            MemoryReceipts(changes, store),
            MemoryAllowances(changes, store),
            MemoryChanges(changes, store.record),
        )
