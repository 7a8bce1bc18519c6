"""Projects."""

from datetime import datetime
from typing import NotRequired, TypedDict
from uuid import UUID

from taskapi_client.types.choices import TasksOfProject
from taskapi_client.types.model import Versioned


class CreateProject(TypedDict):
    name: str
    description: NotRequired[str | None]
    color: NotRequired[str | None]
    archived_at: NotRequired[datetime | None]
    id: NotRequired[UUID | None]


class EditProject(TypedDict, total=False):
    """The fields to change: None removes a value, and a field that is absent keeps its value."""

    name: str
    description: str | None
    color: str | None
    archived_at: datetime | None


class ProjectQuery(TypedDict, total=False):
    archived: bool
    limit: int
    cursor: str


class ProjectDeletionQuery(TypedDict, total=False):
    """What happens to the tasks of a project; necessary if it has any."""

    tasks: TasksOfProject


class Project(Versioned, frozen=True, kw_only=True):
    user_id: UUID
    name: str
    description: str | None
    color: str | None
    archived_at: datetime | None
    position: str
    created_at: datetime
    updated_at: datetime
