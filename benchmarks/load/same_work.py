"""Before its first run, a contestant shows that it does the work that the others do."""

import http.client
import json
from typing import Any

from benchmarks.errors import BenchmarkError
from benchmarks.load.crowd import Population
from benchmarks.load.running import RunningContestant

FIELDS = {
    *("id", "user_id", "title", "description", "status", "priority"),
    *("due_at", "completed_at", "created_at", "updated_at", "version"),
}
REFUSED = (400, 422)


class _Caller:
    """Speaks to one service as one user (or nobody) and complains when an answer is not the expected."""

    def __init__(self, contestant: RunningContestant, token: str) -> None:
        self.name = contestant.name
        self.token = token
        self.connection = http.client.HTTPConnection("127.0.0.1", contestant.port, timeout=10)

    def expect(self, status: int | tuple[int, ...], method: str, path: str, body: object = None) -> Any:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        content = answer.read()
        expected = status if isinstance(status, tuple) else (status,)
        self.ensure(
            answer.status in expected, f"{method} {path} {body}: {answer.status} {content[:300]!r}, not {expected}"
        )
        return json.loads(content)

    def ensure(self, holds: bool, what: str) -> None:  # noqa: FBT001 - an assertion
        if not holds:
            raise BenchmarkError(f"{self.name} does not do the same work as the others: {what}")


def ensure(contestant: RunningContestant, population: Population) -> None:
    """Raise `BenchmarkError` unless every route answers as the comparison needs it, refusals included."""
    user, task = population.tasks[0]
    caller = _Caller(contestant, population.tokens[user])
    caller.expect(200, "GET", "/health")
    read = caller.expect(200, "GET", f"/api/v1/tasks/{task}")
    caller.ensure(set(read) == FIELDS, f"a task has the fields {sorted(read)}")
    page = caller.expect(200, "GET", "/api/v1/tasks?limit=20")
    newest = sorted(page, key=lambda one: str(one["created_at"]), reverse=True)
    caller.ensure(len(page) == 20 and page == newest, "20 newest tasks were asked for")
    _ensure_writes(caller)
    stranger = _Caller(contestant, population.tokens[(user + 1) % len(population.tokens)])
    stranger.expect(404, "GET", f"/api/v1/tasks/{task}")
    stranger.expect(404, "PATCH", f"/api/v1/tasks/{task}", {"title": "Mine now"})
    nobody = _Caller(contestant, "")
    nobody.expect(401, "GET", f"/api/v1/tasks/{task}")


def _ensure_writes(caller: _Caller) -> None:
    made = caller.expect(201, "POST", "/api/v1/tasks", {"title": " Check ", "priority": "high"})
    caller.ensure((made["title"], made["priority"], made["version"]) == ("Check", "high", 1), f"created {made}")
    path = f"/api/v1/tasks/{made['id']}"
    edited = caller.expect(200, "PATCH", path, {"title": "Checked", "priority": "low"})
    caller.ensure((edited["title"], edited["priority"], edited["version"]) == ("Checked", "low", 2), f"edited {edited}")
    caller.ensure(edited == caller.expect(200, "GET", path), "an edit is read differently afterwards")
    caller.ensure(caller.expect(200, "PATCH", path, {"status": "cancelled"})["status"] == "cancelled", "not cancelled")
    caller.expect(409, "PATCH", path, {"status": "done"})
    for wrong in (
        {},
        {"title": ""},
        {"title": "x" * 201},
        {"title": "x", "priority": "urgent"},
        {"title": "x", "y": 1},
    ):
        caller.expect(REFUSED, "POST", "/api/v1/tasks", wrong)
    caller.expect(REFUSED, "PATCH", path, {"title": " "})
