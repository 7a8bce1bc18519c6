"""How far the subtasks of a task are."""

from collections.abc import Iterable

from attrs import frozen

from domain.tasks.status import Status
from domain.tasks.task import Task


@frozen
class Progress:
    """How many direct subtasks a task has, of any status, and how many of them are done."""

    done: int = 0
    total: int = 0

    @classmethod
    def of(cls, subtasks: Iterable[Task]) -> "Progress":
        """Return the progress that subtasks make."""
        found = list(subtasks)
        return cls(sum(task.status is Status.DONE for task in found), len(found))
