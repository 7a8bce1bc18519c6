"""Allowances: limits on attempts in a window, counted where every process sees them."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Self, TypeAlias

from attrs import define, evolve, frozen

from domain.errors import TooMany

Pseudonym: TypeAlias = Callable[[str], str]
"""From a name to its pseudonym: deterministic, and without the key not reversible, not even by trying names."""


@frozen
class Limit:
    """A number of attempts per window."""

    count: int
    window: timedelta


@frozen(kw_only=True)
class Allowance:
    """How much of a limit one subject has used since its last whole window without attempts.

    Counting restarts only after such a pause, not at fixed times, so no window, wherever it begins, contains more
    attempts than the limit. Rejected attempts do not prolong it, so the announced waiting time stays true.
    """

    subject: str
    """What is counted, for example `guess:account:<pseudonym>`; never a plain address."""
    used: int
    since: datetime
    until: datetime
    """When counting restarts, unless there is another attempt before."""
    version: int = 1

    @classmethod
    def opened(cls, subject: str, limit: Limit, *, at: datetime) -> Self:
        """Return the allowance after the first attempt."""
        return cls(subject=subject, used=1, since=at, until=at + limit.window)

    def consumed(self, limit: Limit, *, at: datetime) -> Self:
        """Return the next version, with one more attempt; raise `TooManyAttempts` if none is left."""
        if at >= self.until:
            return evolve(self, version=self.version + 1, used=1, since=at, until=at + limit.window)
        self.ensure_left(limit, at=at)
        return evolve(self, version=self.version + 1, used=self.used + 1, until=max(self.until, at + limit.window))

    def ensure_left(self, limit: Limit, *, at: datetime) -> None:
        """Raise `TooManyAttempts` if no attempt is left."""
        if at < self.until and self.used >= limit.count:
            raise TooManyAttempts(retry_after=(self.until - at).total_seconds())

    def refunded(self) -> Self:
        """Return the next version, with one attempt less."""
        return evolve(self, version=self.version + 1, used=max(0, self.used - 1))

    def extended(self, until: datetime) -> Self:
        """Return the next version, which counts until then."""
        return evolve(self, version=self.version + 1, until=until)


@define(eq=False)
class TooManyAttempts(TooMany):
    retry_after: float

    def __str__(self) -> str:
        return f"too many attempts; retry in {math.ceil(self.retry_after)} s"
