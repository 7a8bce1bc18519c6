"""The view of a task."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from msgspec import UNSET, UnsetType

from domain.statistics.summary import Summary
from domain.tasks.labels import Labels
from domain.tasks.priority import Priority
from domain.tasks.progress import Progress
from domain.tasks.status import Status
from domain.tasks.task import Task
from entrypoints.http.responses.view import View


class ProgressView(View, frozen=True):
    """How far the subtasks of a task are."""

    done: int
    total: int


class TaskView(View, frozen=True):
    """A task."""

    id: UUID
    user_id: UUID
    title: str
    description: str | None
    status: Status
    priority: Priority
    due_at: datetime | None
    due_on: date | None
    project_id: UUID | None
    parent_id: UUID | None
    position: str
    labels: Labels
    completed_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int
    progress: ProgressView | UnsetType = UNSET

    @classmethod
    def of(cls, task: Task, progress: Progress | None = None) -> Self:
        """The task as its owner sees it."""
        return cls(
            task.id,
            task.owner,
            task.title,
            task.description,
            task.status,
            task.priority,
            task.due_at,
            task.due_on,
            task.project_id,
            task.parent_id,
            task.place,
            task.labels,
            task.completed_at,
            task.created_at,
            task.updated_at,
            task.version,
            UNSET if progress is None else ProgressView(progress.done, progress.total),
        )


class GroupCountView(View, frozen=True):
    """How many tasks a group has."""

    value: str | None
    count: int


class SummaryView(View, frozen=True):
    """How many tasks match, in groups."""

    total: int
    groups: list[GroupCountView]
    omitted: int

    @classmethod
    def of(cls, summary: Summary) -> Self:
        """The numbers, as the owner of the tasks sees them."""
        return cls(summary.total, [GroupCountView(each.value, each.count) for each in summary.groups], summary.omitted)
