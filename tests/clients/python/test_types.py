"""What type checkers know about calls: mypy checks these functions, and that the errors in them are errors."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Iterator
from typing import assert_type
from uuid import UUID

from taskapi_client import AsyncClient, Client, DryRun, Page, Priority, RecordedChange, Status, Task, Update

ID = UUID(int=1)


def results_of_the_synchronous_client(client: Client, task: Task) -> None:
    assert_type(client.tasks.create(title="x"), Task)
    assert_type(client.tasks.edit(task, status=Status.DONE, due_at=None), Task)
    assert_type(client.tasks.delete(ID), None)
    assert_type(client.tasks.page(limit=3), Page[Task])
    assert_type(client.tasks.every(priority=[Priority.HIGH]), Iterator[Task])
    assert_type(client.changes.follow(since=3), Iterator[Update])
    assert_type(client.dry_run.tasks.edit(ID, title="x"), DryRun[Task])
    assert_type(client.with_key("k").tasks.create(title="x"), Task)


async def results_of_the_asynchronous_client(client: AsyncClient, task: Task) -> None:
    assert_type(await client.tasks.create(title="x"), Task)
    assert_type(client.tasks.edit(task, title="x"), Awaitable[Task])
    assert_type(client.tasks.history(task), AsyncIterator[RecordedChange])
    assert_type(await client.dry_run.tasks.create(title="x"), DryRun[Task])


def errors_of_the_caller(client: Client, task: Task) -> None:
    client.tasks.create(titel="x")  # type: ignore[call-arg]
    client.tasks.create(description="x")  # type: ignore[call-arg]
    client.tasks.create(title=None)  # type: ignore[arg-type]
    client.tasks.edit(task, status="done")  # type: ignore[arg-type]
    client.tasks.edit("3", title="x")  # type: ignore[arg-type]
    client.tasks.every(status=Status.DONE)  # type: ignore[arg-type]
    client.dry_run.tasks.page()  # type: ignore[arg-type]


def test_a_method_has_the_name_the_arguments_and_the_text_of_its_operation() -> None:
    with Client("http://localhost") as client:
        edit = client.tasks.edit

    assert (edit.__name__, inspect.getdoc(edit)) == ("edit", inspect.getdoc(type(client.tasks).edit))
    assert "Change fields of a task" in (inspect.getdoc(edit) or "")
