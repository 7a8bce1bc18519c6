"""A device that works offline: it changes its copy of the tasks, and sends its queue when it has a connection."""

from collections import Counter
from enum import Enum, auto
from http import HTTPStatus
from random import Random
from uuid import uuid4

from attrs import define, field

from tests.faults.record.replica import Json, Replica, without_owner
from tests.faults.support.connection import Answer, NoAnswer
from tests.faults.support.people import Person

PATH = "/api/v1/tasks"
PAGE = 20
"""Changes of one read."""
MOST_TASKS = 60
"""Beyond which a device creates no more."""


class Operation(Enum):
    """What a device does to a task."""

    CREATE = auto()
    EDIT = auto()
    DELETE = auto()


@define(eq=False)
class Queued:
    """An operation that the service has not acknowledged yet."""

    operation: Operation
    task: str
    content: Json
    version: int | None
    """The one on which it is based; none if that is the result of the operation before on the same task."""
    key: str = field(factory=lambda: uuid4().hex)


@define(eq=False)
class OfflineDevice:
    """One device of a user."""

    name: str
    person: Person
    random: Random
    objects: dict[str, Json] = field(factory=dict)
    """The tasks as the service has shown them: the changed objects of each delta."""
    folded: Replica = field(factory=Replica)
    """The same from the changes alone."""
    queue: list[Queued] = field(factory=list)
    results: Counter[str] = field(factory=Counter)
    done: list[str] = field(factory=list)
    """The titles that were written and acknowledged."""
    dropped: list[str] = field(factory=list)
    """The titles that were given up, because another device had changed the task."""
    _numbers: int = 0

    @property
    def visible(self) -> dict[str, Json]:
        """The tasks as the user sees them: as synchronised, with the operations that wait in the queue."""
        tasks = {task_id: dict(task) for task_id, task in self.objects.items()}
        for queued in self.queue:
            if queued.operation is Operation.DELETE:
                tasks.pop(queued.task, None)
            elif queued.operation is Operation.CREATE or queued.task in tasks:
                tasks.setdefault(queued.task, {"version": None}).update(queued.content)
        return tasks

    def act(self) -> None:
        """Change something, without a connection."""
        tasks = sorted(self.visible.items())
        chance = self.random.random()
        if not tasks or (chance < 0.3 and len(tasks) < MOST_TASKS):
            self.queue.append(Queued(Operation.CREATE, str(uuid4()), {"title": self._title()}, None))
            return
        task_id, task = self.random.choice(tasks)
        queued_before = any(queued.task == task_id for queued in self.queue)
        version = None if queued_before else task["version"]
        if chance < 0.85:
            content = {"title": self._title(), "priority": self.random.choice(("low", "high"))}
            self.queue.append(Queued(Operation.EDIT, task_id, content, version))
        else:
            self.queue.append(Queued(Operation.DELETE, task_id, {}, version))

    def _title(self) -> str:
        self._numbers += 1
        return f"{self.name} {self._numbers}"

    async def begin(self) -> None:
        """Read a snapshot; raise `NoAnswer`."""
        objects, path = dict[str, Json](), f"/api/v1/changes?limit={PAGE}"
        number = 0
        while path:
            answer = await self._ask("GET", path)
            objects |= {task["id"]: without_owner(task) for task in answer.json["objects"]["tasks"]}
            number = answer.json["next"]
            path = answer.headers.get("link", "<>").partition(">")[0][1:]
        self.objects, self.folded = objects, Replica(number, {id_: dict(task) for id_, task in objects.items()})

    async def synchronise(self) -> None:
        """Read what is new, send the queue, and read what that has changed; raise `NoAnswer`."""
        await self.pull()
        while self.queue:
            await self._send(self.queue[0])
        await self.pull()

    async def pull(self) -> None:
        """Read the changes since the last time; raise `NoAnswer`."""
        more = True
        while more:
            page = (await self._ask("GET", f"/api/v1/changes?since={self.folded.number}&limit={PAGE}")).json
            for change in page["changes"]:
                self.folded.apply(change)
            self.objects |= {task["id"]: without_owner(task) for task in page["objects"]["tasks"]}
            for deleted in page["objects"]["deleted"]:
                self.objects.pop(deleted["id"], None)
            more = page["more"]

    async def _send(self, queued: Queued) -> None:
        """Send an operation and take it from the queue, unless another device has changed the task meanwhile."""
        headers = {"Idempotency-Key": queued.key}
        if queued.version is not None:
            headers["If-Match"] = f'"{queued.version}"'
        if queued.operation is Operation.CREATE:
            answer = await self._ask("POST", PATH, {"id": queued.task, **queued.content}, headers)
        else:
            method = "PATCH" if queued.operation is Operation.EDIT else "DELETE"
            body = queued.content if queued.operation is Operation.EDIT else None
            answer = await self._ask(method, f"{PATH}/{queued.task}", body, headers)
        self.results[f"{answer.status}"] += 1
        self.results["replayed"] += "idempotency-replayed" in answer.headers
        if answer.status < HTTPStatus.MULTIPLE_CHOICES:
            self._finish(queued, answer.json["version"] if answer.body else None)
        elif answer.status == HTTPStatus.PRECONDITION_FAILED:
            await self._resolve(queued)
        elif answer.status == HTTPStatus.NOT_FOUND:
            self._drop(queued)
        else:
            raise AssertionError(f"{queued}: {answer.status} {answer.body.decode()}")

    def _finish(self, queued: Queued, version: int | None) -> None:
        self.queue.remove(queued)
        if queued.operation is not Operation.DELETE:
            self.done.append(queued.content["title"])
        following = next((each for each in self.queue if each.task == queued.task), None)
        if following and following.version is None:
            following.version = version

    async def _resolve(self, queued: Queued) -> None:
        """Read the task again; the user decides for the own change, on top of the other one, or against it."""
        answer = await self._ask("GET", f"{PATH}/{queued.task}")
        if answer.status == HTTPStatus.NOT_FOUND or self.random.random() < 0.3:
            self._drop(queued, answer.json["version"] if answer.status == HTTPStatus.OK else None)
        else:
            queued.version, queued.key = answer.json["version"], uuid4().hex

    def _drop(self, queued: Queued, version: int | None = None) -> None:
        self.results["dropped"] += 1
        self.queue.remove(queued)
        if queued.content:
            self.dropped.append(queued.content["title"])
        for each in self.queue:
            if each.task == queued.task and each.version is None:
                each.version = version
                return

    async def _ask(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Answer:
        answer = await self.person.ask(method, path, body, headers)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NoAnswer(f"{answer.status} {answer.body.decode()}")
        return answer
