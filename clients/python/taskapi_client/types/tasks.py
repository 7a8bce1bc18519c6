"""Tasks."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

from taskapi_client.types.choices import Due, EndOfOrder, Grouping, Include, Priority, Sort, Status
from taskapi_client.types.model import Model, Versioned, VersionQuery
from taskapi_client.types.problems import Problem


class CreateTask(TypedDict):
    title: str
    description: NotRequired[str | None]
    priority: NotRequired[Priority]
    due_at: NotRequired[datetime | None]
    due_on: NotRequired[date | None]
    project_id: NotRequired[UUID | None]
    parent_id: NotRequired[UUID | None]
    labels: NotRequired[Sequence[str]]
    id: NotRequired[UUID | None]


class LabelEdit(TypedDict, total=False):
    """Labels to add and to remove, whatever others the task has: at least one of the two."""

    add: Sequence[str]
    remove: Sequence[str]


LabelAssignment: TypeAlias = Sequence[str] | LabelEdit
"""All labels that a task is to have, or an edit of those that it has."""


class EditTask(TypedDict, total=False):
    """The fields to change: None removes a value, and a field that is absent keeps its value."""

    title: str
    description: str | None
    status: Status
    priority: Priority
    due_at: datetime | None
    due_on: date | None
    project_id: UUID | None
    parent_id: UUID | None
    labels: LabelAssignment


class MoveInOrder(TypedDict, total=False):
    """Where a task goes in the manual order: exactly one of the three."""

    before: UUID
    after: UUID
    to: EndOfOrder


class _TaskFilter(TypedDict, total=False):
    project: Sequence[UUID | Literal["none"]]
    parent: Sequence[UUID | Literal["none"]]
    status: Sequence[Status]
    priority: Sequence[Priority]
    label: Sequence[str]
    due_before: datetime | date
    due_after: datetime | date
    due: Due
    tz: str
    updated_after: datetime
    completed_after: datetime
    q: str


class TaskQuery(_TaskFilter, total=False):
    sort: Sort
    limit: int
    offset: int
    cursor: str
    count: bool
    include: Include


class TaskVersionQuery(VersionQuery, total=False):
    """Which version of a task, or the present one with the progress of its subtasks."""

    include: Include


class SummaryQuery(_TaskFilter, total=False):
    group: Grouping


class Progress(Model, frozen=True, kw_only=True):
    """How many direct subtasks a task has, and how many of them are done."""

    done: int
    total: int


class Task(Versioned, frozen=True, kw_only=True):
    user_id: UUID
    project_id: UUID | None
    parent_id: UUID | None
    title: str
    description: str | None
    status: Status
    priority: Priority
    due_at: datetime | None
    due_on: date | None
    position: str
    labels: tuple[str, ...]
    completed_at: datetime | None
    created_at: datetime
    updated_at: datetime
    progress: Progress | None = None
    """Only with `include`."""


class CreateOperation(TypedDict):
    op: Literal["create"]
    task: CreateTask


class EditOperation(TypedDict):
    op: Literal["edit"]
    id: UUID
    if_version: NotRequired[int | None]
    task: EditTask


class DeleteOperation(TypedDict):
    op: Literal["delete"]
    id: UUID
    if_version: NotRequired[int | None]


BatchOperation: TypeAlias = CreateOperation | EditOperation | DeleteOperation


class BatchBody(TypedDict):
    atomic: bool
    operations: Sequence[BatchOperation]


class Outcome(Model, frozen=True, kw_only=True):
    """The result of one operation of a batch, with the status that it would have had as a separate request."""

    status: int
    task: Task | None = None
    problem: Problem | None = None


class BatchResults(Model, frozen=True, kw_only=True):
    results: list[Outcome]


class GroupCount(Model, frozen=True, kw_only=True):
    value: str | None
    count: int


class Summary(Model, frozen=True, kw_only=True):
    """How many tasks match, in groups."""

    total: int
    groups: list[GroupCount]
    omitted: int
