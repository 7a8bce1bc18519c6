"""A connection: what its socket delivers and takes, and how long its client may take."""

import asyncio
from typing import cast

from attrs import define, field
from litestar.types import ASGIApp

from entrypoints.http.requests.errors import HeadTooSlow
from entrypoints.server.http1.connections import Connections
from entrypoints.server.http1.conversation import Conversation
from entrypoints.server.http1.limits import HEAD_WITHIN, IDLE_WITHIN, LINGER_WITHIN, MAX_READ_AHEAD
from entrypoints.server.http1.writer import Writer


@define(eq=False)
class Connection(asyncio.BufferedProtocol):
    """The protocol of one connection, as the event loop and the supervision of all connections see it."""

    app: ASGIApp
    connections: Connections
    held: int = field(default=0, init=False)
    since: float = field(default=0.0, init=False)
    _transport: asyncio.Transport = field(init=False)
    _writer: Writer = field(init=False)
    _conversation: Conversation = field(init=False)

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(high=0)  # so that every byte that is not sent at once is noticed
        self._writer = Writer(self._transport, self.connections)
        name = transport.get_extra_info("peername")
        self._conversation = Conversation(
            self.app,
            self.connections,
            self._transport,
            self._writer,
            client=(name[0], name[1]) if name else None,
            changed=self._weigh,
            finished=self._wait,
        )
        self._wait()
        self.connections.add(self)

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - the event loop's wish
        buffer = self.connections.buffer
        return buffer if self._conversation.in_body or self._conversation.lingering else buffer[:MAX_READ_AHEAD]

    def buffer_updated(self, nbytes: int) -> None:
        if self._conversation.lingering:
            return
        if self.idle:
            self._wait()
        self._conversation.received(bytes(self.connections.buffer[:nbytes]))

    def eof_received(self) -> bool:
        return self._conversation.end()

    def pause_writing(self) -> None:
        self._writer.pause()
        self._weigh()

    def resume_writing(self) -> None:
        self._writer.resume()
        self._weigh()
        self._conversation.resume()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - however it was lost
        self.connections.remove(self)
        self._writer.lost()
        self._conversation.lost()

    # What the supervision calls.

    @property
    def idle(self) -> bool:
        """Whether it waits for a request of which nothing has arrived."""
        conversation = self._conversation
        return not (conversation.in_progress or conversation.in_head or self._writer.unsent)

    @property
    def used(self) -> bool:
        """Whether there was a request."""
        return self._conversation.used

    @property
    def waiting(self) -> bool:
        """Whether it waits for the client."""
        return not self._conversation.in_progress or self._conversation.in_body

    def check(self, now: float) -> None:
        """End the connection if the client is too slow."""
        conversation, waited = self._conversation, now - self.since
        if self._writer.unsent:
            if self._writer.is_stalled(now):
                self._transport.abort()
            else:
                self._weigh()
        elif conversation.lingering:
            if waited > LINGER_WITHIN:
                self._transport.abort()
        elif conversation.in_head:
            if waited > HEAD_WITHIN and not conversation.in_progress:
                conversation.reject(HeadTooSlow())
        elif not conversation.in_progress and waited > (IDLE_WITHIN if conversation.used else HEAD_WITHIN):
            self._transport.close()

    def drain(self) -> None:
        """End the connection after the present response."""
        if self.idle:
            self._transport.close()

    def abort(self) -> None:
        """End the connection immediately."""
        self._transport.abort()

    def _wait(self) -> None:
        """Note that the client has from now on to send a request."""
        self.since = self.connections.loop.time()

    def _weigh(self) -> None:
        size = self._conversation.size + self._writer.unsent
        if size != self.held:
            self.connections.hold(self, size)
