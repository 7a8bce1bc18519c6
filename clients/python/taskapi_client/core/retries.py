"""When a request is sent again."""

import random
import time
from dataclasses import dataclass, field

from taskapi_client.core.messages import Response
from taskapi_client.errors import NoResponse

RETRIED = frozenset({429, 502, 503, 504})
"""Statuses that another attempt may mend."""


@dataclass(frozen=True, kw_only=True)
class Retries:
    """How often a request is sent again: after a broken connection, and after 429, 502, 503 and 504."""

    attempts: int = 5
    """The most requests of one call, the first included."""
    seconds: float = 60.0
    """No attempt begins later than so many seconds after the call; the error is raised instead of waiting longer."""
    first_delay: float = 0.1
    longest_delay: float = 10.0
    """The delay doubles from the first to the longest one; each is drawn at random from 0 up to that."""

    def backoff(self, failures: int) -> float:
        """Return a random delay after so many failures in succession, in seconds."""
        longest = min(self.longest_delay, self.first_delay * 2.0 ** min(failures - 1, 64))
        return random.uniform(0.0, longest)  # noqa: S311 - no secret


@dataclass
class Budget:
    """What is left of the retries of one call."""

    retries: Retries
    deadline: float = field(init=False)
    failures: int = 0

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.retries.seconds

    def delay_after(self, outcome: Response | NoResponse) -> float | None:
        """Return how long to wait before the next attempt; None if the outcome is final."""
        if isinstance(outcome, Response) and outcome.status not in RETRIED:
            return None
        self.failures += 1
        if self.failures >= self.retries.attempts:
            return None
        least = outcome.retry_after if isinstance(outcome, Response) else None
        delay = (least or 0.0) + self.retries.backoff(self.failures)
        return delay if time.monotonic() + delay < self.deadline else None
