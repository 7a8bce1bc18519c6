"""Turns at a scarce resource: a bounded number at a time, a bounded queue, and precedence for some callers."""

import asyncio
from collections import deque

from domain.errors import HashingOverloaded


class Turns:
    """Turns for a limited number of callers at a time.

    Callers wait in two lines, preferred ones and others, each in order. While callers wait in both lines, the lines
    alternate, so that neither can starve the other. A line is full when it has `limit` callers, or when the last one
    would probably wait for longer than `patience` seconds.
    """

    def __init__(self, slots: int, *, limit: int, patience: float = 1.0) -> None:
        self._slots = self._free = slots
        self._limit = limit
        self._patience = patience
        self._average = 0.1
        """Seconds of recent turns; at first those of a busy machine."""
        self._preferred: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()
        self._next = (self._preferred, self._others)

    @property
    def waiting(self) -> int:
        """The number of callers in both lines."""
        return len(self._preferred) + len(self._others)

    async def take(self, *, preferred: bool) -> None:
        """Wait for a turn; raise `HashingOverloaded` at once if the line is full, or after twice the patience."""
        if self._free:
            self._free -= 1
            return
        line = self._preferred if preferred else self._others
        if len(line) >= self._limit or len(line) * self._average > self._patience * self._slots:
            raise HashingOverloaded
        try:
            async with asyncio.timeout(2 * self._patience):
                await self._line_up(line)
        except TimeoutError:
            raise HashingOverloaded from None

    async def _line_up(self, line: "deque[asyncio.Future[None]]") -> None:
        turn = asyncio.get_running_loop().create_future()
        line.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                line.remove(turn)
            else:  # it was granted at the same moment
                self.give_back()
            raise

    def lasted(self, seconds: float) -> None:
        """Note how long a turn lasted."""
        self._average += (seconds - self._average) / 8

    def give_back(self) -> None:
        """End a turn: the next caller gets it."""
        first, second = self._next
        for line in (first, second):
            for turn in line:
                if not turn.done():
                    line.remove(turn)
                    turn.set_result(None)
                    self._next = (second, first) if line is first else self._next
                    return
        self._free += 1
