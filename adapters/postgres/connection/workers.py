"""Running work on a few held connections."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

from attrs import define, field

from adapters.postgres.connection.connection import Connection
from domain.errors import StoreUnavailable

RETRY = 0.2
"""Seconds after which a connection that failed to connect is tried again while others are open."""


@define
class ConnectionWorkers:
    """Runs work on connections that are open; on others only while none is open.

    Otherwise a connection that cannot connect, because the server accepts no more, would be the fastest of all: it
    would fail one batch after another while the others work.
    """

    connections: Sequence[Connection]
    _idle: list[Connection] = field(init=False)
    _tasks: set[asyncio.Task[None]] = field(factory=set, init=False)
    _failed: dict[int, float] = field(factory=dict, init=False)
    """When a connection, by its `id`, last failed to connect."""

    def __attrs_post_init__(self) -> None:
        self._idle = list(self.connections)

    def start(self, work: Callable[[Connection], Awaitable[None]]) -> None:
        """Run work on an idle connection, if there is a usable one; busy connections look for more work themselves."""
        if connection := self._take():
            task = asyncio.create_task(self._run(connection, work))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def connection_error(self, connection: Connection) -> StoreUnavailable | None:
        """Open a connection; return the error if that fails."""
        try:
            await connection.connect()
        except StoreUnavailable as error:
            self._failed[id(connection)] = monotonic()
            return error
        return None

    @property
    def connected(self) -> bool:
        """Whether any connection is open."""
        return any(connection.connected for connection in self.connections)

    async def finished(self) -> None:
        """Wait until every connection is idle."""
        await asyncio.gather(*self._tasks)

    def _take(self) -> Connection | None:
        if not self._idle:
            return None
        for connection in reversed(self._idle):
            if connection.connected:
                self._idle.remove(connection)
                return connection
        connected, now = self.connected, monotonic()
        for connection in self._idle:
            if not connected or now - self._failed.get(id(connection), -RETRY) >= RETRY:
                self._idle.remove(connection)
                return connection
        return None

    async def _run(self, connection: Connection, work: Callable[[Connection], Awaitable[None]]) -> None:
        try:
            await work(connection)
        finally:
            self._idle.append(connection)
