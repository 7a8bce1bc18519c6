"""The view of a project."""

from datetime import datetime
from typing import Self
from uuid import UUID

from domain.projects.project import Project
from entrypoints.http.responses.view import View


class ProjectView(View, frozen=True):
    """A project."""

    id: UUID
    user_id: UUID
    name: str
    description: str | None
    color: str | None
    archived_at: datetime | None
    position: str
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, project: Project) -> Self:
        """The project as its owner sees it."""
        return cls(
            project.id,
            project.owner,
            project.name,
            project.description,
            project.color,
            project.archived_at,
            project.place,
            project.created_at,
            project.updated_at,
            project.version,
        )
