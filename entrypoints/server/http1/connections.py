"""All connections of a worker: their number, their memory, and the times within which they must make progress."""

import asyncio
from email.utils import formatdate
from typing import Protocol

import structlog
from attrs import define, field

from entrypoints.server.http1.limits import CHECK_INTERVAL, MAX_CONNECTIONS, MAX_HELD, MAX_READ

_log = structlog.get_logger("taskapi.server")


class Supervised(Protocol):
    """A connection, as it is supervised."""

    held: int
    """Bytes that it holds: of an unfinished request and of a response that the client does not read."""
    since: float
    """When it began to wait for the client, on the clock of the event loop."""

    @property
    def idle(self) -> bool:
        """Whether it waits for a request of which nothing has arrived."""

    @property
    def used(self) -> bool:
        """Whether there was a request."""

    @property
    def waiting(self) -> bool:
        """Whether it waits for the client."""

    def check(self, now: float) -> None:
        """End it if the client is too slow."""

    def abort(self) -> None:
        """End it immediately."""

    def drain(self) -> None:
        """End it after the present response."""


def _date() -> bytes:
    return formatdate(usegmt=True).encode()


@define(eq=False)
class Connections:
    """The connections of one worker; all share one buffer to read into."""

    loop: asyncio.AbstractEventLoop
    limit: int = MAX_CONNECTIONS
    max_body: int = 262_144
    """The bytes of the largest body that the application reads."""
    max_held: int = MAX_HELD
    draining: bool = field(default=False, init=False)
    """Whether connections end after their present response."""
    buffer: memoryview = field(factory=lambda: memoryview(bytearray(MAX_READ)), init=False)
    date: bytes = field(factory=_date, init=False)
    """The value of the Date header."""
    _open: dict[Supervised, None] = field(factory=dict, init=False)
    """The longest open first."""
    held: int = field(default=0, init=False)
    """Bytes that all connections hold."""
    _checks: asyncio.TimerHandle | None = field(default=None, init=False)

    def start(self) -> None:
        """Check all connections from now on, regularly."""
        self._check()

    def stop(self) -> None:
        """Stop checking."""
        if self._checks is not None:
            self._checks.cancel()

    def __len__(self) -> int:
        return len(self._open)

    @property
    def full(self) -> bool:
        """Whether no further connection can be opened."""
        return len(self._open) >= self.limit

    def has_memory(self, size: int) -> bool:
        """Whether so many bytes more can be held."""
        return self.held + size <= self.max_held

    def make_room(self) -> bool:
        """End the connection that has been idle for the longest time; return whether there was one.

        Connections without any request come first, so that clients who only connect displace each other.
        """
        idle = [connection for connection in self._open if connection.idle]
        if idle:
            min(idle, key=lambda connection: (connection.used, connection.since)).drain()
        return bool(idle)

    def add(self, connection: Supervised) -> None:
        """Supervise a connection."""
        self._open[connection] = None

    def remove(self, connection: Supervised) -> None:
        """Forget a connection that has ended."""
        self.hold(connection, 0)
        self._open.pop(connection, None)

    def hold(self, connection: Supervised, size: int) -> None:
        """Note how many bytes a connection holds; if all hold too many, end those that wait the longest."""
        self.held += size - connection.held
        connection.held = size
        if self.held > self.max_held:
            self._shed()

    def drain(self) -> None:
        """End every connection, after its present response."""
        self.draining = True
        for connection in list(self._open):
            connection.drain()

    def abort(self) -> None:
        """End every connection immediately."""
        for connection in list(self._open):
            connection.abort()

    def _shed(self) -> None:
        holding = sorted((found for found in self._open if found.held and found.waiting), key=_since)
        ended, before = 0, self.held
        for connection in holding:
            if self.held <= self.max_held // 2:
                break
            connection.abort()
            self.hold(connection, 0)
            ended += 1
        _log.warning("connections ended to free memory", count=ended, bytes=before - self.held)

    def _check(self) -> None:
        self.date = _date()
        now = self.loop.time()
        for connection in list(self._open):
            connection.check(now)
        self._checks = self.loop.call_later(CHECK_INTERVAL, self._check)


def _since(connection: Supervised) -> float:
    return connection.since
