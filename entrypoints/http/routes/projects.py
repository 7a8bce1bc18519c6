"""Routes of projects."""

from litestar import HttpMethod
from litestar.params import FromPath, JSONBody

from application import ProjectMove, ProjectRemoval
from domain.accounts.personal_access_token import Scope
from domain.changes.recorded_change import ChangesGone
from domain.commands import IdTaken
from domain.move import Move
from domain.position import NoRoom
from domain.projects.project import NewProject, ProjectNotEmpty, ProjectNotFound, StaleProject
from domain.projects.query import ProjectQuery
from domain.tasks.group import TooManyTasks
from entrypoints.http.dispatch.caller import Authenticated
from entrypoints.http.dispatch.operations import (
    ETAG,
    IDEMPOTENCY_KEY,
    IDEMPOTENCY_REPLAYED,
    IF_MATCH,
    IF_NONE_MATCH,
    LIMIT,
    LINK,
    LOCATION,
    PAGE_ETAG,
    PREFER,
    PREFERENCE_APPLIED,
    Operation,
)
from entrypoints.http.dispatch.routing import call
from entrypoints.http.requests.parsing.list_requests import (
    HistoryRequest,
    PastRequest,
    parse_history,
    parse_past,
)
from entrypoints.http.requests.parsing.path_ids import project_id_in
from entrypoints.http.requests.parsing.projects.requests import (
    ProjectListRequest,
    ProjectPatch,
    ProjectRemovalRequest,
    parse_project_list,
    parse_project_removal,
)
from entrypoints.http.responses.change_responses import history_response
from entrypoints.http.responses.change_views import ChangeView
from entrypoints.http.responses.projects.responses import (
    PROJECTS_PATH,
    project_created_response,
    project_not_modified_response,
    project_page_response,
    project_response,
)
from entrypoints.http.responses.projects.view import ProjectView
from entrypoints.http.responses.response import Response, nothing_response

TAG = "Projects"


@call(
    HttpMethod.POST,
    "/projects",
    Operation(
        id="createProject",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Create a project",
        body=NewProject,
        status=201,
        repeated="The project was created by an earlier request with the same `id`; it is returned as it is now.",
        answer=ProjectView,
        takes=(IDEMPOTENCY_KEY, PREFER),
        gives=(LOCATION, ETAG, IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=(IdTaken,),
    ),
)
async def create_project(data: JSONBody[NewProject], caller: Authenticated) -> Response:
    return await caller.once(project_created_response, caller.use_cases.create_project, data)


@call(
    HttpMethod.GET,
    "/projects/{project_id:str}",
    Operation(
        id="readProject",
        tag=TAG,
        scope=Scope.TASKS_READ,
        summary="Read a project, as it is or as it was",
        description="With `version` or `at`: as it was, also after it was deleted.",
        query=PastRequest,
        answer=ProjectView,
        takes=(IF_MATCH, IF_NONE_MATCH),
        gives=(ETAG,),
        errors=(ProjectNotFound, ChangesGone),
        stale=StaleProject,
    ),
)
async def read_project(project_id: FromPath[str], caller: Authenticated) -> Response:
    id_, if_match, if_none_match = project_id_in(project_id), caller.if_match(), caller.if_none_match()
    past = parse_past(caller.exchange.query)
    if past.version is not None:
        project = await caller.use_cases.read_past_project.version(caller.id, id_, past.version)
    elif past.at is not None:
        project = await caller.use_cases.read_past_project.at(caller.id, id_, past.at)
    else:
        project = await caller.use_cases.read_project(caller.id, id_)
    project.ensure_version(if_match)
    if project.version in if_none_match:
        return project_not_modified_response(project)
    return project_response(project)


@call(
    HttpMethod.PATCH,
    "/projects/{project_id:str}",
    Operation(
        id="editProject",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Edit a project",
        description=(
            "An absent field keeps its value; `null` removes it. Set `archived_at` to put the project away; its tasks"
            " stay as they are. Read-only fields are accepted with their present values; `version` is a precondition"
            " (412)."
        ),
        body=ProjectPatch,
        answer=ProjectView,
        takes=(IF_MATCH, IF_NONE_MATCH, IDEMPOTENCY_KEY, PREFER),
        gives=(ETAG, IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=(ProjectNotFound,),
        stale=StaleProject,
    ),
)
async def edit_project(project_id: FromPath[str], data: JSONBody[ProjectPatch], caller: Authenticated) -> Response:
    change = data.change(project_id_in(project_id), caller.changeable_versions())
    return await caller.once(project_response, caller.use_cases.edit_project, change)


@call(
    HttpMethod.POST,
    "/projects/{project_id:str}/move",
    Operation(
        id="moveProject",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Move a project in the manual order",
        description="Next to another project, or to an end. No other project changes.",
        body=Move,
        answer=ProjectView,
        takes=(IF_MATCH, IF_NONE_MATCH, IDEMPOTENCY_KEY, PREFER),
        gives=(ETAG, IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=(ProjectNotFound, NoRoom),
        stale=StaleProject,
    ),
)
async def move_project(project_id: FromPath[str], data: JSONBody[Move], caller: Authenticated) -> Response:
    move = ProjectMove(project_id=project_id_in(project_id), move=data, if_version=caller.changeable_versions())
    return await caller.once(project_response, caller.use_cases.move_project, move)


@call(
    HttpMethod.DELETE,
    "/projects/{project_id:str}",
    Operation(
        id="deleteProject",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Delete a project",
        description="Changes at most 1,000 tasks. `POST /changes/undo` with the group brings all of it back.",
        query=ProjectRemovalRequest,
        status=204,
        takes=(IF_MATCH, IF_NONE_MATCH, IDEMPOTENCY_KEY, PREFER),
        gives=(IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=(ProjectNotFound, ProjectNotEmpty, TooManyTasks),
        stale=StaleProject,
    ),
)
async def delete_project(project_id: FromPath[str], caller: Authenticated) -> Response:
    removal = ProjectRemoval(
        project_id=project_id_in(project_id),
        tasks=parse_project_removal(caller.exchange.query).tasks,
        if_version=caller.changeable_versions(),
    )
    return await caller.once(nothing_response, caller.use_cases.delete_project, removal)


@call(
    HttpMethod.GET,
    "/projects",
    Operation(
        id="listProjects",
        tag=TAG,
        scope=Scope.TASKS_READ,
        summary="List projects in their manual order",
        query=ProjectListRequest,
        answer=list[ProjectView],
        takes=(IF_NONE_MATCH,),
        gives=(LINK, LIMIT, PAGE_ETAG),
    ),
)
async def list_projects(caller: Authenticated) -> Response:
    request, cursors = parse_project_list(caller.exchange.query), caller.project_cursors
    query = ProjectQuery(archived=request.archived, limit=request.limit, after=cursors.position(request))
    page = await caller.use_cases.list_projects(caller.id, query)
    return project_page_response(page, request, cursors, caller.exchange.headers.get(b"if-none-match"))


@call(
    HttpMethod.GET,
    "/projects/{project_id:str}/history",
    Operation(
        id="readProjectHistory",
        tag=TAG,
        scope=Scope.TASKS_READ,
        summary="List the changes of one project, newest first, also after it was deleted",
        query=HistoryRequest,
        answer=list[ChangeView],
        gives=(LINK, LIMIT),
        errors=(ProjectNotFound,),
    ),
)
async def read_project_history(project_id: FromPath[str], caller: Authenticated) -> Response:
    id_, request = project_id_in(project_id), parse_history(caller.exchange.query)
    page = await caller.use_cases.read_project_history(caller.id, id_, request.before, request.limit)
    return history_response(page, f"{PROJECTS_PATH}/{id_}", request)


PROJECTS = (
    create_project,
    read_project,
    edit_project,
    move_project,
    delete_project,
    list_projects,
    read_project_history,
)
