"""The requests of one connection, one after the other: from the parser to the application."""

import asyncio
from collections.abc import Callable

from attrs import define, field
from litestar.types import ASGIApp, HTTPScope

from domain.errors import DomainError
from entrypoints.http.requests.errors import TooBusy
from entrypoints.server.http1.connections import Connections
from entrypoints.server.http1.exchange import Http1Exchange
from entrypoints.server.http1.limits import MAX_UNREAD_BODY
from entrypoints.server.http1.parser import Head, RequestParser
from entrypoints.server.http1.target import NO_TARGET, Target, scope_of, target_of
from entrypoints.server.http1.writer import Writer

NO_HEAD = Head(method="", target=b"", version="1.1", headers=[], persistent=False, expects_continue=False)
"""Stands for a head that could not be parsed."""


def _do_nothing() -> None: ...


@define(eq=False)
class Conversation:
    """At most one request is in progress; the next is not parsed before the client has read the response.

    A client may send further requests meanwhile (pipelining). Their bytes wait in the socket, but for those that came
    with the request in progress.
    """

    app: ASGIApp
    connections: Connections
    transport: asyncio.Transport
    writer: Writer
    client: tuple[str, int] | None
    """The address of the peer."""
    changed: Callable[[], None]
    """Called when `size` has changed."""
    finished: Callable[[], None]
    """Called after each response."""
    lingering: bool = field(default=False, init=False)
    """Whether everything is sent and what still arrives is discarded."""
    ended: bool = field(default=False, init=False)
    """Whether the client sends nothing more."""
    used: bool = field(default=False, init=False)
    """Whether there was a request."""
    _parser: RequestParser = field(factory=RequestParser, init=False)
    _exchange: Http1Exchange | None = field(default=None, init=False)
    """The request in progress."""
    _task: asyncio.Task[None] | None = field(default=None, init=False)
    """Runs the application."""
    _body_size: int = field(default=0, init=False)
    """Bytes of the body of the request in progress, as announced or as far as it has arrived."""
    _ahead: bytes = field(default=b"", init=False)
    """Bytes behind the request in progress."""
    _last: bool = field(default=False, init=False)
    """Whether no request after the present one can be read."""

    @property
    def size(self) -> int:
        """Bytes of unfinished requests that are held."""
        return len(self._parser.unfinished) + len(self._ahead) + self._body_size

    @property
    def in_progress(self) -> bool:
        """Whether the application processes a request."""
        return self._exchange is not None

    @property
    def in_body(self) -> bool:
        """Whether the body of a request is being received."""
        return self._exchange is not None and not self._exchange.complete

    @property
    def in_head(self) -> bool:
        """Whether a part of the head of a request has arrived."""
        return bool(self._parser.unfinished)

    @property
    def closing(self) -> bool:
        """Whether the connection ends after the present response."""
        return self.connections.draining or self._last or (self.ended and not self._ahead)

    def received(self, data: bytes) -> None:
        """Process bytes of the client."""
        if self.writer.unsent or (self._exchange is not None and self._exchange.complete):
            self._ahead += data
            self.transport.pause_reading()
            self.changed()
        else:
            self._parse(data)

    def end(self) -> bool:
        """Note that the client sends nothing more; return whether a response is still to be sent."""
        self.ended = True
        if self._exchange is None or self.lingering:
            return bool(self.writer.unsent)
        self._exchange.gone = True
        self._exchange.arrived()
        return True

    def lost(self) -> None:
        """Note that the connection is gone: cancel the request in progress, and release what is held."""
        self._parser.close()
        self._ahead = b""
        self.changed = self.finished = _do_nothing  # which refer to the connection, and it to this object
        if self._exchange is not None:
            self._exchange.gone = True
            self._exchange.arrived()
        if self._task is not None:
            self._task.cancel()

    def resume(self) -> None:
        """Continue with the next request, when the client has read the response."""
        if self._exchange is None and not self.transport.is_closing() and not self.lingering:
            self._next()

    def body_taken(self) -> None:
        """Read on: there is room for more of the body."""
        if self.in_body and not self.ended:
            self.transport.resume_reading()

    def reject(self, error: DomainError) -> None:
        """Let the application respond to a request that is not valid; then end the connection."""
        self.transport.pause_reading()
        self._ahead = b""
        self._parser.close()
        self._parser = RequestParser()
        if self._exchange is None:
            self._begin(NO_HEAD, NO_TARGET, error)
        else:
            self._exchange.error = error
            self._exchange.arrived()

    def _parse(self, data: bytes) -> None:
        try:
            self._ahead = self._parser.feed(data)
            head, exchange = self._parser.head, self._exchange
            if head is None:
                self.changed()
                return
            if exchange is None:
                target = target_of(head)
                self._ensure_memory()
                exchange = self._begin(head, target)
        except DomainError as error:
            self.reject(error)
        else:
            self._deliver(exchange)

    def _ensure_memory(self) -> None:
        """Raise `TooBusy` if the announced body does not fit into the memory for all connections."""
        announced = self._parser.announced
        self._body_size = announced if announced <= self.connections.max_body else 0  # a larger one is not read
        if self._body_size > MAX_UNREAD_BODY and not self.connections.has_memory(self._body_size):
            raise TooBusy

    def _begin(self, head: Head, target: Target, error: DomainError | None = None) -> Http1Exchange:
        self.used = True
        self._exchange = exchange = Http1Exchange(head, self, self.writer)
        scope = scope_of(head, target, self.client, error)
        self._task = self.connections.loop.create_task(self._respond(exchange, scope))
        return exchange

    def _deliver(self, exchange: Http1Exchange) -> None:
        """Give the application what has arrived of the body."""
        parser = self._parser
        if parser.body:
            exchange.body += parser.body
            parser.body = []
            self._body_size = max(self._body_size, parser.received)
        if parser.complete:
            exchange.complete = True
            self._last = parser.excess
            parser.reset()
            if self._ahead:
                self.transport.pause_reading()
        elif sum(map(len, exchange.body)) > MAX_UNREAD_BODY:
            self.transport.pause_reading()
        exchange.arrived()
        self.changed()

    async def _respond(self, exchange: Http1Exchange, scope: HTTPScope) -> None:
        try:
            await self.app(scope, exchange.receive, exchange.send)
        except Exception:  # noqa: BLE001, S110 - the application has logged it; the response is incomplete
            pass
        finally:
            self._finish(exchange)

    def _finish(self, exchange: Http1Exchange) -> None:
        """Continue with the next request, or end the connection."""
        self._exchange = self._task = None
        self._body_size = 0
        self.finished()
        self.changed()
        if self.transport.is_closing():
            return
        if not exchange.finished:
            self.transport.abort()
        elif not exchange.persistent:
            self._close(linger=self._last or not exchange.complete or bool(self._ahead))
        elif not self.writer.unsent:
            self._next()

    def _next(self) -> None:
        data, self._ahead = self._ahead, b""
        if data:
            self._parse(data)
        elif self.ended:
            self._close()
            return
        if not self._ahead and not self.ended:
            self.transport.resume_reading()
        self.changed()

    def _close(self, *, linger: bool = False) -> None:
        """End the connection when everything is sent; `linger` if the client may still be sending.

        A connection that is closed while data arrives is reset, and the client may lose the response (RFC 9112, 9.6).
        """
        if linger and not self.ended:
            self.lingering = True
            self.transport.write_eof()
            self.transport.resume_reading()
        else:
            self.transport.close()
