"""Every unsafe call under one Idempotency-Key, repeated at once over several connections to two workers."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.support.person import PASSWORD, Person
from tests.support.server import Server

KEY = {"Idempotency-Key": "once"}
SECRET = "quite another secret phrase"
REPETITIONS = 6


@pytest.fixture
def repeat(server: Server) -> Iterator[Any]:
    """Send one request several times at once, each over a connection of its own."""
    clients = [server.client() for _ in range(REPETITIONS)]

    def repeat(method: str, path: str, **request: Any) -> list[httpx.Response]:
        headers = {**KEY, **request.pop("headers", {})}
        with ThreadPoolExecutor(REPETITIONS) as threads:
            sent = [threads.submit(client.request, method, path, headers=headers, **request) for client in clients]
        return [each.result() for each in sent]

    yield repeat
    for client in clients:
        client.close()


CALLS = {
    "register": ("POST", "/auth/register", 201),
    "logIn": ("POST", "/auth/login", 200),
    "refreshTokens": ("POST", "/auth/refresh", 200),
    "createTask": ("POST", "/tasks", 201),
    "editTask": ("PATCH", "/tasks/{task}", 200),
    "moveTask": ("POST", "/tasks/{task}/move", 200),
    "deleteTask": ("DELETE", "/tasks/{task}", 204),
    "runBatch": ("POST", "/tasks/batch", 200),
    "changePassword": ("PUT", "/auth/password", 204),
    "logOut": ("POST", "/auth/logout", 204),
    "endAllSessions": ("DELETE", "/auth/sessions", 204),
    "deleteAccount": ("DELETE", "/me", 204),
}


@pytest.mark.parametrize("name", CALLS)
def test_repetitions_at_once_get_one_response(person: Person, repeat: Any, name: str) -> None:
    method, path, status = CALLS[name]
    bodies = {
        "register": {"email": f"new-{person.email}", "password": PASSWORD},
        "logIn": {"email": person.email, "password": PASSWORD},
        "refreshTokens": {"refresh_token": person.tokens["refresh_token"]},
        "createTask": {"title": "x"},
        "editTask": {"status": "done"},
        "moveTask": {"to": "first"},
        "runBatch": {"atomic": True, "operations": [{"op": "create", "task": {"title": "x"}}]},
        "changePassword": {"current_password": PASSWORD, "new_password": SECRET},
        "deleteAccount": {"password": PASSWORD},
    }
    request = {"json": bodies[name]} if name in bodies else {}
    task = person.create_task("y")["id"]
    authorization = {"Authorization": f"Bearer {person.tokens['token']}"}

    answers = repeat(method, path.format(task=task), headers=authorization, **request)

    assert {answer.status_code for answer in answers} == {status}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
