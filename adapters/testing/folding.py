"""The tasks that result from the recorded changes of an account."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from domain.changes.recorded_change import RECORDED_FIELDS, Effect, RecordedChange
from domain.ids import TaskId
from domain.tasks.task import Task


def applied(task: Task | None, change: RecordedChange) -> Task | None:
    """Return the state after a change; fail unless the state before is the one that the change has recorded."""
    assert change.version_before == (task.version if task else None)
    assert {name: getattr(task, name, None) for name in change.fields} == {
        name: each.before for name, each in change.fields.items()
    }
    values: dict[str, Any] = {name: each.after for name, each in change.fields.items()}
    if change.effect is Effect.DELETED:
        assert set(values.values()) <= {None}
        return None
    assert change.version_after is not None
    if task is None:
        values = dict.fromkeys(RECORDED_FIELDS) | values
        return Task(id=TaskId(change.object_id), owner=change.owner, version=change.version_after, **values)
    return evolve(task, version=change.version_after, **values)


def folded(changes: Iterable[RecordedChange]) -> Mapping[TaskId, Task]:
    """Return the tasks of an account after its changes."""
    tasks: dict[TaskId, Task] = {}
    for change in changes:
        task_id = TaskId(change.object_id)
        task = applied(tasks.pop(task_id, None), change)
        if task:
            tasks[task_id] = task
    return tasks
