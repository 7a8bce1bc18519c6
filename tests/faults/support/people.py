"""Users of the API who record their calls and the responses in one history."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from uuid import uuid4

from attrs import define, field

from tests.faults.support.connection import Answer, Connection, NoAnswer
from tests.faults.support.history import Call, ChangeKind, History, Seen, Task

PASSWORD = "nine old ladies walk by the river"
PAUSE = 0.05
"""Seconds before a call is repeated."""
MOST_REPETITIONS = 1_200
NOBODY_KNOWS = {"store-unavailable", "deadline-exceeded", "internal-error", None}
"""Codes of failures that do not say whether the call took effect; every other failure promises that it did not."""


@define(eq=False)
class Crowd:
    """Everybody who takes part in a test."""

    history: History = field(factory=History)
    connections: list[Connection] = field(factory=list)

    async def sign_up(self, port: int) -> "Person":
        """Somebody new, signed in."""
        connection = self.connect(port)
        credentials = {"email": f"{uuid4().hex}@example.com", "password": PASSWORD}
        await _expect(201, connection, "/api/v1/auth/register", credentials)
        answer = await _expect(200, connection, "/api/v1/auth/login", credentials)
        return Person(self, connection, answer.json["token"])

    def connect(self, port: int, *, patience: float = 10.0) -> Connection:
        """A connection that is closed at the end of the test."""
        self.connections.append(Connection(port, patience))
        return self.connections[-1]

    def answers(self) -> list[Answer]:
        """All that came, in the order of time."""
        return sorted((answer for one in self.connections for answer in one.answers), key=lambda answer: answer.at)

    async def leave(self) -> None:
        """Close every connection."""
        for connection in self.connections:
            connection.close()
        await asyncio.sleep(0)


@define(eq=False)
class Person:
    """A user's session on a connection."""

    crowd: Crowd
    connection: Connection
    token: str

    @property
    def history(self) -> History:
        """Where everything is written down."""
        return self.crowd.history

    def again(self, port: int | None = None, *, patience: float = 10.0) -> "Person":
        """The same person on another connection."""
        return Person(self.crowd, self.crowd.connect(port or self.connection.port, patience=patience), self.token)

    async def create(self, *titles: str, key: str | None = None) -> Call:
        """Create a task, or several atomically; with a key, retry until the result is known."""
        path, body = "/api/v1/tasks", dict[str, object](title=titles[0])
        if len(titles) > 1:
            operations = [{"op": "create", "task": {"title": title}} for title in titles]
            path, body = f"{path}/batch", {"atomic": True, "operations": operations}
        with self.history.call(ChangeKind.CREATE, titles=titles) as call:
            await self._until_known(call, "POST", path, body, {"Idempotency-Key": key} if key else {})
        return call

    async def edit(self, task: Task, title: str, *, if_version: int | None = None, key: str | None = None) -> Call:
        """Give a task another title."""
        headers = {"Idempotency-Key": key} if key else {}
        if if_version is not None:
            headers["If-Match"] = f'"{if_version}"'
        with self.history.call(ChangeKind.EDIT, task=task, titles=(title,), if_version=if_version) as call:
            await self._until_known(call, "PATCH", f"/api/v1/tasks/{task}", {"title": title}, headers)
        return call

    async def delete(self, task: Task) -> Call:
        """Remove a task."""
        with self.history.call(ChangeKind.DELETE, task=task) as call:
            await self._try(call, "DELETE", f"/api/v1/tasks/{task}", None, {})
        return call

    async def read(self, task: Task) -> Call:
        """Look at a task; the call shows nothing if there is none."""
        with self.history.call(ChangeKind.READ, task=task) as call:
            answer = await self._try(call, "GET", f"/api/v1/tasks/{task}", None, {})
            if answer and answer.status == HTTPStatus.NOT_FOUND:
                call.done()
        return call

    async def everything(self) -> list[Seen]:
        """All tasks, page by page, over a fresh connection: one that was idle for long has been closed."""
        seen: list[Seen] = []
        fresh = self.again()
        path = "/api/v1/tasks?limit=100"
        while path:
            answer = await fresh.ask("GET", path)
            if answer.status != HTTPStatus.OK:
                raise NoAnswer(f"{path}: {answer.status} {answer.body.decode()}")
            seen += seen_in(answer)
            path = answer.headers.get("link", "<>").partition(">")[0][1:]
        return seen

    async def ask(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask as this person; raise `NoAnswer`."""
        credentials = {"Authorization": f"Bearer {self.token}"}
        return await self.connection.ask(method, path, body, headers={**credentials, **(headers or {})})

    async def _until_known(self, call: Call, method: str, path: str, body: object, headers: Mapping[str, str]) -> None:
        for _ in range(MOST_REPETITIONS):
            answer = await self._try(call, method, path, body, headers)
            unclear = answer is None or answer.status == HTTPStatus.SERVICE_UNAVAILABLE
            if "Idempotency-Key" not in headers or not unclear:
                return
            await asyncio.sleep(PAUSE)

    async def _try(self, call: Call, method: str, path: str, body: object, headers: Mapping[str, str]) -> Answer | None:
        try:
            answer = await self.ask(method, path, body, headers)
        except NoAnswer:
            call.unanswered()
            return None
        if answer.status < HTTPStatus.MULTIPLE_CHOICES:
            call.done(*seen_in(answer))
        elif answer.status < HTTPStatus.INTERNAL_SERVER_ERROR or answer.code not in NOBODY_KNOWS:
            call.refused()
        else:
            call.unanswered()
        return answer


def seen_in(answer: Answer) -> list[Seen]:
    """The tasks in an answer: one, a list of them, or the outcomes of a batch."""
    if answer.status == HTTPStatus.NO_CONTENT:
        return []
    found = answer.json
    if isinstance(found, dict):
        found = [result["task"] for result in found["results"]] if "results" in found else [found]
    return [Seen(task["id"], task["version"], task["title"]) for task in found]


async def _expect(status: int, connection: Connection, path: str, body: object) -> Answer:
    answer = await connection.ask("POST", path, body)
    if answer.status != status:
        raise NoAnswer(f"{path}: {answer.status} {answer.body.decode()}")
    return answer
