"""What the hashing of passwords tells about itself, to whoever wants to know."""

from typing import Protocol


class HashingObserver(Protocol):
    """Is called in the midst of work: returns at once and raises nothing."""

    def hashed(self, waited: float, took: float) -> None:
        """A password was hashed or verified; both in seconds."""


class Unobserved:
    """Nobody wants to know."""

    def hashed(self, waited: float, took: float) -> None:
        """Nothing."""


UNOBSERVED = Unobserved()
