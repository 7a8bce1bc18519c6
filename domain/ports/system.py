"""The clock, fresh ids and fresh secrets."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeAlias
from uuid import UUID

Clock: TypeAlias = Callable[[], datetime]
"""The present moment, aware, in UTC."""

NewId: TypeAlias = Callable[[], UUID]
"""A fresh id; later ones sort behind earlier ones."""

NewSecret: TypeAlias = Callable[[], bytes]
"""256 fresh random bits."""


class RateTable(Protocol):
    """A time for each user, in nanoseconds of the monotonic clock; may forget users, never mixes them up."""

    def of(self, user: bytes, /) -> tuple[int, int, int]:
        """Return the user's cell, the user's tag and the time stored there (0 for none)."""

    def note(self, cell: int, tag: int, time: int, /) -> None:
        """Store a time in the cell that `of` returned."""
