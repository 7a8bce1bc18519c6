"""The unit of work and its repositories."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeAlias, TypeVar
from uuid import UUID

from domain.accounts.allowance import Allowance
from domain.accounts.personal_access_token import PersonalAccessToken
from domain.accounts.receipt import IdempotencyKey, Receipt
from domain.accounts.session import Session
from domain.accounts.user import Email, User
from domain.changes.kinds import ObjectKind, RecordedObject
from domain.changes.provenance import Provenance
from domain.changes.recorded_change import RecordedChange
from domain.ids import ProjectId, SessionId, TaskId, TokenId, UserId
from domain.projects.project import Project
from domain.projects.query import ProjectPage, ProjectQuery
from domain.statistics.summary import Summary, SummaryQuery
from domain.tasks.filter import TaskFilter
from domain.tasks.labels import LabelCount
from domain.tasks.outline import Outline
from domain.tasks.progress import Progress
from domain.tasks.query import Page, TaskQuery
from domain.tasks.task import Task

E_contra = TypeVar("E_contra", contravariant=True)
RecordedT = TypeVar("RecordedT", bound=RecordedObject)


class Writes(Protocol[E_contra]):
    """The writes of a repository: plain calls that record a change for the commit, without I/O.

    Every write is a compare-and-swap on the version; if another unit was faster, the commit raises `VersionConflict`.
    """

    def add(self, entity: E_contra, /) -> None:
        """Create an entity; its key and its unique attributes must be free."""

    def save(self, entity: E_contra, /) -> None:
        """Replace the version just before this one."""

    def remove(self, entity: E_contra, /) -> None:
        """Remove exactly this version and everything that belongs to it."""

    def expect(self, entity: E_contra, /) -> None:
        """Write nothing, but commit only if exactly this version is still current."""


class RecordedRepository(Protocol[RecordedT]):
    """Objects whose changes are recorded; adding one for a removed user raises `UserNotFound`.

    The writes are those of `Writes`, and each is recorded as a change in the same transaction.
    """

    def add(self, entity: RecordedT, provenance: Provenance, /) -> None:
        """Create an object, or restore it if its version is not the first one; its key must be free."""

    def save(self, entity: RecordedT, provenance: Provenance, /, *, before: RecordedT) -> None:
        """Replace the version just before this one."""

    def remove(self, entity: RecordedT, provenance: Provenance, /) -> None:
        """Remove exactly this version."""

    def expect(self, entity: RecordedT, /) -> None:
        """Write nothing, but commit only if exactly this version is still current."""

    async def with_id(self, object_id: UUID) -> Sequence[RecordedT]:
        """Return the objects with this id, of any owner: only to find out whether an id is free."""

    async def with_ids(self, ids: Sequence[UUID], *, owner: UserId) -> Sequence[RecordedT]:
        """Return those of some objects of a user that exist."""

    async def by_id(self, *, owner: UserId, after: UUID | None, limit: int) -> Sequence[RecordedT]:
        """Return the first objects in the order of their ids, after an id."""


class TaskRepository(RecordedRepository[Task], Protocol):
    """The tasks."""

    async def get(self, task_id: TaskId, *, owner: UserId) -> Task:
        """Return the task; raise `TaskNotFound` also when it is someone else's."""

    async def page(self, query: TaskQuery, *, owner: UserId) -> Page:
        """Return the page that `TaskQuery.page_of` defines."""

    async def count(self, task_filter: TaskFilter, *, owner: UserId) -> int:
        """Return how many tasks match."""

    async def summary(self, query: SummaryQuery, *, owner: UserId) -> Summary:
        """Return the summary that `SummaryQuery.summary_of` defines."""

    async def of_project(self, project_id: ProjectId, *, owner: UserId, limit: int) -> Sequence[Task]:
        """Return tasks of a project, in no particular order."""

    async def labels(self, *, owner: UserId, after: str, limit: int) -> Sequence[LabelCount]:
        """Return the first labels that `label_counts` defines, after the label with a key."""

    async def with_label(self, key: str, *, owner: UserId, limit: int) -> Sequence[Task]:
        """Return the first tasks in the order of their ids that have the label with a key."""

    async def above(self, ids: Collection[UUID], *, owner: UserId) -> Sequence[Task]:
        """Return those of some tasks of a user that exist, and every task above them, each once."""

    async def below(self, ids: Collection[UUID], *, owner: UserId, limit: int) -> Sequence[Task]:
        """Return tasks below any of some tasks of a user, each once; if there are more than the limit, any of them."""

    async def progress(self, ids: Sequence[TaskId], *, owner: UserId) -> Mapping[TaskId, Progress]:
        """Return how far the subtasks of each task are."""


class ProjectRepository(RecordedRepository[Project], Protocol):
    """The projects."""

    async def get(self, project_id: ProjectId, *, owner: UserId) -> Project:
        """Return the project; raise `ProjectNotFound` also when it is someone else's."""

    async def page(self, query: ProjectQuery, *, owner: UserId) -> ProjectPage:
        """Return the page that `ProjectQuery.page_of` defines."""

    async def last_before(self, place: str | None, *, owner: UserId) -> Project | None:
        """Return the last project before a place in the manual order, or of all."""


class OutlineRepository(Writes[Outline], Protocol):
    """The structures of accounts; adding a second one for a user raises `VersionConflict`."""

    async def find(self, owner: UserId) -> Outline | None:
        """Return the outline of an account, if its structure was ever changed."""

    def is_changed(self, owner: UserId) -> bool:
        """Return whether this unit of work changes it."""


class ChangeRepository(Protocol):
    """The record of changes, which the store writes itself."""

    async def latest(self, owner: UserId) -> int:
        """Return the number of the last change of an account; 0 if there is none."""

    async def numbered(self, number: int, *, owner: UserId) -> RecordedChange | None:
        """Return the change with a number, unless it is too old or yet to come."""

    async def after(self, number: int, *, owner: UserId, limit: int) -> Sequence[RecordedChange]:
        """Return the first changes after a number."""

    async def of_object(
        self, kind: ObjectKind, object_id: UUID, *, owner: UserId, before: int | None, limit: int
    ) -> Sequence[RecordedChange]:
        """Return the last changes of one object, the newest first, before a number."""

    async def of_objects(
        self,
        kind: ObjectKind,
        position: tuple[UUID, int] | None,
        last: UUID | None,
        *,
        owner: UserId,
        after: int,
        limit: int,
    ) -> Sequence[RecordedChange]:
        """Return changes after a number, by object and number, after a position in this order and up to an object."""

    def recorded(self) -> Sequence[RecordedChange]:
        """Return the changes that this unit of work has recorded so far; numbered after the commit, if so asked."""

    def number(self) -> None:
        """Let the commit put the numbers into `recorded`."""

    def complete(self, receipt: Receipt, completion: Callable[[Sequence[RecordedChange]], Receipt]) -> None:
        """Let the commit write what `completion` returns for the numbered changes, instead of this receipt."""


class UserRepository(Writes[User], Protocol):
    """The users; a second one with the same e-mail address raises `EmailTaken`."""

    async def get(self, user_id: UserId) -> User:
        """Return the user; raise `UserNotFound`."""

    async def with_email(self, email: Email) -> User | None:
        """Return the user with this address, if there is one."""

    async def all(self) -> tuple[User, ...]:
        """Return all users, oldest first."""


class SessionRepository(Writes[Session], Protocol):
    """The sessions, ended ones included until they expire."""

    async def get(self, session_id: SessionId, *, owner: UserId) -> Session:
        """Return the session; raise `SessionNotFound` also when it is someone else's."""

    async def of(self, owner: UserId) -> tuple[Session, ...]:
        """Return all sessions of a user, newest first."""


class PersonalAccessTokenRepository(Writes[PersonalAccessToken], Protocol):
    """The personal access tokens, expired ones included until they are swept."""

    async def get(self, token_id: TokenId, *, owner: UserId) -> PersonalAccessToken:
        """Return the token; raise `TokenNotFound` also when it is someone else's."""

    async def of(self, owner: UserId) -> tuple[PersonalAccessToken, ...]:
        """Return all tokens of a user, newest first."""


class ReceiptRepository(Writes[Receipt], Protocol):
    """The results of idempotent requests; adding a second receipt for one key raises `VersionConflict`."""

    async def find(self, key: IdempotencyKey) -> Receipt | None:
        """Return the receipt for the key's owner, route and key, whatever its age and fingerprint."""


class AllowanceRepository(Writes[Allowance], Protocol):
    """Counted attempts; adding a second allowance for one subject raises `VersionConflict`."""

    async def find(self, subject: str) -> Allowance | None:
        """Return the allowance of a subject, if there is one."""


class Work(Protocol):
    """One unit of work: reads are answered at once, writes are recorded."""

    @property
    def tasks(self) -> TaskRepository: ...
    @property
    def projects(self) -> ProjectRepository: ...
    @property
    def outlines(self) -> OutlineRepository: ...
    @property
    def users(self) -> UserRepository: ...
    @property
    def sessions(self) -> SessionRepository: ...
    @property
    def tokens(self) -> PersonalAccessTokenRepository: ...
    @property
    def receipts(self) -> ReceiptRepository: ...
    @property
    def allowances(self) -> AllowanceRepository: ...
    @property
    def changes(self) -> ChangeRepository: ...


Begin: TypeAlias = Callable[[], AbstractAsyncContextManager[Work]]
"""Begin a unit of work.

Leaving the block normally commits everything that was recorded, together and durably; an exception leaves no trace.
Reads see what was committed before them, never the unit's own changes. Raises `Unavailable` when the store is away or
overloaded.
"""
