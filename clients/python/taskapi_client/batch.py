"""The operations of a batch. Given a `Task`, an edit or deletion takes effect only on the version that was read."""

from typing import Unpack
from uuid import UUID

from taskapi_client.types.tasks import CreateOperation, CreateTask, DeleteOperation, EditOperation, EditTask, Task


def create(**fields: Unpack[CreateTask]) -> CreateOperation:
    """Create a task."""
    return {"op": "create", "task": fields}


def edit(task: Task | UUID, /, **fields: Unpack[EditTask]) -> EditOperation:
    """Change fields of a task."""
    if isinstance(task, Task):
        return {"op": "edit", "id": task.id, "if_version": task.version, "task": fields}
    return {"op": "edit", "id": task, "task": fields}


def delete(task: Task | UUID, /) -> DeleteOperation:
    """Delete a task."""
    if isinstance(task, Task):
        return {"op": "delete", "id": task.id, "if_version": task.version}
    return {"op": "delete", "id": task}
