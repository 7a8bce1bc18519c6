"""A store in which concurrent writers can be injected before a unit of work."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

from attrs import define, field

from adapters.memory import MemoryStore
from domain.ports import Work

Rival: TypeAlias = Callable[[], Awaitable[object]]


@define
class ContestedStore:
    """A memory store whose units of work let a rival commit between their last line and their own commit.

    Every unit also gives way to whatever else runs on the loop before it
    commits, so that units which are started together do overlap.
    """

    store: MemoryStore = field(factory=MemoryStore)
    _rivals: deque[Rival | None] = field(factory=deque, init=False)
    _always: Rival | None = field(default=None, init=False)
    _meeting: bool = field(default=False, init=False)
    units: int = field(default=0, init=False)
    """How many units of work were begun."""

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Work]:
        """Begin a unit of work (`domain.ports.Begin`)."""
        self.units += 1
        async with self.store.begin() as work:
            yield work
            await self._meet_rival()
            await asyncio.sleep(0)

    async def _meet_rival(self) -> None:
        if self._meeting:  # a rival has no rivals
            return
        if rival := self._rivals.popleft() if self._rivals else self._always:
            self._meeting = True
            await rival()
            self._meeting = False

    def admit(self, rival: Rival, *, before_unit: int = 1) -> None:
        """Let the rival commit before the unit with this number, counted from the next one on, does."""
        self._rivals.extend([None] * (before_unit - 1 - len(self._rivals)))
        self._rivals.append(rival)

    def always_let_in(self, rival: Rival) -> None:
        """Let the rival commit before every unit does."""
        self._always = rival

    @property
    def all_met(self) -> bool:
        """Whether every injected rival has written."""
        return not self._rivals
