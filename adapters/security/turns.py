"""Turns at a scarce resource: a bounded number at a time, a bounded queue, and precedence for some callers."""

import asyncio
from collections import deque

from domain.errors import HashingOverloaded


class Turns:
    """Turns for a limited number of callers at a time.

    Callers wait in two lines, preferred ones and others, each in order. While callers wait in both lines, the lines
    alternate, so that neither can starve the other.
    """

    def __init__(self, slots: int, *, limit: int) -> None:
        self._free = slots
        self._limit = limit
        self._preferred: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()
        self._next = (self._preferred, self._others)

    @property
    def waiting(self) -> int:
        """The number of callers in both lines."""
        return len(self._preferred) + len(self._others)

    async def take(self, *, preferred: bool) -> None:
        """Wait for a turn; raise `HashingOverloaded` at once if the line is full."""
        if self._free:
            self._free -= 1
            return
        line = self._preferred if preferred else self._others
        if len(line) >= self._limit:
            raise HashingOverloaded
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
