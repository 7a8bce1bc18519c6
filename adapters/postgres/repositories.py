"""The repositories of one unit of work: reads are coalesced with those of others, writes are recorded."""

from collections.abc import Callable, Sequence
from uuid import UUID

from attrs import frozen

from adapters.postgres.batching.coalesced_reads import CoalescedReads
from adapters.postgres.sql.change_queries import (
    CHANGE_COUNTER,
    CHANGES_AFTER,
    CHANGES_OF_OBJECT,
    CHANGES_OF_OBJECTS,
    TASKS_BY_ID,
)
from adapters.postgres.sql.key_queries import (
    ALL_USERS,
    ALLOWANCE,
    RECEIPT,
    SESSION,
    SESSIONS_OF_USER,
    TASK,
    TASKS_WITH_ID,
    TOKEN,
    TOKENS_OF_USER,
    USER,
    USER_WITH_EMAIL,
)
from adapters.postgres.sql.page_queries import count_query, is_bounded, page_query
from domain.accounts.allowance import Allowance
from domain.accounts.personal_access_token import PersonalAccessToken, TokenNotFound
from domain.accounts.receipt import IdempotencyKey, Receipt
from domain.accounts.session import Session, SessionNotFound
from domain.accounts.user import Email, User, UserNotFound
from domain.changes.recorded_change import RecordedChange
from domain.ids import SessionId, TaskId, TokenId, UserId
from domain.ports.change_set import ChangeRecorder, ChangeSet, TaskRecorder
from domain.tasks.filter import TaskFilter
from domain.tasks.query import Page, TaskQuery
from domain.tasks.task import Task, TaskNotFound

SMALL_PAGE = 8
"""Changes that may be read together with other requests' reads; one change has up to 16 KB."""


@frozen
class PostgresTasks(TaskRecorder):
    """The tasks."""

    reads: CoalescedReads
    searches: CoalescedReads
    """For questions whose cost grows with the number of the owner's tasks."""

    async def get(self, task_id: TaskId, *, owner: UserId) -> Task:
        """Return the task; raise `TaskNotFound`."""
        for task in await self.reads.ask(TASK, (owner, task_id)):
            return task
        raise TaskNotFound(task_id=task_id)

    async def with_id(self, task_id: UUID) -> list[Task]:
        """Return the tasks with this id, of any owner."""
        return await self.reads.ask(TASKS_WITH_ID, (task_id,))

    async def page(self, query: TaskQuery, *, owner: UserId) -> Page:
        """Return the page."""
        reads = self.reads if is_bounded(query) else self.searches
        return await reads.ask(page_query(query), (owner, query))

    async def count(self, task_filter: TaskFilter, *, owner: UserId) -> int:
        """Return how many tasks match."""
        return await self.searches.ask(count_query(task_filter), (owner, task_filter))

    async def with_ids(self, ids: Sequence[TaskId], *, owner: UserId) -> list[Task]:
        """Return those of some tasks of a user that exist."""
        found = await self.reads.ask_all(TASK, [(owner, each) for each in ids])
        return [task for tasks in found for task in tasks]

    async def by_id(self, *, owner: UserId, after: UUID | None, limit: int) -> list[Task]:
        """Return the first tasks in the order of their ids, after an id."""
        return await self.reads.ask(TASKS_BY_ID, (owner, after, limit))


@frozen
class PostgresUsers(ChangeRecorder[User]):
    """The users."""

    reads: CoalescedReads

    async def get(self, user_id: UserId) -> User:
        """Return the user; raise `UserNotFound`."""
        for user in await self.reads.ask(USER, (user_id,)):
            return user
        raise UserNotFound

    async def with_email(self, email: Email) -> User | None:
        """Return the user with this address, if there is one."""
        return next(iter(await self.reads.ask(USER_WITH_EMAIL, (email,))), None)

    async def all(self) -> tuple[User, ...]:
        """Return all users, oldest first."""
        return await self.reads.ask(ALL_USERS, None)


@frozen
class PostgresSessions(ChangeRecorder[Session]):
    """The sessions."""

    reads: CoalescedReads

    async def get(self, session_id: SessionId, *, owner: UserId) -> Session:
        """Return the session; raise `SessionNotFound`."""
        for session in await self.reads.ask(SESSION, (owner, session_id)):
            return session
        raise SessionNotFound(session_id=session_id)

    async def of(self, owner: UserId) -> tuple[Session, ...]:
        """Return all sessions of a user, newest first."""
        return tuple(await self.reads.ask(SESSIONS_OF_USER, (owner,)))


@frozen
class PostgresTokens(ChangeRecorder[PersonalAccessToken]):
    """The personal access tokens."""

    reads: CoalescedReads

    async def get(self, token_id: TokenId, *, owner: UserId) -> PersonalAccessToken:
        """Return the token; raise `TokenNotFound`."""
        for token in await self.reads.ask(TOKEN, (owner, token_id)):
            return token
        raise TokenNotFound(token_id=token_id)

    async def of(self, owner: UserId) -> tuple[PersonalAccessToken, ...]:
        """Return all tokens of a user, newest first."""
        return tuple(await self.reads.ask(TOKENS_OF_USER, (owner,)))


@frozen
class PostgresReceipts(ChangeRecorder[Receipt]):
    """The receipts."""

    reads: CoalescedReads

    async def find(self, key: IdempotencyKey) -> Receipt | None:
        """Return the receipt for this key, if there is one."""
        return next(iter(await self.reads.ask(RECEIPT, (key.owner, key.route, key.key))), None)


@frozen
class PostgresAllowances(ChangeRecorder[Allowance]):
    """The allowances."""

    reads: CoalescedReads

    async def find(self, subject: str) -> Allowance | None:
        """Return the allowance of a subject, if there is one."""
        return next(iter(await self.reads.ask(ALLOWANCE, (subject,))), None)


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
        self, object_id: UUID, *, owner: UserId, before: int | None, limit: int
    ) -> list[RecordedChange]:
        """Return the last changes of one object, the newest first, before a number."""
        return await self.searches.ask(CHANGES_OF_OBJECT, (owner, object_id, before, limit))

    async def of_objects(
        self, position: tuple[UUID, int] | None, last: UUID | None, *, owner: UserId, after: int, limit: int
    ) -> list[RecordedChange]:
        """Return changes after a number, by object and number, after a position in this order and up to an object."""
        return await self.searches.ask(CHANGES_OF_OBJECTS, (owner, position, last, after, limit))

    def recorded(self) -> Sequence[RecordedChange]:
        """Return the changes that this unit of work has recorded so far."""
        return self.change_set.recorded

    def number(self) -> None:
        """Let the commit put the numbers into `recorded`."""
        self.change_set.numbered = True

    def complete(self, receipt: Receipt, completion: Callable[[Sequence[RecordedChange]], Receipt]) -> None:
        """Let the commit write what `completion` returns for the numbered changes, instead of this receipt."""
        self.change_set.complete(receipt, completion)
