"""One request on a connection and its response: the `receive` and `send` of ASGI."""

import asyncio
from collections.abc import Iterable
from http import HTTPStatus
from typing import Protocol

from attrs import define, field
from litestar.types import HTTPReceiveMessage, Message

from domain.errors import DomainError
from entrypoints.server.http1.parser import Head, Pair
from entrypoints.server.http1.writer import Writer

STATUS_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus}
CLOSE = b"connection: close\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
BODILESS = frozenset({204, 304})


class Peer(Protocol):
    """The connection, as a request in progress sees it."""

    @property
    def closing(self) -> bool:
        """Whether the connection ends after this response."""

    def body_taken(self) -> None:
        """Read on: there is room for more of the body."""


@define(eq=False)
class Http1Exchange:
    """A request whose head has arrived, until its response is complete."""

    head: Head
    peer: Peer
    writer: Writer
    body: list[bytes] = field(factory=list, init=False)
    """Parts that the application has not received yet."""
    complete: bool = field(default=False, init=False)
    """Whether the whole request has arrived."""
    gone: bool = field(default=False, init=False)
    """Whether nothing more can arrive."""
    error: DomainError | None = field(default=None, init=False)
    """Why the rest of the body cannot be read."""
    started: bool = field(default=False, init=False)
    """Whether a part of the response was sent."""
    finished: bool = field(default=False, init=False)
    """Whether the whole response was sent."""
    persistent: bool = field(default=False, init=False)
    """Whether the connection stays open, once the response has started."""
    _head: bytes | None = field(default=None, init=False)
    """The head of the response, serialized."""
    _chunked: bool = field(default=False, init=False)
    _delivered: bool = field(default=False, init=False)
    _arrival: asyncio.Future[None] | None = field(default=None, init=False)

    def arrived(self) -> None:
        """Wake the application: the body, its end, or the end of the connection has arrived."""
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)

    async def receive(self) -> HTTPReceiveMessage:
        """Return the next part of the body, or the end of the connection; raise an error in the body's framing."""
        if self.head.expects_continue and not (self.complete or self.started or self.body):
            self.writer.write(CONTINUE)
        while not (self.gone or self.error or self.body or (self.complete and not self._delivered)):
            self._arrival = asyncio.get_running_loop().create_future()
            await self._arrival
        if self.error is not None:
            raise self.error
        if not (self.body or (self.complete and not self._delivered)):
            return {"type": "http.disconnect"}
        body = b"".join(self.body)
        self.body.clear()
        self._delivered = self.complete
        self.peer.body_taken()
        return {"type": "http.request", "body": body, "more_body": not self.complete}

    async def send(self, message: Message) -> None:
        """Send a message of the response; raise `ClientGoneError`."""
        if message["type"] == "http.response.start":
            self._head = self._serialized(message["status"], message["headers"])
            return
        if message["type"] != "http.response.body" or self._head is None or self.finished:
            raise ValueError(f"unexpected message {message['type']}")
        body, more = message["body"], message["more_body"]
        if self.head.method == "HEAD":
            body = b""
        elif self._chunked:
            body = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
            if not more:
                body += b"0\r\n\r\n"
        if not self.started:
            self.started = True
            body = self._head + body
        self.finished = not more
        if body:
            self.writer.write(body)
        if more:
            await self.writer.drained()

    def _serialized(self, status: int, headers: Iterable[Pair]) -> bytes:
        """Return the head of the response; raise `ValueError` if a header contains a line break."""
        lines = [STATUS_LINES[status], *[b"%b: %b\r\n" % pair for pair in headers], b"date: %b\r\n" % self.writer.date]
        text = b"".join(lines)
        # Behind a request that has not arrived completely, the beginning of the next one is unknown.
        persistent = self.head.persistent and self.complete and not self.peer.closing and CLOSE not in text
        if b"\ncontent-length: " not in text and status not in BODILESS:
            if self.head.version == "1.0":
                persistent = False  # the end of the connection is the end of the body
            else:
                lines.append(b"transfer-encoding: chunked\r\n")
                self._chunked = True
        if not persistent and CLOSE not in text:
            lines.append(CLOSE)
        elif persistent and self.head.version == "1.0":
            lines.append(b"connection: keep-alive\r\n")
        self.persistent = persistent
        lines.append(b"\r\n")
        text = b"".join(lines)
        if text.count(b"\n") != len(lines):
            raise ValueError("a header contains a line break")
        return text
