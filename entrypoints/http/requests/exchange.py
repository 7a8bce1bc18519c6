"""One request and what became of it: what the layers of the HTTP side tell each other."""

from collections.abc import Mapping
from typing import cast

from attrs import define
from litestar.types import Scope

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
    """As the client wrote it; further in, HEAD is GET."""
    path: str
    """There is only one spelling of each."""
    query: bytes
    """As it stands in the URL."""
    client: str | None
    """The address of whoever is connected to us."""
    started: float
    """On the clock of the event loop, in seconds, as `due`."""
    due: float
    """When it is given up."""
    late: type[DomainError]
    """What it is refused with then."""
    headers: Mapping[bytes, bytes]
    body: bytes = b""
    route: str | None = None
    """The template of the path, once something was found at it."""
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


def exchange_of(scope: Scope) -> Exchange:
    """The exchange that a scope belongs to."""
    return cast("Exchange", scope["state"]["exchange"])
