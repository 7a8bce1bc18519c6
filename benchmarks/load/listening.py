"""Clients that listen to Server-Sent Events, many in one process."""

import asyncio
import time
from functools import partial

from attrs import define, field

from benchmarks.errors import BenchmarkError

AT_ONCE = 100
"""Connections that are made at the same time."""
PATIENCE = 30.0
"""Seconds to wait for a stream to begin, or for a change."""


@define(eq=False)
class Listening(asyncio.Protocol):
    """One stream of events; notes when the number of each change arrives."""

    token: str
    arrived: dict[int, float] = field(factory=dict)
    """When each number came, in seconds of `time.perf_counter`."""
    heartbeats: int = 0
    begun: asyncio.Event = field(factory=asyncio.Event)
    news: asyncio.Event = field(factory=asyncio.Event)
    lost: bool = False
    error: str = ""
    _transport: asyncio.BaseTransport | None = None
    _pending: bytes = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        if isinstance(transport, asyncio.WriteTransport):
            head = f"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.token}\r\n\r\n"
            transport.write(head.encode())

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        *lines, self._pending = (self._pending + data).split(b"\n")
        for line in lines:
            if line.startswith(b"HTTP/1.1 ") and not line.startswith(b"HTTP/1.1 200"):
                self.error = line.decode()
                self.begun.set()
            if line.startswith(b"retry: "):
                self.begun.set()
            elif line.startswith(b"id: ") and self.begun.is_set():
                self.arrived[int(line[4:])] = now
                self.news.set()
            self.heartbeats += line.startswith(b": heartbeat")

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.lost = True

    async def arrival(self, number: int) -> float:
        """Return when a change came; wait for it."""
        async with asyncio.timeout(PATIENCE):
            while number not in self.arrived:
                self.news.clear()
                await self.news.wait()
        return self.arrived[number]

    def close(self) -> None:
        """Leave."""
        if self._transport:
            self._transport.close()


def _the(listening: Listening) -> Listening:
    return listening


async def listen(port: int, tokens: list[str]) -> list[Listening]:
    """Begin a stream for each token; return when all have begun."""
    loop, listening = asyncio.get_running_loop(), [Listening(token) for token in tokens]
    for first in range(0, len(listening), AT_ONCE):
        some = listening[first : first + AT_ONCE]
        await asyncio.gather(*(loop.create_connection(partial(_the, each), "127.0.0.1", port) for each in some))
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(each.begun.wait() for each in some))
        for each in some:
            if each.error:
                raise BenchmarkError(f"GET /events: {each.error}")
    return listening
