"""Projects."""

from typing import TypeVar, Unpack
from uuid import UUID

from taskapi_client.core.calls import Request
from taskapi_client.core.operations import Resource, change, items_of, operation
from taskapi_client.core.pages import Page
from taskapi_client.resources.paths import API
from taskapi_client.resources.requests import page_request, read_request
from taskapi_client.types.changes import HistoryQuery, RecordedChange
from taskapi_client.types.model import VersionQuery
from taskapi_client.types.projects import CreateProject, EditProject, Project, ProjectDeletionQuery, ProjectQuery
from taskapi_client.types.tasks import MoveInOrder

M = TypeVar("M")
PROJECTS = f"{API}/projects"
PROJECT = f"{API}/projects/{{project_id}}"


class Projects(Resource[M]):
    """The projects of the account; versions are as with tasks."""

    @change("POST", PROJECTS, Project)
    def create(self, **fields: Unpack[CreateProject]) -> Request:
        """Create a project."""
        return Request(body=fields)

    @operation("GET", PROJECT, Project)
    def read(self, project: Project | UUID, /, **query: Unpack[VersionQuery]) -> Request:
        """Return a project. Given a `Project` that has not changed, return the same object, without its transfer."""
        return read_request("project_id", project, query)

    @change("PATCH", PROJECT, Project)
    def edit(self, project: Project | UUID, /, **fields: Unpack[EditProject]) -> Request:
        """Change fields of a project: None removes a value, and an absent field keeps its value."""
        return Request(path={"project_id": project}, body=fields, if_match=project)

    @change("POST", f"{PROJECT}/move", Project)
    def move(self, project: Project | UUID, /, **target: Unpack[MoveInOrder]) -> Request:
        """Move a project in the manual order: `before` or `after` another one, or `to` an end."""
        return Request(path={"project_id": project}, body=target, if_match=project)

    @change("DELETE", PROJECT, type(None))
    def delete(self, project: Project | UUID, /, **query: Unpack[ProjectDeletionQuery]) -> Request:
        """Delete a project, and keep or delete its tasks."""
        return Request(path={"project_id": project}, query=query, if_match=project)

    @operation("GET", PROJECTS, Page[Project])
    def page(self, *, earlier: Page[Project] | None = None, **query: Unpack[ProjectQuery]) -> Request:
        """Return one page of projects; if nothing has changed the same object as an earlier result of the query."""
        return page_request(earlier, query)

    every = items_of(page)

    @operation("GET", f"{PROJECT}/history", Page[RecordedChange])
    def history_page(self, project: Project | UUID, /, **query: Unpack[HistoryQuery]) -> Request:
        """Return one page of the changes of a project, newest first, also after it was deleted."""
        return Request(path={"project_id": project}, query=query)

    history = items_of(history_page)
