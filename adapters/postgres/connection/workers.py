"""The connections that do one kind of work."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from time import monotonic

from attrs import define, field

from adapters.postgres.connection.connection import Line
from domain.errors import StoreUnavailable

RETRY = 0.2
"""Seconds after which a line that could not connect is tried again, as long as others are connected."""


@define
class Lines:
    """A few lines; work goes to those that are connected, and to others while none is.

    A line that cannot connect, because the server takes no more, would otherwise be the quickest of all: it would
    fail one piece of work after the other while its neighbours do theirs.
    """

    every: Sequence[Line]
    _idle: list[Line] = field(init=False)
    _tasks: set[asyncio.Task[None]] = field(factory=set, init=False)
    _failed: dict[int, float] = field(factory=dict, init=False)
    """When a line, by its `id`, could not connect last."""

    def __attrs_post_init__(self) -> None:
        self._idle = list(self.every)

    def start(self, work: Callable[[Line], Awaitable[None]]) -> None:
        """Put an idle line to work; without one that is worth it, those who are busy come round."""
        if line := self._take():
            task = asyncio.create_task(self._run(line, work))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def trouble(self, line: Line) -> StoreUnavailable | None:
        """Connect a line; return why that cannot be."""
        try:
            await line.connect()
        except StoreUnavailable as error:
            self._failed[id(line)] = monotonic()
            return error
        return None

    @property
    def connected(self) -> bool:
        """Whether any line is."""
        return any(line.connected for line in self.every)

    async def finished(self) -> None:
        """Wait until every line is idle."""
        await asyncio.gather(*self._tasks)

    def _take(self) -> Line | None:
        if not self._idle:
            return None
        for line in reversed(self._idle):
            if line.connected:
                self._idle.remove(line)
                return line
        connected, now = self.connected, monotonic()
        for line in self._idle:
            if not connected or now - self._failed.get(id(line), -RETRY) >= RETRY:
                self._idle.remove(line)
                return line
        return None

    async def _run(self, line: Line, work: Callable[[Line], Awaitable[None]]) -> None:
        try:
            await work(line)
        finally:
            self._idle.append(line)
