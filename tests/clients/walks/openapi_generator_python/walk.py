"""A walk with the Python client of openapi-generator: `walk.py URL` prints each step that went well."""

import re
import sys
import uuid
from collections.abc import Callable
from typing import Any

import taskapi_client as api
from taskapi_client.exceptions import ApiException

PASSWORD = "seven ferns drink 40 cups"


def problem(call: Callable[[], object], status: int, code: str) -> api.Problem:
    """Make a call that fails; check its problem and return it."""
    try:
        call()
    except ApiException as error:
        typed: Any = error.data
        assert isinstance(typed, api.Problem), error
        assert (error.status, typed.status, typed.code) == (status, status, code), typed
        print(status, code)
        return typed
    raise AssertionError(f"expected {code}")


configuration = api.Configuration(host=sys.argv[1])
client = api.ApiClient(configuration)
accounts, sessions, tasks = api.AccountsApi(client), api.SessionsApi(client), api.TasksApi(client)

email = f"{uuid.uuid4().hex}@example.com"
account = accounts.register(api.Registration(email=email, password=PASSWORD))
assert account.email == email
assert account.created_at.tzinfo is not None
print("register")

tokens = sessions.log_in(api.Credentials(email=email, password=PASSWORD))
assert tokens.token_type == "Bearer"
configuration.access_token = tokens.token
print("log in")

task = tasks.create_task(api.CreateTask(title="Write integration tests", priority=api.Priority.HIGH))
other = tasks.create_task(api.CreateTask(title="Water the plants"))
assert (task.title, task.status, task.version) == ("Write integration tests", api.Status.TODO, 1)
assert (task.description, task.due_at, other.priority) == (None, None, api.Priority.MEDIUM)
assert task.created_at.tzinfo is not None
print("create")

found = tasks.list_tasks(status=[api.Status.TODO, api.Status.DONE], priority=[api.Priority.HIGH])
assert [each.id for each in found] == [task.id]
print("list with two filters")

first = tasks.list_tasks_with_http_info(limit=1, sort=api.Sort.CREATED_AT)
link = re.search(r"cursor=([^&>]+)", (first.headers or {})["link"])
assert link is not None
rest = tasks.list_tasks(limit=1, sort=api.Sort.CREATED_AT, cursor=link[1])
assert [each.id for each in (*first.data, *rest)] == [task.id, other.id]
print("next page")

read = tasks.read_task_with_http_info(task.id)
assert read.data == task
print("read")

tag = (read.headers or {})["etag"]
edited = tasks.edit_task(task.id, api.EditTask(status=api.Status.CANCELLED, description="later"), if_match=tag)
assert (edited.status, edited.description, edited.version) == (api.Status.CANCELLED, "later", 2)
print("edit with If-Match")

refused = problem(lambda: tasks.edit_task(task.id, api.EditTask(status=api.Status.DONE)), 409, "transition-not-allowed")
assert refused.allowed == [api.Status.TODO]
problem(lambda: tasks.edit_task(task.id, api.EditTask(title="Late"), if_match=tag), 412, "stale-task")
broken = problem(lambda: tasks.list_tasks(cursor="never-issued"), 400, "invalid-input")
assert [violation.pointer for violation in broken.errors or ()] == ["/cursor"]

operations = [
    api.CreateOperation(op="create", task=api.CreateTask(title="Dig")),
    api.DeleteOperation(op="delete", id=uuid.uuid4()),
]
batch = api.BatchBody(atomic=False, operations=[api.BatchOperation(operation) for operation in operations])
created, missing = tasks.run_batch(batch).results
assert created.task is not None
assert created.task.title == "Dig"
assert missing.problem is not None
assert (missing.status, missing.problem.code) == (404, "task-not-found")
print("batch")

tasks.delete_task(task.id, if_match='"2"')
print("delete")

sessions.log_out()
print("log out")

problem(lambda: tasks.read_task(other.id), 401, "invalid-token")
