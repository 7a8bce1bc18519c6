"""Routes of tasks."""

from functools import partial

from litestar import HttpMethod
from litestar.params import FromPath, JSONBody

from application import BatchRefused, TaskMove, TaskRemoval
from domain.accounts.personal_access_token import Scope
from domain.changes.recorded_change import ChangesGone
from domain.commands import IdTaken
from domain.move import Move
from domain.position import NoRoom
from domain.projects.project import ProjectNotFound
from domain.statistics.summary import SummaryRequest
from domain.tasks.group import TooManyTasks
from domain.tasks.labels import TooManyLabels
from domain.tasks.task import NewTask, TaskNotFound, TransitionNotAllowed, TwoDueDates
from domain.tasks.tree import CycleNotAllowed, ProjectOfParent, TooDeep
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
    TOTAL_COUNT,
    Operation,
)
from entrypoints.http.dispatch.routing import call
from entrypoints.http.requests.errors import PreconditionRequired
from entrypoints.http.requests.parsing.body_models import BatchBody, TaskPatch
from entrypoints.http.requests.parsing.list_requests import PastTaskRequest, parse_past_task
from entrypoints.http.requests.parsing.path_ids import task_id_in
from entrypoints.http.requests.parsing.task_list_request import TaskListRequest, parse_summary, parse_task_list
from entrypoints.http.responses.response import Response, nothing_response, ok
from entrypoints.http.responses.task_responses import (
    batch_response,
    not_modified_response,
    page_response,
    progress_response,
    task_created_response,
    task_response,
)
from entrypoints.http.responses.task_view import SummaryView, TaskView
from entrypoints.http.responses.views import BatchView

TAG = "Tasks"


@call(
    HttpMethod.POST,
    "/tasks",
    Operation(
        id="createTask",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Create a task",
        body=NewTask,
        status=201,
        repeated="The task was created by an earlier request with the same `id`; it is returned as it is now.",
        answer=TaskView,
        takes=(IDEMPOTENCY_KEY, PREFER),
        gives=(LOCATION, ETAG, IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=(IdTaken, TaskNotFound, ProjectNotFound, TooDeep, ProjectOfParent),
    ),
)
async def create_task(data: JSONBody[NewTask], caller: Authenticated) -> Response:
    return await caller.once(task_created_response, caller.use_cases.create_task, data)


@call(
    HttpMethod.GET,
    "/tasks/{task_id:str}",
    Operation(
        id="readTask",
        tag=TAG,
        scope=Scope.TASKS_READ,
        summary="Read a task, as it is or as it was",
        description="With `version` or `at`: as it was, also after it was deleted.",
        query=PastTaskRequest,
        answer=TaskView,
        takes=(IF_MATCH, IF_NONE_MATCH),
        gives=(ETAG,),
        errors=(TaskNotFound, ChangesGone),
    ),
)
async def read_task(task_id: FromPath[str], caller: Authenticated) -> Response:
    id_, if_match, if_none_match = task_id_in(task_id), caller.if_match(), caller.if_none_match()
    past = parse_past_task(caller.exchange.query)
    if past.version is not None:
        task = await caller.use_cases.read_past_task.version(caller.id, id_, past.version)
    elif past.at is not None:
        task = await caller.use_cases.read_past_task.at(caller.id, id_, past.at)
    else:
        task = await caller.use_cases.read_task(caller.id, id_)
    task.ensure_version(if_match)
    if past.progress:
        progress = await caller.use_cases.read_progress(caller.id, [id_])
        return progress_response(task, progress[id_], caller.exchange.headers.get(b"if-none-match"))
    return not_modified_response(task) if task.version in if_none_match else task_response(task)


@call(
    HttpMethod.PATCH,
    "/tasks/{task_id:str}",
    Operation(
        id="editTask",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Edit a task",
        description=(
            "Applied completely or not at all. An absent field keeps its value; `null` removes it. Read-only fields are"
            " accepted with their present values, so that a task can be sent back as it was read; `version` is a"
            " precondition (412)."
        ),
        body=TaskPatch,
        answer=TaskView,
        takes=(IF_MATCH, IF_NONE_MATCH, IDEMPOTENCY_KEY, PREFER),
        gives=(ETAG, IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=(
            *(TaskNotFound, ProjectNotFound, TransitionNotAllowed, TwoDueDates, TooManyLabels),
            *(CycleNotAllowed, TooDeep, ProjectOfParent, TooManyTasks),
        ),
    ),
)
async def edit_task(task_id: FromPath[str], data: JSONBody[TaskPatch], caller: Authenticated) -> Response:
    change = data.change(task_id_in(task_id), caller.changeable_versions())
    return await caller.once(task_response, caller.use_cases.edit_task, change)


@call(
    HttpMethod.POST,
    "/tasks/{task_id:str}/move",
    Operation(
        id="moveTask",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Move a task in the manual order",
        description=(
            "The order of `sort=position`, of all tasks of the account: next to another task, which may be part of any"
            " list, or to an end. No other task changes; a task that is there already stays as it is."
        ),
        body=Move,
        answer=TaskView,
        takes=(IF_MATCH, IF_NONE_MATCH, IDEMPOTENCY_KEY, PREFER),
        gives=(ETAG, IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=(TaskNotFound, NoRoom),
    ),
)
async def move_task(task_id: FromPath[str], data: JSONBody[Move], caller: Authenticated) -> Response:
    command = TaskMove(task_id=task_id_in(task_id), move=data, if_version=caller.changeable_versions())
    return await caller.once(task_response, caller.use_cases.move_task, command)


@call(
    HttpMethod.DELETE,
    "/tasks/{task_id:str}",
    Operation(
        id="deleteTask",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Delete a task and everything below it",
        status=204,
        takes=(IF_MATCH, IF_NONE_MATCH, IDEMPOTENCY_KEY, PREFER),
        gives=(IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=(TaskNotFound, TooManyTasks),
    ),
)
async def delete_task(task_id: FromPath[str], caller: Authenticated) -> Response:
    removal = TaskRemoval(task_id=task_id_in(task_id), if_version=caller.changeable_versions())
    return await caller.once(nothing_response, caller.use_cases.delete_task, removal)


@call(
    HttpMethod.GET,
    "/tasks",
    Operation(
        id="listTasks",
        tag=TAG,
        scope=Scope.TASKS_READ,
        summary="List tasks",
        query=TaskListRequest,
        answer=list[TaskView],
        takes=(IF_NONE_MATCH,),
        gives=(LINK, LIMIT, TOTAL_COUNT, PAGE_ETAG),
    ),
)
async def list_tasks(caller: Authenticated) -> Response:
    request = parse_task_list(caller.exchange.query)
    query = caller.cursors.positioned(request)
    page = await caller.use_cases.list_tasks(caller.id, query)
    total = await caller.use_cases.count_tasks(caller.id, query.filter) if request.count else None
    ids = [task.id for task in page.tasks] if request.progress else []
    progress = await caller.use_cases.read_progress(caller.id, ids) if ids else {}
    return page_response(page, request, caller.cursors, total, progress, caller.exchange.headers.get(b"if-none-match"))


@call(
    HttpMethod.POST,
    "/tasks/batch",
    Operation(
        id="runBatch",
        tag=TAG,
        scope=Scope.TASKS_WRITE,
        summary="Run a batch of operations",
        description=(
            "Atomic: all or none take effect. Otherwise each operation succeeds or fails by itself. They run in their"
            " order; an operation may refer to a task that an earlier one creates, by the `id` that the client chose."
        ),
        body=BatchBody,
        answer=BatchView,
        takes=(IDEMPOTENCY_KEY, PREFER),
        gives=(IDEMPOTENCY_REPLAYED, PREFERENCE_APPLIED),
        errors=(BatchRefused, PreconditionRequired, TooManyTasks),
    ),
)
async def run_batch(data: JSONBody[BatchBody], caller: Authenticated) -> Response:
    batch = data.command()
    caller.ensure_versions(batch)
    return await caller.once(partial(batch_response, caller.exchange.id), caller.use_cases.run_batch, batch)


@call(
    HttpMethod.GET,
    "/tasks/summary",
    Operation(
        id="summarizeTasks",
        tag=TAG,
        scope=Scope.TASKS_READ,
        summary="Count tasks by group",
        description="All filters of the list apply.",
        query=SummaryRequest,
        answer=SummaryView,
    ),
)
async def summarize_tasks(caller: Authenticated) -> Response:
    request = parse_summary(caller.exchange.query)
    return ok(SummaryView.of(await caller.use_cases.summarize_tasks(caller.id, request)))


TASKS = (summarize_tasks, create_task, read_task, edit_task, move_task, delete_task, list_tasks, run_batch)
