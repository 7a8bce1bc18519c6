"""One request and its response, as the layers of the HTTP entry point share them."""

from collections.abc import Mapping
from typing import cast

from attrs import define
from litestar.types import Receive, Scope

from domain.accounts.personal_access_token import PersonalAccessToken
from domain.accounts.session import Session
from domain.errors import DomainError
from domain.ids import UserId
from entrypoints.http.requests import negotiation


@define(eq=False)
class Exchange:
    """One request and its answer, in this process.

    The scope knows it, but it does not know the scope: what would be a circle only a collector could free.
    """

    id: str
    """The request id."""
    method: str
    """As the client sent it; the dispatcher sees HEAD as GET."""
    path: str
    """As it is written in the URL."""
    query: bytes
    """As it is written in the URL."""
    client: str | None
    """The address of the peer of the connection."""
    started: float
    """On the clock of the event loop, in seconds, as `due`."""
    due: float
    """The deadline."""
    late: type[DomainError]
    """The error after the deadline."""
    headers: Mapping[bytes, bytes]
    receive: Receive | None = None
    """Reports, once the body is read, that the client has gone."""
    body: bytes = b""
    base: str = ""
    """What precedes our paths in the URLs of the client: `https://example.com/todo`, `/todo`, or nothing."""
    route: str | None = None
    """The template of the path, once it is found."""
    credential: Session | PersonalAccessToken | None = None
    """The session or the personal access token, once the request is authenticated."""
    quota: tuple[tuple[bytes, bytes], ...] = ()
    """The headers of the rate limit."""
    refused_user: UserId | None = None
    """The user of a request that was rejected before its session was read."""
    patience: float = 0.0
    """Seconds that it may take longer than others between two parts of the response."""
    given_up: bool = False
    """Whether the deadline passed and the request was cancelled."""
    status: int = 0
    """The status of the response; 0 before it is sent."""
    problem: str | None = None
    """The code of the problem that was sent."""
    sent: int = 0
    """Bytes of body."""

    @property
    def takes_gzip(self) -> bool:
        """Whether the client accepts compressed responses."""
        return negotiation.takes_gzip(self.headers.get(b"accept-encoding", b""))


def exchange_of(scope: Scope) -> Exchange:
    """The exchange that a scope belongs to."""
    return cast("Exchange", scope["state"]["exchange"])
