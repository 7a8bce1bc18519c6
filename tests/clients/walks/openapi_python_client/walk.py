"""A walk with the client of openapi-python-client: `walk.py URL` prints each step that went well."""

import re
import sys
import uuid
from typing import TypeVar

from taskapi_client import AuthenticatedClient, Client
from taskapi_client.api.accounts import register
from taskapi_client.api.sessions import log_in, log_out
from taskapi_client.api.tasks import create_task, delete_task, edit_task, list_tasks, read_task, run_batch
from taskapi_client.models import (
    Account,
    BatchBody,
    BatchResults,
    CreateOperation,
    CreateTask,
    Credentials,
    DeleteOperation,
    EditTask,
    Priority,
    Problem,
    Registration,
    Sort,
    Status,
    Task,
    Tokens,
)
from taskapi_client.types import Response

T = TypeVar("T")
PASSWORD = "seven ferns drink 40 cups"


def parsed(value: object, kind: type[T]) -> T:
    """Check that a parsed response is of this type."""
    assert isinstance(value, kind), value
    return value


def problem(response: Response[T], status: int, code: str) -> Problem:
    """Check the problem of a response and return it."""
    typed = parsed(response.parsed, Problem)
    assert (response.status_code, typed.status, typed.code) == (status, status, code), typed
    print(status, code)
    return typed


anonymous = Client(base_url=sys.argv[1])
email = f"{uuid.uuid4().hex}@example.com"
account = parsed(register.sync(client=anonymous, body=Registration(email=email, password=PASSWORD)), Account)
assert account.email == email
print("register")

tokens = parsed(log_in.sync(client=anonymous, body=Credentials(email=email, password=PASSWORD)), Tokens)
client = AuthenticatedClient(base_url=sys.argv[1], token=tokens.token)
print("log in")

draft = CreateTask(title="Write integration tests", priority=Priority.HIGH)
task = parsed(create_task.sync(client=client, body=draft), Task)
other = parsed(create_task.sync(client=client, body=CreateTask(title="Water the plants")), Task)
assert (task.title, task.status, task.version) == ("Write integration tests", Status.TODO, 1)
assert (task.description, task.due_at, other.priority) == (None, None, Priority.MEDIUM)
assert task.created_at.tzinfo is not None
print("create")

found = parsed(list_tasks.sync(client=client, status=[Status.TODO, Status.DONE], priority=[Priority.HIGH]), list)
assert [each.id for each in found] == [task.id]
print("list with two filters")

first = list_tasks.sync_detailed(client=client, limit=1, sort=Sort.CREATED_AT)
link = re.search(r"cursor=([^&>]+)", first.headers["Link"])
assert link is not None
rest = parsed(list_tasks.sync(client=client, limit=1, sort=Sort.CREATED_AT, cursor=link[1]), list)
assert [each.id for each in (*parsed(first.parsed, list), *rest)] == [task.id, other.id]
print("next page")

read = read_task.sync_detailed(task.id, client=client)
assert read.parsed == task
print("read")

tag = read.headers["ETag"]
change = EditTask(status=Status.CANCELLED, description="later")
edited = parsed(edit_task.sync(task.id, client=client, body=change, if_match=tag), Task)
assert (edited.status, edited.description, edited.version) == (Status.CANCELLED, "later", 2)
print("edit with If-Match")

done, late = EditTask(status=Status.DONE), EditTask(title="Late")
refused = problem(edit_task.sync_detailed(task.id, client=client, body=done), 409, "transition-not-allowed")
assert refused.allowed == [Status.TODO]
problem(edit_task.sync_detailed(task.id, client=client, body=late, if_match=tag), 412, "stale-task")
broken = problem(list_tasks.sync_detailed(client=client, cursor="never-issued"), 400, "invalid-input")
assert [violation.pointer for violation in broken.errors or ()] == ["/cursor"]

batch = BatchBody(
    atomic=False,
    operations=[
        CreateOperation(op="create", task=CreateTask(title="Dig")),
        DeleteOperation(op="delete", id=uuid.uuid4()),
    ],
)
created, missing = parsed(run_batch.sync(client=client, body=batch), BatchResults).results
assert parsed(created.task, Task).title == "Dig"
assert (missing.status, parsed(missing.problem, Problem).code) == (404, "task-not-found")
print("batch")

assert delete_task.sync_detailed(task.id, client=client, if_match='"2"').status_code == 204
print("delete")

assert log_out.sync_detailed(client=client).status_code == 204
print("log out")

problem(read_task.sync_detailed(other.id, client=client), 401, "invalid-token")
