"""What leaves the house: the JSON forms of entities, encoded by msgspec; times in UTC with `Z`.

Without slots, because Python sorts those by name and msgspec would write the
members in that order; so they come in the order in which they stand here.
"""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from attrs import frozen
from msgspec import UNSET, UnsetType

from application import TokenPair
from domain.ids import SessionId
from domain.priority import Priority
from domain.session import Session
from domain.status import Status
from domain.task import Task
from domain.user import User


@frozen(slots=False)
class TaskView:
    """A task."""

    id: UUID
    user_id: UUID
    title: str
    description: str | None
    status: Status
    priority: Priority
    due_at: datetime | None
    completed_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, task: Task) -> Self:
        """The task as its owner sees it."""
        return cls(
            task.id,
            task.owner,
            task.title,
            task.description,
            task.status,
            task.priority,
            task.due_at,
            task.completed_at,
            task.created_at,
            task.updated_at,
            task.version,
        )


@frozen(slots=False)
class AccountView:
    """An account."""

    id: UUID
    email: str
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> Self:
        """The account as its owner sees it."""
        return cls(user.id, str(user.email), user.created_at)


@frozen(slots=False)
class TokensView:
    """A pair of tokens; lifetimes in seconds."""

    token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str
    refresh_expires_in: int

    @classmethod
    def of(cls, pair: TokenPair) -> Self:
        """The pair as the client keeps it."""
        return cls(pair.token, "Bearer", pair.expires_in, pair.refresh_token, pair.refresh_expires_in)


@frozen(slots=False)
class SessionView:
    """A session; `current` is the one that asks."""

    id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str | None
    current: bool

    @classmethod
    def of(cls, session: Session, *, current: SessionId) -> Self:
        """The session as its owner sees it."""
        return cls(
            session.id,
            session.created_at,
            session.last_used_at,
            session.expires_at,
            session.user_agent,
            session.id == current,
        )


@frozen(slots=False)
class KeptSessionView:
    """A session with everything that is kept about it, secrets aside."""

    id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    user_agent: str | None
    address: str | None

    @classmethod
    def of(cls, session: Session) -> Self:
        """The session as it is exported."""
        return cls(
            session.id,
            session.created_at,
            session.last_used_at,
            session.expires_at,
            session.ended_at,
            session.user_agent,
            session.address,
        )


@frozen(slots=False)
class ExportView:
    """What is kept about one person, secrets and copies of answers aside."""

    account: AccountView
    sessions: list[KeptSessionView]
    tasks: list[TaskView]


@frozen(slots=False)
class Mistake:
    """One mistake in what was sent."""

    pointer: str
    code: str
    detail: str


@frozen(kw_only=True, slots=False)
class Problem:
    """What went wrong (RFC 9457); `error` repeats the detail for clients of the plain `{"error": …}` envelope."""

    type: str
    title: str
    status: int
    detail: str
    error: str
    code: str
    request_id: str
    errors: tuple[Mistake, ...] | UnsetType = UNSET
    allowed: tuple[Status, ...] | UnsetType = UNSET


@frozen(kw_only=True, slots=False)
class OutcomeView:
    """What came of one operation of a batch."""

    status: int
    task: TaskView | UnsetType = UNSET
    problem: Problem | UnsetType = UNSET


@frozen(slots=False)
class BatchView:
    """What came of the operations of a batch, in their order."""

    results: tuple[OutcomeView, ...]


@frozen(slots=False)
class HealthView:
    """A service that answers."""

    status: Literal["ok"] = "ok"


@frozen(slots=False)
class ReadyView:
    """A service that is ready for work."""

    status: Literal["ready"] = "ready"
