"""The connections that do one kind of work."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

from attrs import define, field

from adapters.postgres.connection.connection import Connection
from domain.errors import StoreUnavailable

RETRY = 0.2
"""Seconds after which a connection that could not connect is tried again, as long as others are connected."""


@define
class ConnectionWorkers:
    """A few connections; work goes to those that are connected, and to others while none is.

    A connection that cannot connect, because the server takes no more, would otherwise be the quickest of all: it would
    fail one piece of work after the other while its neighbours do theirs.
    """

    every: Sequence[Connection]
    _idle: list[Connection] = field(init=False)
    _tasks: set[asyncio.Task[None]] = field(factory=set, init=False)
    _failed: dict[int, float] = field(factory=dict, init=False)
    """When a connection, by its `id`, could not connect last."""

    def __attrs_post_init__(self) -> None:
        self._idle = list(self.every)

    def start(self, work: Callable[[Connection], Awaitable[None]]) -> None:
        """Put an idle connection to work; without one that is worth it, those who are busy come round."""
        if connection := self._take():
            task = asyncio.create_task(self._run(connection, work))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def trouble(self, connection: Connection) -> StoreUnavailable | None:
        """Connect a connection; return why that cannot be."""
        try:
            await connection.connect()
        except StoreUnavailable as error:
            self._failed[id(connection)] = monotonic()
            return error
        return None

    @property
    def connected(self) -> bool:
        """Whether any connection is."""
        return any(connection.connected for connection in self.every)

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
