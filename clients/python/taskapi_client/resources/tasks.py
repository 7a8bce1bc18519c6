"""Tasks."""

from collections.abc import Sequence
from typing import TypeVar, Unpack
from uuid import UUID

from taskapi_client.core.calls import Request
from taskapi_client.core.operations import Resource, change, items_of, operation
from taskapi_client.core.pages import Page
from taskapi_client.resources.paths import API
from taskapi_client.resources.requests import page_request, read_request
from taskapi_client.types.changes import HistoryQuery, RecordedChange
from taskapi_client.types.tasks import (
    BatchOperation,
    BatchResults,
    CreateTask,
    EditTask,
    MoveInOrder,
    Summary,
    SummaryQuery,
    Task,
    TaskQuery,
    TaskVersionQuery,
)

M = TypeVar("M")
TASKS = f"{API}/tasks"
TASK = f"{API}/tasks/{{task_id}}"


class Tasks(Resource[M]):
    """The tasks of the account.

    Where a `Task` is given, it is changed only if it still has that version (`Stale` otherwise). A bare id states no
    version.
    """

    @change("POST", TASKS, Task)
    def create(self, **fields: Unpack[CreateTask]) -> Request:
        """Create a task."""
        return Request(body=fields)

    @operation("GET", TASK, Task)
    def read(self, task: Task | UUID, /, **query: Unpack[TaskVersionQuery]) -> Request:
        """Return a task. Given a `Task` that has not changed, return the same object, without its transfer."""
        return read_request("task_id", task, query)

    @change("PATCH", TASK, Task)
    def edit(self, task: Task | UUID, /, **fields: Unpack[EditTask]) -> Request:
        """Change fields of a task: None removes a value, and an absent field keeps its value."""
        return Request(path={"task_id": task}, body=fields, if_match=task)

    @change("POST", f"{TASK}/move", Task)
    def move(self, task: Task | UUID, /, **target: Unpack[MoveInOrder]) -> Request:
        """Move a task in the manual order: `before` or `after` another one, or `to` an end."""
        return Request(path={"task_id": task}, body=target, if_match=task)

    @change("DELETE", TASK, type(None))
    def delete(self, task: Task | UUID, /) -> Request:
        """Delete a task."""
        return Request(path={"task_id": task}, if_match=task)

    @operation("GET", TASKS, Page[Task])
    def page(self, *, earlier: Page[Task] | None = None, **query: Unpack[TaskQuery]) -> Request:
        """Return one page of tasks; if nothing has changed the same object as an earlier result of the query."""
        return page_request(earlier, query)

    every = items_of(page)

    @operation("GET", f"{TASKS}/summary", Summary)
    def summary(self, **query: Unpack[SummaryQuery]) -> Request:
        """Count tasks by group."""
        return Request(query=query)

    @change("POST", f"{TASKS}/batch", BatchResults)
    def batch(self, operations: Sequence[BatchOperation], *, atomic: bool) -> Request:
        """Run operations, which the functions of `taskapi_client.batch` make. Atomic ones all take effect, or none."""
        return Request(body={"atomic": atomic, "operations": operations})

    @operation("GET", f"{TASK}/history", Page[RecordedChange])
    def history_page(self, task: Task | UUID, /, **query: Unpack[HistoryQuery]) -> Request:
        """Return one page of the changes of a task, newest first, also after it was deleted."""
        return Request(path={"task_id": task}, query=query)

    history = items_of(history_page)
