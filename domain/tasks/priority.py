"""The priority of a task."""

from enum import StrEnum


class Priority(StrEnum):
    """How much a task matters, from least to most."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Position in the order from least (0) to most important (3)."""
        return RANKS[self]


RANKS = {priority: rank for rank, priority in enumerate(Priority)}
