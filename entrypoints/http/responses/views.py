"""Views: the JSON forms of entities; times in UTC with `Z`, members in the order of the fields."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from msgspec import UNSET, UnsetType

from application import CreatedToken, TokenPair
from domain.accounts.personal_access_token import PersonalAccessToken, Scope
from domain.accounts.session import Session
from domain.accounts.user import User
from domain.tasks.labels import LabelCount
from domain.tasks.status import Status
from domain.text import LABEL
from entrypoints.http.responses.change_views import ChangeView
from entrypoints.http.responses.projects.view import ProjectView
from entrypoints.http.responses.task_view import TaskView
from entrypoints.http.responses.view import View


class AccountView(View, frozen=True):
    """An account."""

    id: UUID
    email: str
    created_at: datetime

    @classmethod
    def of(cls, user: User) -> Self:
        """The account as its owner sees it."""
        return cls(user.id, str(user.email), user.created_at)


class TokensView(View, frozen=True):
    """A pair of tokens; lifetimes in seconds."""

    token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str
    refresh_expires_in: int

    @classmethod
    def of(cls, pair: TokenPair) -> Self:
        """Return the view of a pair of tokens."""
        return cls(pair.token, "Bearer", pair.expires_in, pair.refresh_token, pair.refresh_expires_in)


class SessionView(View, frozen=True):
    """A session; `current` is that of the request."""

    id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str | None
    current: bool

    @classmethod
    def of(cls, session: Session, *, current: UUID) -> Self:
        """The session as its owner sees it."""
        return cls(
            session.id,
            session.created_at,
            session.last_used_at,
            session.expires_at,
            session.user_agent,
            session.id == current,
        )


class KeptSessionView(View, frozen=True):
    """A session with everything that is stored about it, except for secrets."""

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


class PersonalAccessTokenView(View, frozen=True):
    """A personal access token, without the token itself."""

    id: UUID
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None

    @classmethod
    def of(cls, token: PersonalAccessToken) -> Self:
        """The token as its owner sees it."""
        return cls(token.id, token.name, sorted(token.scopes), token.created_at, token.expires_at, token.last_used_at)


class CreatedTokenView(View, frozen=True):
    """A new personal access token; `token` is shown only now."""

    id: UUID
    token: str
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None

    @classmethod
    def of(cls, created: CreatedToken) -> Self:
        """The token as its owner sees it once."""
        token = created.token
        return cls(token.id, created.text, token.name, sorted(token.scopes), token.created_at, token.expires_at, None)


class ExportView(View, frozen=True):
    """Everything that is stored about one user, except for secrets and receipts."""

    account: AccountView
    sessions: list[KeptSessionView]
    personal_access_tokens: list[PersonalAccessTokenView]
    projects: list[ProjectView]
    tasks: list[TaskView]
    changes: list[ChangeView]


class ViolationView(View, frozen=True):
    """One violation in a request."""

    pointer: str
    code: str
    detail: str


class Problem(View, frozen=True, kw_only=True):
    """What went wrong (RFC 9457); `error` repeats the detail for clients of the plain `{"error": …}` envelope."""

    type: str
    title: str
    status: int
    detail: str
    error: str
    code: str
    request_id: str
    errors: tuple[ViolationView, ...] | UnsetType = UNSET
    allowed: tuple[Status, ...] | UnsetType = UNSET
    fields: tuple[str, ...] | UnsetType = UNSET
    numbers: tuple[int, ...] | UnsetType = UNSET


class OutcomeView(View, frozen=True, kw_only=True):
    """The result of one operation of a batch."""

    status: int
    task: TaskView | UnsetType = UNSET
    problem: Problem | UnsetType = UNSET


class BatchView(View, frozen=True):
    """The results of the operations of a batch, in their order."""

    results: tuple[OutcomeView, ...]


class LabelCountView(View, frozen=True):
    """A label, and how many tasks have it."""

    name: Annotated[str, LABEL]
    count: int

    @classmethod
    def of(cls, label: LabelCount) -> Self:
        """The label as its owner sees it."""
        return cls(label.name, label.count)


class HealthView(View, frozen=True):
    """A service that answers."""

    status: Literal["ok"] = "ok"


class ReadyView(View, frozen=True):
    """A service that is ready for work."""

    status: Literal["ready"] = "ready"
