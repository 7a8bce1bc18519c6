"""The sending side of a connection: what the client has not read yet, and whether it makes progress."""

import asyncio

from attrs import define, field

from entrypoints.server.http1.connections import Connections
from entrypoints.server.http1.limits import MIN_PROGRESS, PROGRESS_WITHIN


class ClientGoneError(OSError):
    """The connection was lost before the response was complete."""


@define(eq=False)
class Writer:
    """Sends bytes as fast as the client reads them, and notes what it has not read."""

    transport: asyncio.Transport
    connections: Connections
    unsent: int = field(default=0, init=False)
    """Bytes that were left when the client last made progress; 0 if everything was sent."""
    _since: float = field(default=0.0, init=False)
    """When the client last made progress, on the clock of the event loop."""
    _drained: asyncio.Future[None] | None = field(default=None, init=False)

    @property
    def date(self) -> bytes:
        """The value of the Date header."""
        return self.connections.date

    def write(self, data: bytes) -> None:
        """Send bytes, or buffer them; raise `ClientGoneError`."""
        if self.transport.is_closing():
            raise ClientGoneError
        self.transport.write(data)

    async def drained(self) -> None:
        """Wait until everything is sent; raise `ClientGoneError`."""
        if self.transport.is_closing():
            raise ClientGoneError
        if self.unsent:
            self._drained = self.connections.loop.create_future()
            await self._drained

    def pause(self) -> None:
        """Note that bytes are left."""
        self.unsent = self.transport.get_write_buffer_size()
        self._since = self.connections.loop.time()

    def resume(self) -> None:
        """Note that no bytes are left."""
        self.unsent = 0
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)

    def lost(self) -> None:
        """Note that nothing more can be sent."""
        if self._drained is not None and not self._drained.done():
            self._drained.set_exception(ClientGoneError())

    def is_stalled(self, now: float) -> bool:
        """Return whether the client has read too little for too long."""
        unsent = self.transport.get_write_buffer_size()
        if unsent <= self.unsent - MIN_PROGRESS:
            self.unsent, self._since = unsent, now
        return now - self._since > PROGRESS_WITHIN
