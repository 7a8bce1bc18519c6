"""Sessions and personal access tokens."""

from typing import TypeVar, Unpack
from uuid import UUID

from taskapi_client.core.calls import Request
from taskapi_client.core.keeper import TokenKeeper
from taskapi_client.core.operations import Resource, items_of, operation
from taskapi_client.core.pages import Page
from taskapi_client.resources.accounts import forget
from taskapi_client.resources.paths import API
from taskapi_client.types.accounts import (
    CreatePersonalAccessToken,
    Credentials,
    IssuedToken,
    PersonalAccessToken,
    RefreshBody,
    Session,
    SessionQuery,
    Tokens,
)

M = TypeVar("M")


class Sessions(Resource[M]):
    """The sessions of the account. The client keeps and renews the tokens of the one that it has begun."""

    @operation("POST", f"{API}/auth/login", Tokens, after=TokenKeeper.begin, public=True)
    def log_in(self, **fields: Unpack[Credentials]) -> Request:
        """Begin a session; the client sends its token from then on."""
        return Request(body=fields)

    @operation("POST", f"{API}/auth/refresh", Tokens, after=TokenKeeper.begin, public=True)
    def refresh(self, **fields: Unpack[RefreshBody]) -> Request:
        """Exchange a refresh token for new tokens; the client does so by itself when it has to."""
        return Request(body=fields)

    @operation("POST", f"{API}/auth/logout", type(None), after=forget)
    def log_out(self) -> Request:
        """End the session of the client."""
        return Request()

    @operation("GET", f"{API}/auth/sessions", Page[Session])
    def page(self, **query: Unpack[SessionQuery]) -> Request:
        """Return one page of the active sessions."""
        return Request(query=query)

    every = items_of(page)

    @operation("DELETE", f"{API}/auth/sessions/{{session_id}}", type(None))
    def end(self, session_id: UUID, /) -> Request:
        """End one session."""
        return Request(path={"session_id": session_id})

    @operation("DELETE", f"{API}/auth/sessions", type(None), after=forget)
    def end_all(self) -> Request:
        """End all sessions, that of the client included."""
        return Request()


class PersonalAccessTokens(Resource[M]):
    """Tokens for programs."""

    @operation("GET", f"{API}/auth/tokens", list[PersonalAccessToken])
    def all(self) -> Request:
        """Return all personal access tokens."""
        return Request()

    @operation("POST", f"{API}/auth/tokens", IssuedToken)
    def create(self, **fields: Unpack[CreatePersonalAccessToken]) -> Request:
        """Create a personal access token; only this response has its `token`."""
        return Request(body=fields)

    @operation("DELETE", f"{API}/auth/tokens/{{token_id}}", type(None))
    def revoke(self, token_id: UUID, /) -> Request:
        """Revoke a personal access token immediately."""
        return Request(path={"token_id": token_id})
