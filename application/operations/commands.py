"""The commands that change tasks, and their results."""

from collections.abc import Container, Mapping
from typing import TypeAlias

from attrs import field, frozen

from domain.errors import DomainError
from domain.ids import TaskId
from domain.move import Move
from domain.tasks.task import NewTask, Task, TaskEdit


@frozen(kw_only=True)
class TaskChange:
    """Which task is to change, and how."""

    task_id: TaskId
    edit: TaskEdit
    if_version: Container[int] | None = None
    """Only if the task has one of these versions; any if not given."""
    unchanged: Mapping[str, object] = field(factory=dict)
    """Only if these attributes, which no edit can change, have these values."""


@frozen(kw_only=True)
class TaskRemoval:
    """Which task is to go, with everything below it."""

    task_id: TaskId
    if_version: Container[int] | None = None
    """Only if the task has one of these versions; any if not given."""


@frozen(kw_only=True)
class TaskMove:
    """Which task goes where in the manual order."""

    task_id: TaskId
    move: Move
    if_version: Container[int] | None = None
    """Only if the task has one of these versions; any if not given."""


@frozen
class Creation:
    """A task that was to be created."""

    task: Task
    repeated: bool = False
    """Whether it exists since the same command was given earlier, under an id that the client chose."""


Operation: TypeAlias = NewTask | TaskChange | TaskRemoval
Outcome: TypeAlias = Creation | Task | DomainError | None
"""The created or edited task, nothing (it was removed), or why this operation did not happen."""
