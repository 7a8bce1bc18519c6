"""Trees of tasks: what operations do to subtasks, and the rules that hold after each of them.

A task has at most `MAX_ANCESTORS` tasks above it, is not one of them, and is in the project of its parent.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from attrs import define, evolve, field

from domain.errors import Conflict
from domain.ids import ProjectId, TaskId
from domain.tasks.task import Task, TaskNotFound
from domain.unset import UNSET, Unset

MAX_ANCESTORS = 8
"""Tasks above one task."""

Difference: TypeAlias = tuple[Task | None, Task | None]
"""A task before and after operations; None where it does not exist."""


def _by_id(tasks: Iterable[Task]) -> dict[UUID, Task]:
    return {task.id: task for task in tasks}


@define
class Tree:
    """Some tasks of one account, to which operations are applied one after the other.

    An operation needs the task itself, every task above it or above its new parent, and every task below it. One that
    raises an error leaves the tree as it was. However many operations change a task, its version rises by one.
    """

    _stored: dict[UUID, Task] = field(converter=_by_id)
    """As they were read."""
    _present: dict[UUID, Task] = field(init=False)
    """As they are after the operations so far."""
    _children: defaultdict[UUID, dict[UUID, None]] = field(init=False)
    """The ids below an id, of present tasks."""
    _touched: dict[UUID, None] = field(factory=dict, init=False)
    """The ids of all tasks that were changed, in the order of the operations."""

    @_present.default
    def _unchanged(self) -> dict[UUID, Task]:
        return dict(self._stored)

    @_children.default
    def _children_by_parent(self) -> defaultdict[UUID, dict[UUID, None]]:
        children: defaultdict[UUID, dict[UUID, None]] = defaultdict(dict)
        for task in self._stored.values():
            if task.parent_id is not None:
                children[task.parent_id][task.id] = None
        return children

    def stored(self, task_id: UUID) -> Task:
        """Return a task as it was read; raise `TaskNotFound`."""
        return _found(self._stored, task_id)

    def get(self, task_id: UUID) -> Task:
        """Return a task as it is now; raise `TaskNotFound`."""
        return _found(self._present, task_id)

    def is_removed(self, task_id: UUID) -> bool:
        """Return whether an operation has removed a task."""
        return task_id in self._stored and task_id not in self._present

    def put(self, task: Task, *, project: UUID | Unset | None = UNSET, at: datetime) -> None:
        """Add a task or its next version, perhaps below another parent; the tasks below it follow.

        A subtask gets the project of its parent; `project` is the one that was asked for, if any. Raises
        `TaskNotFound` for the parent, `CycleNotAllowed`, `TooDeep` or `ProjectOfParent`.
        """
        before = self._present.get(task.id)
        if before is not None and (before.parent_id, before.project_id) == (task.parent_id, task.project_id):
            self._set(task)
            return
        if task.parent_id is not None:
            parent = self.get(task.parent_id)
            self._ensure_place(task, parent)
            if project is not UNSET and project != parent.project_id:
                raise ProjectOfParent(parent_id=parent.id, project_id=parent.project_id)
            task = evolve(task, project_id=parent.project_id)
        self._set(task)
        for each in list(self.below(task.id)):
            if each.project_id != task.project_id:
                self._set(evolve(each, project_id=task.project_id, updated_at=max(at, each.updated_at)))

    def remove(self, task_id: UUID) -> None:
        """Remove a task and everything below it.

        Raises `TaskNotFound`, or `ChangedInBatch` if an earlier operation has changed one of them.
        """
        gone = [self.get(task_id), *self.below(task_id)]
        for task in gone:
            if self._stored.get(task.id) is not task:
                raise ChangedInBatch(task_id=task.id)
        for task in gone:
            self._drop(task.id)

    def replace(self, differences: Iterable[Difference]) -> None:
        """Give tasks other states, all at once; no other task changes.

        Raises `TaskNotFound`, `CycleNotAllowed`, `TooDeep`, `ProjectOfParent` or `HasSubtasks` if the result breaks a
        rule; the tree is of no use then.
        """
        pairs = list(differences)
        for before, after in pairs:
            if before is not None:
                self._drop(before.id)
            if after is not None:
                self._link(after)
        for before, after in pairs:
            if after is not None:
                self._ensure_rules(after)
            elif before is not None and self._children.get(before.id):
                raise HasSubtasks(task_id=before.id)

    def below(self, task_id: UUID) -> Iterator[Task]:
        """Yield the tasks below one, parents before children."""
        for child in self._children.get(task_id, ()):
            yield self._present[child]
            yield from self.below(child)

    def differences(self) -> Sequence[Difference]:
        """Return what the operations changed, in their order."""
        return [(self._stored.get(id_), self._present.get(id_)) for id_ in self._touched]

    def _set(self, task: Task) -> None:
        stored = self._stored.get(task.id)
        self._drop(task.id)
        self._link(evolve(task, version=stored.version + 1) if stored else task)

    def _link(self, task: Task) -> None:
        self._touched[task.id] = None
        self._present[task.id] = task
        if task.parent_id is not None:
            self._children[task.parent_id][task.id] = None

    def _drop(self, task_id: UUID) -> None:
        self._touched[task_id] = None
        before = self._present.pop(task_id, None)
        if before is not None and before.parent_id is not None:
            del self._children[before.parent_id][task_id]

    def _ensure_rules(self, task: Task) -> None:
        parent = None if task.parent_id is None else self.get(task.parent_id)
        if parent is not None:
            self._ensure_place(task, parent)
        for above, below in ((parent, task), *((task, child) for child in self.below(task.id))):
            if above is not None and above.project_id != below.project_id:
                raise ProjectOfParent(parent_id=above.id, project_id=above.project_id)

    def _ensure_place(self, task: Task, parent: Task) -> None:
        """Raise `CycleNotAllowed` or `TooDeep` unless a task may be below a parent."""
        ancestors = 1
        above: Task | None = parent
        while above is not None and ancestors <= MAX_ANCESTORS + 1:
            if above.id == task.id:
                raise CycleNotAllowed(task_id=task.id, parent_id=parent.id)
            above = None if above.parent_id is None else self._present.get(above.parent_id)
            ancestors += above is not None
        if (most := ancestors + self._height(task.id)) > MAX_ANCESTORS:
            raise TooDeep(ancestors=most)

    def _height(self, task_id: UUID) -> int:
        return max((1 + self._height(child) for child in self._children.get(task_id, ())), default=0)


def _found(tasks: dict[UUID, Task], task_id: UUID) -> Task:
    if task := tasks.get(task_id):
        return task
    raise TaskNotFound(task_id=TaskId(task_id))


@define(eq=False)
class CycleNotAllowed(Conflict):
    """A task would be below itself."""

    task_id: TaskId
    parent_id: TaskId

    def __str__(self) -> str:
        return f"the task {self.parent_id} cannot be the parent of {self.task_id}: it is the same task or below it"


@define(eq=False)
class TooDeep(Conflict):
    """A task would have too many tasks above it."""

    ancestors: int

    def __str__(self) -> str:
        return f"a task can have at most {MAX_ANCESTORS} tasks above it; here one would have {self.ancestors} or more"


@define(eq=False)
class ProjectOfParent(Conflict):
    """A subtask would be in another project than its parent."""

    parent_id: TaskId
    project_id: ProjectId | None

    def __str__(self) -> str:
        where = f"in the project {self.project_id}" if self.project_id else "in no project"
        return (
            f"a subtask is in the project of its parent, and {self.parent_id} is {where}; change the project of the"
            " topmost task, or take the task out with parent_id null"
        )


@define(eq=False)
class HasSubtasks(Conflict):
    """A task would be gone and what is below it would not."""

    task_id: TaskId

    def __str__(self) -> str:
        return f"the task {self.task_id} has subtasks"


@define(eq=False)
class ChangedInBatch(Conflict):
    """A task would be deleted together with one above it, but the same batch changes it."""

    task_id: TaskId

    def __str__(self) -> str:
        return (
            f"this deletes the task {self.task_id} as well, which an earlier operation of the batch changes; leave one"
            " of the two operations out"
        )
