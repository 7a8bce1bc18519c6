"""The statuses of a task and their transitions."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """The status of a task."""

    TODO = "todo"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"

    @property
    def next(self) -> frozenset["Status"]:
        """The statuses that may follow this one."""
        return TRANSITIONS[self]


TRANSITIONS: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        Status.TODO: frozenset({Status.IN_PROGRESS, Status.DONE, Status.CANCELLED}),
        Status.IN_PROGRESS: frozenset({Status.TODO, Status.DONE, Status.CANCELLED}),
        Status.DONE: frozenset({Status.TODO, Status.IN_PROGRESS}),
        Status.CANCELLED: frozenset({Status.TODO}),
    }
)
