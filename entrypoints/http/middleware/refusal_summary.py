"""Logging frequent rejections as one line per second: a line each would cost half as much as the rejection."""

import asyncio
from collections import Counter

import structlog
from attrs import define, field

from entrypoints.http.requests.errors import RateLimited, TooBusy
from entrypoints.http.requests.exchange import Exchange

COUNTED = frozenset({RateLimited.code, TooBusy.code})
BETWEEN = 1.0
"""Seconds."""
MOST_USERS = 5

_log = structlog.get_logger("taskapi.access")


@define(eq=False)
class RefusalSummary:
    """Counts rejections and logs the sum every second; the last second of a process is not logged."""

    between: float = BETWEEN
    _first: dict[str, str] = field(factory=dict, init=False)
    """The request that was rejected first, by the code of the problem."""
    _counts: Counter[str] = field(factory=Counter, init=False)
    _users: Counter[str] = field(factory=Counter, init=False)
    _loop: asyncio.AbstractEventLoop | None = field(default=None, init=False)
    """Writes the next summary."""

    def count(self, exchange: Exchange, problem: str) -> None:
        """Count a rejection."""
        self._counts[problem] += 1
        self._first.setdefault(problem, exchange.id)
        if exchange.refused_user is not None:
            self._users[str(exchange.refused_user)] += 1
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            loop.call_later(self.between, self._report)

    def _report(self) -> None:
        users = dict(self._users.most_common(MOST_USERS))
        for problem, count in self._counts.items():
            facts: dict[str, object] = {"problem": problem, "count": count, "first": self._first[problem]}
            if problem == RateLimited.code:
                _log.info("refused", **facts, users=users)
            else:
                _log.warning("refused", **facts)
        self._counts.clear()
        self._users.clear()
        self._first.clear()
        self._loop = None
