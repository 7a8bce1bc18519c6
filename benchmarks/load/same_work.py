"""Before its first run, a contestant shows that it does the work that the others do."""

import http.client
import json
import time
from collections.abc import Iterator
from typing import Any

import jwt

from benchmarks.contestants.contestant import SECRET
from benchmarks.errors import BenchmarkError
from benchmarks.load.crowd import Population
from benchmarks.load.running import RunningContestant

FIELDS = {
    *("id", "user_id", "title", "description", "status", "priority"),
    *("due_at", "completed_at", "created_at", "updated_at", "version"),
}
REFUSED = (400, 422)
PAGE = "/api/v1/tasks?limit=20"
WRONG = (
    {"title": ""},
    {"title": " "},
    {"title": "x" * 201},
    {"title": None},
    {"title": 5},
    {"description": "x" * 2001},
    {"priority": "urgent"},
    {"priority": None},
    {"due_at": "tomorrow"},
    {"due_at": "2030-01-31T12:00:00"},
    {"y": 1},
    '{"title":"cut off',
    '{"title":"x"} and more',
)
"""What is refused of a new task as of an edit; text is a body as it is."""


class _Caller:
    """Calls one service as one user (or none) and complains when an answer is not the expected."""

    def __init__(self, contestant: RunningContestant, authorization: str) -> None:
        self.name = contestant.name
        self.authorization = authorization
        self.connection = http.client.HTTPConnection("127.0.0.1", contestant.port, timeout=10)

    def expect(self, status: int | tuple[int, ...], method: str, path: str, body: object = None) -> Any:
        """Send a request, return the JSON of its answer; a body that is text is sent as it is."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.authorization:
            headers["Authorization"] = self.authorization
        sent = body if body is None or isinstance(body, str) else json.dumps(body)
        self.connection.request(method, path, sent, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        expected = status if isinstance(status, tuple) else (status,)
        self.ensure(
            answer.status in expected, f"{method} {path} {body}: {answer.status} {content[:300]!r}, not {expected}"
        )
        self._ensure_headers(answer, path)
        return json.loads(content)

    def _ensure_headers(self, answer: http.client.HTTPResponse, path: str) -> None:
        kind = str(answer.getheader("Content-Type"))
        self.ensure("json" in kind, f"{path} is answered as {kind}")
        if answer.status == 401:
            self.ensure("WWW-Authenticate" in answer.headers, "a 401 does not say how to authenticate")
        if answer.status == 201:
            self.ensure("Location" in answer.headers, "a 201 does not say where the task is")
        if answer.status in {200, 201} and path not in {"/health", PAGE}:
            self.ensure("ETag" in answer.headers, f"{path} is answered without its version")

    def ensure(self, holds: bool, what: str) -> None:  # noqa: FBT001 - an assertion
        if not holds:
            raise BenchmarkError(f"{self.name} does not do the same work as the others: {what}")


def ensure(contestant: RunningContestant, population: Population) -> None:
    """Raise `BenchmarkError` unless every route answers as the comparison needs it, refusals included."""
    user, task = population.tasks[0]
    path = f"/api/v1/tasks/{task}"
    caller = _Caller(contestant, f"Bearer {population.tokens[user]}")
    caller.expect(200, "GET", "/health")
    read = caller.expect(200, "GET", path)
    caller.ensure(set(read) >= FIELDS, f"a task has only the fields {sorted(read)}")
    page = caller.expect(200, "GET", PAGE)
    newest = sorted(page, key=lambda one: str(one["created_at"]), reverse=True)
    caller.ensure(len(page) == 20 and page == newest, "20 newest tasks were asked for")
    for query in ("limit=0", "limit=many"):
        caller.expect(REFUSED, "GET", f"/api/v1/tasks?{query}")
    _ensure_writes(caller)
    stranger = _Caller(contestant, f"Bearer {population.tokens[(user + 1) % len(population.tokens)]}")
    stranger.expect(404, "GET", path)
    stranger.expect(404, "PATCH", path, {"title": "Mine now"})
    for authorization in _forged(population.tokens[user]):
        _Caller(contestant, authorization).expect(401, "GET", path)


def _forged(token: str) -> Iterator[str]:
    """What authorizes no request: nothing, another scheme, another signature, no signature, a token of yesterday."""
    claims = jwt.decode(token, options={"verify_signature": False})  # ours is signed by a key of its own
    unsigned = token.rpartition(".")[0]
    yield ""
    yield f"Basic {token}"
    yield f"Bearer {unsigned}.{'A' * 43}"
    yield f"Bearer {jwt.encode(claims, '', algorithm='none')}"
    yield f"Bearer {jwt.encode({**claims, 'exp': time.time() - 86_400}, SECRET, algorithm='HS256')}"


def _ensure_writes(caller: _Caller) -> None:
    made = caller.expect(201, "POST", "/api/v1/tasks", {"title": " Check ", "priority": "high"})
    caller.ensure((made["title"], made["priority"], made["version"]) == ("Check", "high", 1), f"created {made}")
    caller.ensure(made["status"] == "todo" and made["description"] is None, f"created {made}")
    path = f"/api/v1/tasks/{made['id']}"
    edited = caller.expect(200, "PATCH", path, {"title": "Checked", "priority": "low", "description": "é" * 2000})
    caller.ensure((edited["title"], edited["priority"], edited["version"]) == ("Checked", "low", 2), f"edited {edited}")
    caller.ensure(edited == caller.expect(200, "GET", path), "an edit is read differently afterwards")
    caller.ensure(made["created_at"] == edited["created_at"], "an edit changes when a task was created")
    emptied = caller.expect(200, "PATCH", path, {"description": None})
    caller.ensure(emptied["description"] is None and emptied["title"] == "Checked", f"emptied {emptied}")
    done = caller.expect(200, "PATCH", path, {"status": "done"})
    caller.ensure(done["status"] == "done" and done["completed_at"] is not None, f"done {done}")
    caller.expect(409, "PATCH", path, {"status": "cancelled"})
    reopened = caller.expect(200, "PATCH", path, {"status": "todo"})
    caller.ensure(reopened["completed_at"] is None, f"reopened {reopened}")
    caller.ensure(caller.expect(200, "PATCH", path, {"status": "cancelled"})["status"] == "cancelled", "not cancelled")
    caller.expect(409, "PATCH", path, {"status": "done"})
    for wrong in WRONG:
        caller.expect(REFUSED, "POST", "/api/v1/tasks", {"title": "x", **wrong} if isinstance(wrong, dict) else wrong)
        caller.expect(REFUSED, "PATCH", path, wrong)
    caller.expect(REFUSED, "POST", "/api/v1/tasks", {})
    caller.expect(REFUSED, "PATCH", path, {"status": "finished"})
    caller.ensure(caller.expect(200, "GET", path)["title"] == "Checked", "a refused edit was written")
