"""One request and what became of it: what the layers of the HTTP side tell each other."""

from collections.abc import Mapping
from typing import cast

from attrs import define
from litestar.types import HTTPScope, Scope

from domain.errors import DomainError
from domain.ids import UserId
from domain.session import Session
from entrypoints.http import negotiation


@define(eq=False)
class Exchange:
    """One request and its answer, in this process."""

    id: str
    """The request id."""
    method: str
    """As the client wrote it; further in, HEAD is GET."""
    scope: HTTPScope
    started: float
    """On the clock of the event loop, in seconds, as `due`."""
    due: float
    """When it is given up."""
    late: type[DomainError]
    """What it is refused with then."""
    headers: Mapping[bytes, bytes]
    body: bytes = b""
    session: Session | None = None
    """Whose request it is, once that is known."""
    quota: tuple[tuple[bytes, bytes], ...] = ()
    """Headers that tell how many more requests of the user are welcome."""
    refused_user: UserId | None = None
    """Who was refused before it was known whether their session lives."""
    given_up: bool = False
    """Whether it took too long and was cancelled."""
    status: int = 0
    """What was answered; 0 as long as nothing was."""
    problem: str | None = None
    """The code of the problem that was answered."""
    sent: int = 0
    """Bytes of body."""

    @property
    def takes_gzip(self) -> bool:
        """Whether the client asks for compressed answers."""
        return negotiation.takes_gzip(self.headers.get(b"accept-encoding", b""))

    @property
    def route(self) -> str | None:
        """The template of the path, if there is something at it."""
        return cast("str | None", self.scope.get("path_template"))

    @property
    def path(self) -> str:
        """The path; there is only one spelling of each."""
        return self.scope["path"]


def exchange_of(scope: Scope) -> Exchange:
    """The exchange that a scope belongs to."""
    return cast("Exchange", scope["state"]["exchange"])
