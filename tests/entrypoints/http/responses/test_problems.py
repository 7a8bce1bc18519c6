"""Every kind of error has a status, and every answer that is one has the same form."""

import pytest

from adapters.testing.builders import a_task
from domain import errors
from domain.accounts.allowance import TooManyAttempts
from domain.accounts.password import WrongCredentials, WrongPassword
from domain.accounts.receipt import IdempotencyKeyReused
from domain.accounts.session import InvalidToken
from domain.accounts.user import EmailTaken
from domain.errors import DomainError, InvalidInput, StoreUnavailable
from domain.ports.change_set import VersionConflict
from domain.tasks.status import Status
from domain.tasks.task import StaleTask, TaskNotFound, TransitionNotAllowed
from entrypoints.http.requests.errors import AmbiguousCredentials, MethodNotAllowed, MissingCredentials
from entrypoints.http.responses.problems import STATUSES, headers_of, is_expected, json_pointer, problem_of, status_of
from tests.entrypoints.http.support.api import BASE, Api, Person

TASK = a_task(version=3)


def challenge(error: str | None = None) -> dict[str, str]:
    return {"www-authenticate": 'Bearer realm="taskapi"' + (f', error="{error}"' if error else "")}


@pytest.mark.parametrize(
    ("error", "status", "code", "headers"),
    [
        (InvalidInput.of("nul", "no", "title"), 400, "invalid-input", {}),
        (
            AmbiguousCredentials(),
            400,
            "ambiguous-credentials",
            challenge("invalid_request"),
        ),
        (MissingCredentials(), 401, "missing-credentials", challenge()),
        (WrongCredentials(), 401, "wrong-credentials", challenge()),
        (InvalidToken(), 401, "invalid-token", challenge("invalid_token")),
        (WrongPassword(), 403, "wrong-password", {}),
        (TaskNotFound(TASK.id), 404, "task-not-found", {}),
        (MethodNotAllowed(("GET", "HEAD")), 405, "method-not-allowed", {"allow": "GET, HEAD"}),
        (EmailTaken("a@example.com"), 409, "email-taken", {}),
        (TransitionNotAllowed(Status.DONE, Status.CANCELLED), 409, "transition-not-allowed", {}),
        (StaleTask(TASK.id, current=3), 412, "stale-task", {"etag": '"3"'}),
        (IdempotencyKeyReused(), 422, "idempotency-key-reused", {}),
        (TooManyAttempts(retry_after=0.2), 429, "too-many-attempts", {"retry-after": "1"}),
        (StoreUnavailable("10.0.0.7 refused"), 503, "store-unavailable", {"retry-after": "1"}),
    ],
)
def test_an_error_becomes_a_problem(error: DomainError, status: int, code: str, headers: dict[str, str]) -> None:
    problem = problem_of(error, "the-request")

    assert (problem.status, problem.code, problem.type) == (status, code, f"urn:taskapi:problem:{code}")
    assert (problem.detail, problem.error, problem.request_id) == (str(error), str(error), "the-request")
    assert headers_of(error) == headers


def test_every_kind_of_the_core_has_a_status() -> None:
    kinds = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, DomainError) and DomainError in kind.__bases__
    }

    assert kinds <= STATUSES.keys()
    assert kinds


def test_an_internal_error_is_a_server_error() -> None:
    assert not is_expected(VersionConflict(TASK))
    assert status_of(VersionConflict) == 500


def test_no_detail_of_the_database_is_disclosed() -> None:
    assert "10.0.0.7" not in problem_of(StoreUnavailable("10.0.0.7 refused"), "").detail


async def test_a_problem_has_the_members_of_rfc_9457_and_ours(ada: Person) -> None:
    answer = await ada("POST", "tasks", json={"title": " ", "priority": "urgent", "colour": "red"})

    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(problem) == {"type", "title", "status", "detail", "error", "code", "request_id", "errors"}
    assert (problem["type"], problem["title"], problem["status"]) == (
        "urn:taskapi:problem:invalid-input",
        "Bad Request",
        400,
    )
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert sorted((violation["pointer"], violation["code"]) for violation in problem["errors"]) == [
        ("/colour", "unknown-field"),
        ("/priority", "unknown-value"),
        ("/title", "too-short"),
    ]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("DELETE", "/health", 405),
        ("GET", f"{BASE}/me", 401),
        ("POST", f"{BASE}/auth/login", 400),
        ("GET", "/health?x=1", 400),
    ],
)
async def test_what_the_framework_refuses_looks_the_same(api: Api, method: str, path: str, status: int) -> None:
    answer = await api(method, path)

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code == status
    assert answer.json()["error"] == answer.json()["detail"]


def test_a_path_becomes_a_json_pointer() -> None:
    assert json_pointer(()) == ""
    assert json_pointer(("operations", 3, "a/b~c")) == "/operations/3/a~1b~0c"
