"""The unit of work and its repositories."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeAlias, TypeVar

from domain.accounts.allowance import Allowance
from domain.accounts.receipt import IdempotencyKey, Receipt
from domain.accounts.session import Session
from domain.accounts.user import Email, User
from domain.ids import SessionId, TaskId, UserId
from domain.tasks.query import Page, TaskQuery
from domain.tasks.task import Task

E_contra = TypeVar("E_contra", contravariant=True)


class Writes(Protocol[E_contra]):
    """What can be noted for the end of the unit of work: plain calls, no I/O.

    Everything is a compare-and-swap: whoever decided on a version that is no
    longer current loses, with `domain.ports.change_set.VersionConflict`, when the block is left.
    """

    def add(self, entity: E_contra, /) -> None:
        """Make it; its key and whatever else is unique must be free."""

    def save(self, entity: E_contra, /) -> None:
        """Put it in place of the version just before it."""

    def remove(self, entity: E_contra, /) -> None:
        """Remove exactly this version, and all that belongs to it."""

    def expect(self, entity: E_contra, /) -> None:
        """Write nothing, but commit only if this very version is still current."""


class TaskRepository(Writes[Task], Protocol):
    """The tasks; adding one for a user who is gone raises `UserNotFound`."""

    async def get(self, task_id: TaskId, *, owner: UserId) -> Task:
        """Return the task; raise `TaskNotFound` also when it is someone else's."""

    async def page(self, query: TaskQuery, *, owner: UserId) -> Page:
        """Return the page that `TaskQuery.page_of` defines."""

    async def count(self, query: TaskQuery, *, owner: UserId) -> int:
        """Return how many tasks match, on all pages together."""


class UserRepository(Writes[User], Protocol):
    """The users; a second one with the same e-mail address raises `EmailTaken`."""

    async def get(self, user_id: UserId) -> User:
        """Return the user; raise `UserNotFound`."""

    async def with_email(self, email: Email) -> User | None:
        """Return the user with this address, if there is one."""

    async def all(self) -> tuple[User, ...]:
        """Return everybody, oldest first."""


class SessionRepository(Writes[Session], Protocol):
    """The sessions, ended ones included until they expire."""

    async def get(self, session_id: SessionId, *, owner: UserId) -> Session:
        """Return the session; raise `SessionNotFound` also when it is someone else's."""

    async def of(self, owner: UserId) -> tuple[Session, ...]:
        """Return all sessions of a user, newest first."""


class ReceiptRepository(Writes[Receipt], Protocol):
    """What was answered under idempotency keys; adding a second receipt for one key raises `VersionConflict`."""

    async def find(self, key: IdempotencyKey) -> Receipt | None:
        """Return the receipt for the key's owner, route and key, whatever its age and fingerprint."""


class AllowanceRepository(Writes[Allowance], Protocol):
    """What was used of limits; opening one twice raises `VersionConflict`."""

    async def find(self, subject: str) -> Allowance | None:
        """Return what is known of a subject."""


class Work(Protocol):
    """One unit of work: reads are answered at once, writes are noted."""

    @property
    def tasks(self) -> TaskRepository: ...
    @property
    def users(self) -> UserRepository: ...
    @property
    def sessions(self) -> SessionRepository: ...
    @property
    def receipts(self) -> ReceiptRepository: ...
    @property
    def allowances(self) -> AllowanceRepository: ...


Begin: TypeAlias = Callable[[], AbstractAsyncContextManager[Work]]
"""Begin a unit of work.

Leaving the block normally commits everything that was noted, together and
durably; leaving it by an exception leaves no trace. Reads inside see what was
committed before them, never the unit's own changes.
Raises `Unavailable` when the store is away or overloaded.
"""
