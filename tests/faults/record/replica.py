"""What a client builds from the record of changes, and strict checks of every change on the way."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from attrs import define, field

from tests.faults.support.connection import NoAnswer
from tests.faults.support.people import Person

Json: TypeAlias = dict[str, Any]
FIELDS = (
    *("title", "description", "status", "priority", "due_at", "due_on", "project_id", "parent_id", "labels"),
    *("completed_at", "created_at"),
)
"""Of a task, beside its identity; a change shows those that differ."""


class RecordBroken(Exception):
    """The record contradicts itself: a number is missing or repeated, or a change does not fit to what was before."""


@define
class Replica:
    """The tasks of an account, as the changes up to a number left them."""

    number: int = 0
    tasks: dict[str, Json] = field(factory=dict)
    _versions: dict[str, int] = field(factory=dict, init=False)
    """The last version of each deleted task."""

    def apply(self, change: Json) -> None:
        """Make the next change; raise `RecordBroken`."""
        if change["number"] != self.number + 1:
            raise RecordBroken(f"number {change['number']} after {self.number}")
        task_id, before = change["id"], self.tasks.get(change["id"])
        self._check(change, before)
        self.number += 1
        if change["kind"] == "deleted":
            self._versions[task_id] = self.tasks.pop(task_id)["version"]
            return
        task = dict(before) if before else {"id": task_id, **dict.fromkeys(FIELDS)}
        task |= {name: each["after"] for name, each in change["fields"].items()}
        self.tasks[task_id] = task | {"version": change["version"], "updated_at": change["at"]}

    def _check(self, change: Json, before: Json | None) -> None:
        deleted = self._versions.get(change["id"])
        kind = "created" if deleted is None else "restored"
        kinds = {kind} if before is None else {"edited", "deleted"}
        version_before = before["version"] if before else None
        after = None if change["kind"] == "deleted" else (version_before or deleted or 0) + 1
        held = {name: before[name] if before else None for name in change["fields"]}
        recorded = {name: each["before"] for name, each in change["fields"].items()}
        if (
            change["kind"] not in kinds
            or (change["version_before"], change["version"]) != (version_before, after)
            or held != recorded
        ):
            raise RecordBroken(f"{change} does not follow {before}")


async def all_tasks(person: Person) -> dict[str, Json]:
    """Return the tasks of an account as `GET /tasks` shows them, by id, in the form of a `Replica`."""
    found: dict[str, Json] = {}
    fresh, path = person.again(), "/api/v1/tasks?limit=100"
    while path:
        answer = await fresh.ask("GET", path)
        if answer.status != 200:
            raise NoAnswer(f"{path}: {answer.status} {answer.body.decode()}")
        found |= {task["id"]: without_owner(task) for task in answer.json}
        path = answer.headers.get("link", "<>").partition(">")[0][1:]
    return found


def without_owner(task: Mapping[str, Any]) -> Json:
    """Return a task without what changes do not show: the id of its owner, and a place that no move has set."""
    return {name: value for name, value in task.items() if name not in ("user_id", "position")}


async def whole_record(person: Person) -> list[Json]:
    """Return all changes of an account."""
    changes: list[Json] = []
    fresh = person.again()
    while True:
        answer = await fresh.ask("GET", f"/api/v1/changes?since={len(changes)}&limit=100")
        if answer.status != 200:
            raise NoAnswer(f"{answer.status} {answer.body.decode()}")
        changes += answer.json["changes"]
        if not answer.json["more"]:
            return changes
