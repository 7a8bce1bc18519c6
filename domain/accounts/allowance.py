"""Allowances: so many attempts in a window, counted where every process sees them."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Self, TypeAlias

from attrs import define, evolve, frozen

from domain.errors import TooMany

Pseudonym: TypeAlias = Callable[[str], str]
"""Another name for somebody, always the same; without the key nobody can tell whose it is, not even by trying names."""


@frozen
class Limit:
    """So many in so long."""

    count: int
    window: timedelta


@frozen(kw_only=True)
class Allowance:
    """How much of a limit one subject has used since it last kept quiet for a whole window.

    Counting begins again only after such a pause, not at fixed times, so no
    stretch as long as a window, wherever it begins, holds more than the limit.
    Refused attempts do not prolong it: the wait that was told stays true.
    """

    subject: str
    """Who or what is counted, for example `guess:account:<pseudonym>`; never a plain address."""
    used: int
    since: datetime
    until: datetime
    """When counting begins again, unless it is used before."""
    version: int = 1

    @classmethod
    def opened(cls, subject: str, limit: Limit, *, at: datetime) -> Self:
        """The first use."""
        return cls(subject=subject, used=1, since=at, until=at + limit.window)

    def used_again(self, limit: Limit, *, at: datetime) -> Self:
        """The next version, with one more use; raises `TooManyAttempts` when nothing is left."""
        if at >= self.until:
            return evolve(self, version=self.version + 1, used=1, since=at, until=at + limit.window)
        if self.used >= limit.count:
            raise TooManyAttempts(retry_after=(self.until - at).total_seconds())
        return evolve(self, version=self.version + 1, used=self.used + 1, until=max(self.until, at + limit.window))

    def given_back(self) -> Self:
        """The next version, with one use less: what was counted turned out to be right."""
        return evolve(self, version=self.version + 1, used=max(0, self.used - 1))


@define(eq=False)
class TooManyAttempts(TooMany):
    retry_after: float

    def __str__(self) -> str:
        return f"too many attempts; try again in {math.ceil(self.retry_after)} s"
