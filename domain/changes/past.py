"""Tasks as they were: changes are reverted one by one, the newest first."""

from typing import Any, Self

from attrs import define, evolve, field

from domain.changes.recorded_change import RECORDED_FIELDS, Effect, RecordedChange
from domain.ids import TaskId
from domain.tasks.task import Task


@define
class PastTask:
    """A task on the way back through its record, from the state in which it was read.

    Reverting a change that was recorded after the task was read is harmless: of every field, the value before the
    earliest reverted change counts.
    """

    _task: Task | None
    """The task as it was read; None if it did not exist."""
    _reverted: RecordedChange | None = field(default=None, init=False)
    """The change that was reverted last."""
    _values: dict[str, Any] = field(factory=dict, init=False)
    """The fields that were reverted."""

    def revert(self, change: RecordedChange) -> Self:
        """Go back to the state before a change; the changes of the task must come in descending order."""
        if change.effect is Effect.DELETED:
            self._values = dict.fromkeys(RECORDED_FIELDS)
        self._values |= {name: each.before for name, each in change.fields.items()}
        self._reverted = change
        return self

    @property
    def task(self) -> Task | None:
        """The task in the state that was reached; None if it did not exist."""
        if self._reverted is None:
            return self._task
        if self._reverted.version_before is None:
            return None
        values: dict[str, Any] = {name: getattr(self._task, name, None) for name in RECORDED_FIELDS}
        values |= self._values
        id_, owner, version = TaskId(self._reverted.object_id), self._reverted.owner, self._reverted.version_before
        return Task(id=id_, owner=owner, version=version, **values)


def combined(first: RecordedChange, second: RecordedChange) -> RecordedChange:
    """Return one change, to be reverted instead of two consecutive ones of the same task."""
    is_complete = Effect.DELETED in (first.effect, second.effect)
    return evolve(
        first,
        effect=Effect.DELETED if is_complete else first.effect,
        version_after=second.version_after,
        fields={**second.fields, **first.fields},
    )
