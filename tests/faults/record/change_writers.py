"""Clients that change the tasks of one account in every way there is, and note what the service has acknowledged."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from itertools import count
from random import Random
from typing import Any
from uuid import uuid4

from attrs import define, field

from tests.faults.record.replica import Json
from tests.faults.support.connection import Answer, NoAnswer
from tests.faults.support.people import NOBODY_KNOWS, Person

PATH = "/api/v1/tasks"
PAUSE = 0.05
"""Seconds before a request is repeated."""
MOST_UNDONE = 4
"""Changes that one request undoes."""
FEW, MANY = 20, 300
"""Tasks between which an account is kept."""


@define(eq=False)
class Account:
    """What the writers of one account know together."""

    tasks: dict[str, int] = field(factory=dict)
    """The version of each task, as far as an answer has shown it."""
    latest: int = 0
    """The highest number of a change that an answer has shown or that must exist."""
    acknowledged: int = 0
    """Changes."""
    requests: Counter[str] = field(factory=Counter)
    """How many changes were acknowledged to each request, by its id."""
    versions: set[tuple[str, int, str]] = field(factory=set)
    """Id, version and title of the tasks in the answers to writes under an idempotency key."""
    undone: list[Json] = field(factory=list)
    """The changes in the answers to requests to undo something."""
    statuses: Counter[int] = field(factory=Counter)
    errors: Counter[tuple[str, str | None]] = field(factory=Counter)
    """The last parts of the paths and the codes of the answers from 500 on."""
    unknown: int = 0
    """Requests without an answer that says whether they took effect."""
    _titles: "count[int]" = field(factory=lambda: count(1))

    def fresh_title(self) -> str:
        """Return a title that no other task of the account has or had, unless a change is undone."""
        return f"title {next(self._titles)}"

    def missing_in(self, record: list[Json]) -> list[str]:
        """Return what was acknowledged, but is not in the record exactly once."""
        by_request = Counter(change["request_id"] for change in record)
        versions = Counter((change["id"], change["version"]) for change in record)
        titles = {(change["id"], change["version"], _title(change)) for change in record}
        missing = [
            f"request {id_} made {made} changes, recorded are {by_request[id_]}"
            for id_, made in self.requests.items()
            if by_request[id_] != made
        ]
        missing += [f"version {seen}" for seen in self.versions if seen not in titles or versions[seen[:2]] != 1]
        missing += [f"undoing {each}" for each in self.undone if record[each["number"] - 1] != each]
        return missing


def _title(change: Json) -> str | None:
    title = change["fields"].get("title")
    return title["after"] if title else None


@define(eq=False)
class ChangeWriter:
    """One client of an account."""

    person: Person
    account: Account
    random: Random
    undoes: bool = True
    longest_pause: float = 0.01
    """Seconds between two requests."""

    async def write(self) -> None:
        """Do the next thing."""
        few, many = len(self.account.tasks) < FEW, len(self.account.tasks) > MANY
        habits: list[Callable[[], Coroutine[Any, Any, None]]] = [self._create, self._create_once, self._create_pair]
        if not few:
            habits = [self._create] * (0 if many else 3) + [self._create_once] * (0 if many else 2)
            habits += [self._edit] * 4
            habits += [self._edit_once, self._edit_unchanged, self._delete, self._batch]
            habits += [self._undo, self._undo_some] if self.undoes else []
        await self.random.choice(habits)()
        await asyncio.sleep(self.random.uniform(0, self.longest_pause))

    async def _create(self) -> None:
        own_id = {"id": str(uuid4())} if self.random.random() < 0.3 else {}
        self._note(await self._ask("POST", PATH, {"title": self.account.fresh_title(), **own_id}), 1)

    async def _create_once(self) -> None:
        await self._ask_until_known("POST", PATH, {"title": self.account.fresh_title()})

    async def _create_pair(self) -> None:
        operations = [{"op": "create", "task": {"title": self.account.fresh_title()}} for _ in range(2)]
        self._note(await self._ask("POST", f"{PATH}/batch", {"atomic": True, "operations": operations}), 2)

    async def _edit(self) -> None:
        self._note(await self._ask("PATCH", f"{PATH}/{self._some()}", self._edited()), 1)

    async def _edit_once(self) -> None:
        await self._ask_until_known("PATCH", f"{PATH}/{self._some()}", self._edited())

    async def _edit_unchanged(self) -> None:
        task = self._some()
        headers = {"If-Match": f'"{self.account.tasks[task]}"'}
        self._note(await self._ask("PATCH", f"{PATH}/{task}", self._edited(), headers), 1)

    async def _delete(self) -> None:
        task = self._some()
        self._note(await self._ask("DELETE", f"{PATH}/{task}"), 1)
        self.account.tasks.pop(task, None)

    async def _batch(self) -> None:
        edited, deleted = self.random.sample(sorted(self.account.tasks), 2)
        operations = [
            {"op": "create", "task": {"title": self.account.fresh_title()}},
            {"op": "edit", "id": edited, "task": self._edited()},
            {"op": "delete", "id": deleted},
        ]
        body = {"atomic": self.random.random() < 0.5, "operations": operations}
        answer = await self._ask("POST", f"{PATH}/batch", body)
        if answer and answer.status == HTTPStatus.OK:
            self._note(answer, sum(result["status"] < 300 for result in answer.json["results"]))
            self.account.tasks.pop(deleted, None)

    async def _undo(self) -> None:
        self._note_undone(await self._ask("POST", f"/api/v1/changes/{self._number()}/undo"))

    async def _undo_some(self) -> None:
        numbers = list({self._number() for _ in range(self.random.randint(1, MOST_UNDONE))})
        self._note_undone(await self._ask("POST", "/api/v1/changes/undo", {"numbers": numbers}))

    def _some(self) -> str:
        return self.random.choice(list(self.account.tasks))

    def _number(self) -> int:
        """Return that of a recent change, since older ones are rarely free of conflicts."""
        latest = self.account.latest
        return self.random.randint(max(1, latest - 50), latest)

    def _edited(self) -> Json:
        return {"title": self.account.fresh_title(), "priority": self.random.choice(("low", "medium", "high"))}

    async def _ask(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> Answer | None:
        try:
            answer = await self.person.ask(method, path, body, headers)
        except NoAnswer:
            self.account.unknown += 1
            await asyncio.sleep(PAUSE)
            return None
        self.person.connection.answers.clear()
        self.account.statuses[answer.status] += 1
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self.account.errors[path.rpartition("/")[2], answer.code] += 1
            self.account.unknown += answer.code in NOBODY_KNOWS
            await asyncio.sleep(PAUSE)
        return answer

    async def _ask_until_known(self, method: str, path: str, body: object) -> None:
        headers = {"Idempotency-Key": uuid4().hex}
        answer = await self._ask(method, path, body, headers)
        while answer is None or answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
            answer = await self._ask(method, path, body, headers)
        if answer.status < HTTPStatus.MULTIPLE_CHOICES:
            task = answer.json
            self.account.versions.add((task["id"], task["version"], task["title"]))
            self._note_tasks([task], 1)

    def _note(self, answer: Answer | None, changes: int) -> None:
        if answer is None or answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            return
        self.account.requests[answer.headers["x-request-id"]] += changes
        found = answer.json if answer.body else {"results": []}
        results = found.get("results", [{"task": found}])
        self._note_tasks([result["task"] for result in results if "task" in result], changes)

    def _note_tasks(self, tasks: list[Json], changes: int) -> None:
        self.account.acknowledged += changes
        self.account.latest = max(self.account.latest, self.account.acknowledged)
        for task in tasks:
            self.account.tasks[task["id"]] = max(task["version"], self.account.tasks.get(task["id"], 0))

    def _note_undone(self, answer: Answer | None) -> None:
        if answer is None or answer.status != HTTPStatus.OK:
            return
        changes = answer.json["changes"]
        self.account.requests[answer.headers["x-request-id"]] += len(changes)
        self.account.undone += changes
        self.account.acknowledged += len(changes)
        for change in changes:
            self.account.latest = max(self.account.latest, change["number"])
            if change["version"] is None:
                self.account.tasks.pop(change["id"], None)
            else:
                self.account.tasks[change["id"]] = change["version"]
