"""Accounts, sessions, tokens."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NotRequired, Self, TypedDict
from uuid import UUID

import msgspec

from taskapi_client.types.changes import RecordedChange
from taskapi_client.types.choices import Scope
from taskapi_client.types.model import Model, hidden
from taskapi_client.types.projects import Project
from taskapi_client.types.tasks import Task


class Registration(TypedDict):
    email: str
    password: str


class Credentials(TypedDict):
    email: str
    password: str


class RefreshBody(TypedDict):
    refresh_token: str


class PasswordChange(TypedDict):
    current_password: str
    new_password: str


class PasswordProof(TypedDict):
    password: str


class CreatePersonalAccessToken(TypedDict):
    name: str
    scopes: Sequence[Scope]
    expires_in_days: NotRequired[int]


class SessionQuery(TypedDict, total=False):
    limit: int
    offset: int


class Account(Model, frozen=True, kw_only=True):
    id: UUID
    email: str
    created_at: datetime


class Tokens(Model, frozen=True, kw_only=True):
    """The tokens of a session. They are secrets, which the representation of the object does not show."""

    token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str
    refresh_expires_in: int

    def __repr__(self) -> str:
        return hidden(self, "token", "refresh_token")

    def to_json(self) -> str:
        """Return the tokens as a text, to store them in a safe place."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return stored tokens; raise `msgspec.DecodeError` if the text is no such object."""
        return msgspec.json.decode(text, type=cls)


class Session(Model, frozen=True, kw_only=True):
    id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    user_agent: str | None
    current: bool


class PersonalAccessToken(Model, frozen=True, kw_only=True):
    id: UUID
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class IssuedToken(Model, frozen=True, kw_only=True):
    """A new personal access token; its `token` is shown only once, and never by the representation of the object."""

    id: UUID
    token: str
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None

    def __repr__(self) -> str:
        return hidden(self, "token")


class KeptSession(Model, frozen=True, kw_only=True):
    id: UUID
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    user_agent: str | None
    address: str | None


class Export(Model, frozen=True, kw_only=True):
    """All data of an account."""

    account: Account
    sessions: list[KeptSession]
    personal_access_tokens: list[PersonalAccessToken]
    projects: list[Project]
    tasks: list[Task]
    changes: list[RecordedChange]
