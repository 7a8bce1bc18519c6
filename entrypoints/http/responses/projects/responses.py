"""Responses about projects."""

from application import ProjectCreation
from domain.projects.project import Project
from domain.projects.query import ProjectPage
from entrypoints.http.requests.etags import tag_of
from entrypoints.http.requests.parsing.list_requests import MAX_PAGE
from entrypoints.http.requests.parsing.projects.cursors import ProjectCursors
from entrypoints.http.requests.parsing.projects.requests import ProjectListRequest
from entrypoints.http.responses.projects.view import ProjectView
from entrypoints.http.responses.response import HeaderPair, Response, created, encoded, ok, tagged_page

PROJECTS_PATH = "/api/v1/projects"


def project_response(project: Project) -> Response:
    """Return a project."""
    return ok(ProjectView.of(project), _etag(project))


def project_created_response(creation: ProjectCreation) -> Response:
    """Return a new project, with its location; the project as it is now if the creation was repeated."""
    project = creation.project
    if creation.repeated:
        return project_response(project)
    location = (b"location", f"{PROJECTS_PATH}/{project.id}".encode())
    return created(ProjectView.of(project), location, _etag(project))


def project_not_modified_response(project: Project) -> Response:
    """Respond that the client has the current version."""
    return Response(304, (_etag(project),))


def project_page_response(
    page: ProjectPage, request: ProjectListRequest, cursors: ProjectCursors, if_none_match: bytes | None
) -> Response:
    """Return a page of projects, with a link to the next one; 304 if the client has it. Raise `BadRequest`."""
    headers: list[HeaderPair] = []
    if page.next is not None:
        headers.append((b"link", cursors.link_to_next(PROJECTS_PATH, request, page.next).encode()))
    if request.requested > MAX_PAGE:
        headers.append((b"x-limit", b"%d" % MAX_PAGE))
    body = encoded([ProjectView.of(project) for project in page.projects])
    return tagged_page(body, headers, b"%d" % (page.next is not None), if_none_match)


def _etag(project: Project) -> HeaderPair:
    return (b"etag", tag_of(project.version).encode())
