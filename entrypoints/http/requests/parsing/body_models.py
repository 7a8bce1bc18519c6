"""Request bodies that differ from the commands of the core, and their translation into commands."""

from collections.abc import Container, Mapping
from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from attrs import fields, frozen

from application import Batch, TaskChange, TaskRemoval
from application.batch import MAX_OPERATIONS
from application.operations.commands import Operation
from domain.accounts.password import Password
from domain.ids import TaskId
from domain.items import ItemCount
from domain.tasks.task import EDITABLE, NewTask, TaskEdit
from domain.text import LABEL
from domain.unset import UNSET, Unset


@frozen(kw_only=True)
class RefreshBody:
    """A refresh token to exchange for a new pair of tokens."""

    refresh_token: str


@frozen(kw_only=True)
class PasswordProof:
    """The password, to confirm something that cannot be undone."""

    password: Password


@frozen(kw_only=True)
class LabelRenaming:
    """The new name of a label."""

    name: Annotated[str, LABEL]


@frozen(kw_only=True)
class CreateOperation:
    """Create a task."""

    op: Literal["create"]
    task: NewTask

    def command(self) -> NewTask:
        """Return the command of the use case."""
        return self.task


@frozen(kw_only=True)
class TaskPatch(TaskEdit):
    """An edit, and read-only fields, so that a task can be sent back as it was read."""

    id: UUID | Unset = UNSET
    user_id: UUID | Unset = UNSET
    position: str | Unset = UNSET
    completed_at: datetime | Unset | None = UNSET
    created_at: datetime | Unset = UNSET
    updated_at: datetime | Unset = UNSET
    version: int | Unset = UNSET

    @property
    def edit(self) -> TaskEdit:
        """The fields that may change."""
        return TaskEdit(**{name: getattr(self, name) for name in EDITABLE})

    @property
    def unchanged(self) -> Mapping[str, object]:
        """The read-only fields that were sent."""
        values = ((name, getattr(self, name)) for name in READ_ONLY)
        return {name: value for name, value in values if value is not UNSET}

    def change(self, task_id: TaskId, if_version: Container[int] | None) -> TaskChange:
        """Return the command of the use case."""
        return TaskChange(task_id=task_id, edit=self.edit, if_version=if_version, unchanged=self.unchanged)


READ_ONLY = tuple(each.name for each in fields(TaskPatch) if each.name not in EDITABLE)


@frozen(kw_only=True)
class EditOperation:
    """Edit a task, if it has this version."""

    op: Literal["edit"]
    id: UUID
    if_version: int | None = None
    task: TaskPatch

    def command(self) -> TaskChange:
        """Return the command of the use case."""
        return self.task.change(TaskId(self.id), _only(self.if_version))


@frozen(kw_only=True)
class DeleteOperation:
    """Delete a task, if it has this version."""

    op: Literal["delete"]
    id: UUID
    if_version: int | None = None

    def command(self) -> TaskRemoval:
        """Return the command of the use case."""
        return TaskRemoval(task_id=TaskId(self.id), if_version=_only(self.if_version))


def _only(version: int | None) -> frozenset[int] | None:
    return None if version is None else frozenset({version})


AnyOperation: TypeAlias = CreateOperation | EditOperation | DeleteOperation


@frozen(kw_only=True)
class BatchBody:
    """Up to 200 operations, distinguished by `op`; `atomic` means all or none."""

    atomic: bool
    operations: Annotated[list[AnyOperation], ItemCount(1, MAX_OPERATIONS)]

    def command(self) -> Batch:
        """Return the command of the use case; raise `InvalidInput` for two operations on one task."""
        operations: list[Operation] = [operation.command() for operation in self.operations]
        return Batch(atomic=self.atomic, operations=tuple(operations))
