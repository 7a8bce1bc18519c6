"""Responses about tasks."""

from collections.abc import Mapping

from application import Creation
from application.operations.commands import Outcome
from domain.errors import DomainError
from domain.ids import TaskId
from domain.tasks.progress import Progress
from domain.tasks.query import MAX_LIMIT, Page
from domain.tasks.task import Task
from entrypoints.http.requests.etags import names, tag_of, tag_with_progress
from entrypoints.http.requests.parsing.cursors import Cursors
from entrypoints.http.requests.parsing.task_list_request import TaskListRequest
from entrypoints.http.responses.problems import problem_of
from entrypoints.http.responses.response import (
    HeaderPair,
    Response,
    created,
    encoded,
    ok,
    tagged_page,
)
from entrypoints.http.responses.task_view import TaskView
from entrypoints.http.responses.views import BatchView, OutcomeView

TASKS_PATH = "/api/v1/tasks"


def task_response(task: Task) -> Response:
    """Return a task."""
    return ok(TaskView.of(task), _etag(task))


def progress_response(task: Task, progress: Progress, if_none_match: bytes | None) -> Response:
    """Return a task with the progress of its subtasks; 304 if the client has both. Raise `BadRequest`."""
    tag = tag_with_progress(task.version, progress)
    header = (b"etag", tag.encode())
    if if_none_match is not None and names(if_none_match, tag):
        return Response(304, (header,))
    return ok(TaskView.of(task, progress), header)


def task_created_response(creation: Creation) -> Response:
    """Return a new task, with its location; the task as it is now if the creation was repeated."""
    task = creation.task
    if creation.repeated:
        return task_response(task)
    return created(TaskView.of(task), (b"location", f"{TASKS_PATH}/{task.id}".encode()), _etag(task))


def not_modified_response(task: Task) -> Response:
    """Respond that the client has the current version."""
    return Response(304, (_etag(task),))


def page_response(
    page: Page,
    request: TaskListRequest,
    cursors: Cursors,
    total: int | None,
    progress: Mapping[TaskId, Progress],
    if_none_match: bytes | None,
) -> Response:
    """Return a page of tasks, with a link to the next one; 304 if the client has it. Raise `BadRequest`."""
    body = encoded([TaskView.of(task, progress.get(task.id)) for task in page.tasks])
    headers: list[HeaderPair] = []
    if page.next is not None:
        headers.append((b"link", cursors.link_to_next(TASKS_PATH, request, page.next).encode()))
    if request.limit_lowered:
        headers.append((b"x-limit", b"%d" % MAX_LIMIT))
    if total is not None:
        headers.append((b"x-total-count", b"%d" % total))
    rest = b"%d %d" % (page.next is not None, -1 if total is None else total)
    return tagged_page(body, headers, rest, if_none_match)


def batch_response(request_id: str, outcomes: tuple[Outcome, ...]) -> Response:
    """Return the result of each operation."""
    return ok(BatchView(tuple(_outcome(outcome, request_id) for outcome in outcomes)))


def _outcome(outcome: Outcome, request_id: str) -> OutcomeView:
    match outcome:
        case Creation():
            return OutcomeView(status=200 if outcome.repeated else 201, task=TaskView.of(outcome.task))
        case Task():
            return OutcomeView(status=200, task=TaskView.of(outcome))
        case DomainError():
            problem = problem_of(outcome, request_id)
            return OutcomeView(status=problem.status, problem=problem)
        case None:
            return OutcomeView(status=204)


def _etag(task: Task) -> HeaderPair:
    return (b"etag", tag_of(task.version).encode())
