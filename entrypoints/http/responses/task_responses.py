"""How what came of a request is told."""

from application import Batch
from application.batch import Operation, Outcome
from domain.errors import DomainError
from domain.tasks.query import Page
from domain.tasks.task import NewTask, Task
from entrypoints.http.requests.etags import tag_of
from entrypoints.http.requests.parsing.cursors import Pages
from entrypoints.http.responses.problems import problem_of
from entrypoints.http.responses.response import HeaderPair, Response, created, ok
from entrypoints.http.responses.views import BatchView, OutcomeView, TaskView

TASKS_PATH = "/api/v1/tasks"


def task_response(task: Task) -> Response:
    """The task as it is."""
    return ok(TaskView.of(task), _etag(task))


def task_created_response(task: Task) -> Response:
    """The task, new, and where it is."""
    return created(TaskView.of(task), (b"location", f"{TASKS_PATH}/{task.id}".encode()), _etag(task))


def not_modified_response(task: Task) -> Response:
    """The task is as the client has it."""
    return Response(304, (_etag(task),))


def page_response(page: Page, pages: Pages, total: int | None) -> Response:
    """Some tasks, and the way to more."""
    headers: list[HeaderPair] = []
    if page.next is not None:
        headers.append((b"link", pages.link_to(page.next).encode()))
    if total is not None:
        headers.append((b"x-total-count", b"%d" % total))
    return ok([TaskView.of(task) for task in page.tasks], *headers)


def batch_response(batch: Batch, request_id: str, outcomes: tuple[Outcome, ...]) -> Response:
    """What came of each operation."""
    results = zip(batch.operations, outcomes, strict=True)
    return ok(BatchView(tuple(_outcome(operation, outcome, request_id) for operation, outcome in results)))


def _outcome(operation: Operation, outcome: Outcome, request_id: str) -> OutcomeView:
    match outcome:
        case Task():
            return OutcomeView(status=201 if isinstance(operation, NewTask) else 200, task=TaskView.of(outcome))
        case DomainError():
            problem = problem_of(outcome, request_id)
            return OutcomeView(status=problem.status, problem=problem)
        case None:
            return OutcomeView(status=204)


def _etag(task: Task) -> HeaderPair:
    return (b"etag", tag_of(task.version).encode())
