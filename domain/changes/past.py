"""Objects as they were: changes are reverted one by one, the newest first."""

from typing import Any, Generic, Self, cast

from attrs import define, evolve, field

from domain.changes.kinds import RecordedT
from domain.changes.recorded_change import Effect, RecordedChange


@define
class PastObject(Generic[RecordedT]):
    """An object on the way back through its record, from the state in which it was read.

    Reverting a change that was recorded after the object was read is harmless: of every field, the value before the
    earliest reverted change counts.
    """

    _read: RecordedT | None
    """The object as it was read; None if it did not exist."""
    _reverted: RecordedChange | None = field(default=None, init=False)
    """The change that was reverted last."""
    _values: dict[str, Any] = field(factory=dict, init=False)
    """The fields that were reverted."""

    def revert(self, change: RecordedChange) -> Self:
        """Go back to the state before a change; the changes of the object must come in descending order."""
        if change.effect is Effect.DELETED:
            self._values = dict.fromkeys(change.object_kind.fields)
        self._values |= {name: each.before for name, each in change.fields.items()}
        self._reverted = change
        return self

    @property
    def state(self) -> RecordedT | None:
        """The object in the state that was reached; None if it did not exist."""
        change = self._reverted
        if change is None:
            return self._read
        if change.version_before is None:
            return None
        kind = change.object_kind
        values = dict(zip(kind.fields, kind.values(self._read), strict=True)) | self._values
        entity: Any = kind.entity
        return cast(
            "RecordedT", entity(id=change.object_id, owner=change.owner, version=change.version_before, **values)
        )


def combined(first: RecordedChange, second: RecordedChange) -> RecordedChange:
    """Return one change, to be reverted instead of two consecutive ones of the same object."""
    is_complete = Effect.DELETED in (first.effect, second.effect)
    return evolve(
        first,
        effect=Effect.DELETED if is_complete else first.effect,
        version_after=second.version_after,
        fields={**second.fields, **first.fields},
    )
