"""Events of password hashing, for metrics."""

from typing import Protocol


class HashingObserver(Protocol):
    """Is called in the midst of work: returns at once and raises nothing."""

    def hashed(self, waited: float, took: float) -> None:
        """A password was hashed or verified; both in seconds."""


class Unobserved:
    """Ignores all events."""

    def hashed(self, waited: float, took: float) -> None:
        """Nothing."""


UNOBSERVED = Unobserved()
