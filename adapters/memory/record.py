"""The record of changes of the in-memory store."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from attrs import define, field

from domain.changes.kinds import ObjectKind
from domain.changes.recorded_change import RecordedChange
from domain.ids import UserId

_NOTHING: Sequence[RecordedChange] = ()


@define
class Record:
    """Every change of every account, in the order of the commits."""

    _changes: defaultdict[UserId, list[RecordedChange]] = field(factory=lambda: defaultdict(list), init=False)
    _of_object: defaultdict[UserId, defaultdict[tuple[ObjectKind, UUID], list[RecordedChange]]] = field(
        factory=lambda: defaultdict(lambda: defaultdict(list)), init=False
    )

    def latest(self, owner: UserId) -> int:
        """Return the number of the last change of an account."""
        return len(self._changes.get(owner, ()))

    def after(self, owner: UserId, number: int, limit: int | None) -> Sequence[RecordedChange]:
        """Return the first changes of an account after a number, or all."""
        first = max(number, 0)
        return self._changes.get(owner, _NOTHING)[first : None if limit is None else first + limit]

    def of_object(self, owner: UserId, kind: ObjectKind, object_id: UUID) -> Sequence[RecordedChange]:
        """Return all changes of an object, in their order."""
        own = self._of_object.get(owner)
        return own.get((kind, object_id), _NOTHING) if own else _NOTHING

    def next_numbers(self, changes: Sequence[RecordedChange]) -> list[int]:
        """Return the numbers that changes get if they are committed now."""
        latest = {change.owner: self.latest(change.owner) for change in changes}
        numbers = []
        for change in changes:
            latest[change.owner] += 1
            numbers.append(latest[change.owner])
        return numbers

    def append(self, changes: Iterable[RecordedChange]) -> None:
        """Keep the numbered changes of a committed unit of work."""
        for change in changes:
            self._changes[change.owner].append(change)
            self._of_object[change.owner][change.object_kind, change.object_id].append(change)

    def forget(self, owners: Iterable[UserId]) -> None:
        """Remove everything of some accounts."""
        for owner in owners:
            self._changes.pop(owner, None)
            self._of_object.pop(owner, None)
