"""Request bodies that are no nouns of the core, and the nouns they become."""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from attrs import frozen

from application import Batch, TaskChange, TaskRemoval
from application.batch import MOST_OPERATIONS, Operation
from domain.accounts.password import Password
from domain.ids import TaskId
from domain.tasks.task import NewTask, TaskEdit
from entrypoints.http.requests.parsing.json_values import Count


@frozen(kw_only=True)
class RefreshBody:
    """What a client exchanges for a fresh pair of tokens."""

    refresh_token: str


@frozen(kw_only=True)
class PasswordProof:
    """The password once more, before something that cannot be undone."""

    password: Password


@frozen(kw_only=True)
class CreateOperation:
    """Make a task."""

    op: Literal["create"]
    task: NewTask

    def noun(self) -> NewTask:
        """What the use case takes."""
        return self.task


@frozen(kw_only=True)
class EditOperation:
    """Change a task, if it has this version."""

    op: Literal["edit"]
    id: UUID
    if_version: int | None = None
    task: TaskEdit

    def noun(self) -> TaskChange:
        """What the use case takes."""
        return TaskChange(task_id=TaskId(self.id), edit=self.task, if_version=_only(self.if_version))


@frozen(kw_only=True)
class DeleteOperation:
    """Remove a task, if it has this version."""

    op: Literal["delete"]
    id: UUID
    if_version: int | None = None

    def noun(self) -> TaskRemoval:
        """What the use case takes."""
        return TaskRemoval(task_id=TaskId(self.id), if_version=_only(self.if_version))


def _only(version: int | None) -> frozenset[int] | None:
    return None if version is None else frozenset({version})


AnyOperation: TypeAlias = CreateOperation | EditOperation | DeleteOperation


@frozen(kw_only=True)
class BatchBody:
    """Up to 200 operations, told apart by `op`; `atomic` means all or none."""

    atomic: bool
    operations: Annotated[list[AnyOperation], Count(1, MOST_OPERATIONS)]

    def noun(self) -> Batch:
        """What the use case takes; raises `InvalidInput` for two operations on one task."""
        operations: list[Operation] = [operation.noun() for operation in self.operations]
        return Batch(atomic=self.atomic, operations=tuple(operations))
