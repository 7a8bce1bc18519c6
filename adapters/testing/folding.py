"""The objects that result from the recorded changes of an account."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from attrs import evolve

from domain.changes.kinds import RecordedObject
from domain.changes.recorded_change import Effect, RecordedChange
from domain.ids import TaskId
from domain.tasks.task import Task


def applied(before: RecordedObject | None, change: RecordedChange) -> RecordedObject | None:
    """Return the state after a change; fail unless the state before is the one that the change has recorded."""
    assert change.version_before == (before.version if before else None)
    assert {name: getattr(before, name, None) for name in change.fields} == {
        name: each.before for name, each in change.fields.items()
    }
    values: dict[str, Any] = {name: each.after for name, each in change.fields.items()}
    if change.effect is Effect.DELETED:
        assert set(values.values()) <= {None}
        return None
    assert change.version_after is not None
    if before is None:
        entity: Any = change.object_kind.entity
        values = dict.fromkeys(change.object_kind.fields) | values
        return cast(
            "RecordedObject", entity(id=change.object_id, owner=change.owner, version=change.version_after, **values)
        )
    return evolve(before, version=change.version_after, **values)


def folded(changes: Iterable[RecordedChange]) -> Mapping[TaskId, Task]:
    """Return the tasks of an account after its changes."""
    objects = folded_objects(changes)
    return {each.id: each for each in objects if isinstance(each, Task)}


def folded_objects(changes: Iterable[RecordedChange]) -> frozenset[RecordedObject]:
    """Return the objects of an account after its changes."""
    objects: dict[object, RecordedObject] = {}
    for change in changes:
        key = change.object_kind, change.object_id
        after = applied(objects.pop(key, None), change)
        if after:
            objects[key] = after
    return frozenset(objects.values())
