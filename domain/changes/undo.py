"""Undoing changes: which later changes stand in the way, and the state without the undone ones."""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from attrs import define, evolve, frozen

from domain.changes.kinds import RecordedT
from domain.changes.past import PastObject
from domain.changes.recorded_change import Effect, RecordedChange
from domain.errors import Conflict, DomainError, InvalidInput
from domain.tasks.group import MAX_GROUP
from domain.unset import UNSET, Unset

MAX_UNDONE = 200
"""Changes that one request can undo; as many as a batch can make."""
MAX_UNDONE_GROUP = MAX_GROUP + MAX_UNDONE
"""Changes of one group: what a batch changes, and what is changed beyond that."""
MAX_NAMED = 10
"""Changes that the message of a conflict names."""
MAX_COMPARED = 20_000
"""Pairs of a change to undo and a later one, of the same object."""
MAX_LATER_CHANGES = 1_000
"""Later changes of the same objects that one request examines."""
BOOKKEEPING = frozenset({"updated_at", "created_at", "creation_digest"})
"""Fields that no edit sets by itself."""
DUE_DATES = frozenset({"due_at", "due_on"})
"""Fields of which at most one has a value."""


@frozen
class Undo:
    """The command to undo changes, all or none: those with some numbers, or a group; raises `InvalidInput`."""

    numbers: tuple[int, ...] | Unset = UNSET
    group: int | Unset = UNSET
    """The number of a change: every change that was made by the same request is undone."""

    def __attrs_post_init__(self) -> None:
        if self.numbers is UNSET and self.group is UNSET:
            raise InvalidInput.of("missing", "must have numbers or a group")
        if self.numbers is UNSET:
            if self.group is not UNSET and self.group < 1:
                raise InvalidInput.of("out-of-range", "must be the number of a change, from 1 on", "group")
            return
        if self.group is not UNSET:
            raise InvalidInput.of("contradiction", "numbers and group exclude each other: send one", "group")
        if not 1 <= len(self.numbers) <= MAX_UNDONE:
            raise InvalidInput.of("out-of-range", f"must be 1 to {MAX_UNDONE} numbers", "numbers")
        if len(set(self.numbers)) < len(self.numbers):
            raise InvalidInput.of("repeated", "must name each change once", "numbers")
        if min(self.numbers) < 1:
            raise InvalidInput.of("out-of-range", "must be numbers of changes, from 1 on", "numbers")


def undone(
    targets: Sequence[RecordedChange], record: Sequence[RecordedChange], present: RecordedT | None, at: datetime
) -> RecordedT | None:
    """Return an object without some of its changes, as its next version; None if it does not exist without them.

    `targets` are changes of one object, `record` are all of its changes from the first target on, both in ascending
    order, and `present` is its present state. Raises `UndoConflict`.
    """
    if len(targets) * len(record) > MAX_COMPARED:
        raise TooManyLaterChanges
    numbers: set[int] = set()
    versions = (each.version_before for each in record) if present is None else (present.version,)
    version = max(filter(None, versions), default=0)
    state = present
    for target in reversed(targets):
        later = (each for each in record if each.number > target.number)
        conflicts = tuple(each for each in _effective(later, target.number, numbers) if _shared(each, target))
        if conflicts:
            raise UndoConflict(
                fields=tuple(sorted(set().union(*(_shared(each, target) for each in conflicts)))),
                numbers=tuple(sorted(each.number for each in conflicts)),
            )
        numbers.add(target.number)
        state = PastObject(state).revert(target).state
    if state is None:
        return None
    if present is not None and evolve(state, version=version, updated_at=present.updated_at) == present:
        return present
    # A clock that was set back must not move `updated_at` back.
    return evolve(state, version=version + 1, updated_at=max(at, (present or state).updated_at))


def _effective(later: Iterable[RecordedChange], target: int, undone: Container[int]) -> Iterator[RecordedChange]:
    """Yield the later changes that still have an effect: neither undone nor undoing another later change."""
    gone: set[int] = set()
    for change in sorted(later, key=lambda each: each.number, reverse=True):
        if change.number in gone or change.number in undone:
            continue
        gone.update(change.undoes)
        if not change.undoes or min(change.undoes) <= target:
            yield change


def _shared(change: RecordedChange, target: RecordedChange) -> frozenset[str]:
    """Return the fields of a later change that exclude undoing a target: those that the target set as well.

    Creation, deletion and restoration set all fields. A due date also excludes one of the other kind.
    """
    later, earlier = _set_by(change), _set_by(target)
    return later & (earlier | DUE_DATES if earlier & DUE_DATES else earlier)


def _set_by(change: RecordedChange) -> frozenset[str]:
    names = change.fields if change.effect is Effect.EDITED else change.object_kind.fields
    return frozenset(names) - BOOKKEEPING


@define(eq=False)
class ReferenceGone(Conflict):
    """Without the change, a task would be in a project that does not exist."""

    project_id: UUID

    def __str__(self) -> str:
        return f"a task would return to the project {self.project_id}, which does not exist; undo its deletion as well"


@define(eq=False)
class StillReferenced(Conflict):
    """Without the change, a project that has tasks would not exist."""

    project_id: UUID

    def __str__(self) -> str:
        return f"the project {self.project_id} has tasks, so its creation is not undone; delete the project instead"


@define(eq=False)
class UndoConflict(Conflict):
    """Later changes set the same fields."""

    fields: tuple[str, ...]
    numbers: tuple[int, ...]
    """Of the later changes."""

    def __str__(self) -> str:
        first = ", ".join(map(str, self.numbers[:MAX_NAMED]))
        more = f" and {len(self.numbers) - MAX_NAMED} more" if len(self.numbers) > MAX_NAMED else ""
        return f"later changes set the same fields ({', '.join(self.fields)}); undo these first: {first}{more}"


@define(eq=False)
class UndoBreaksStructure(Conflict):
    """Without the changes, a task would be where no task can be."""

    reason: DomainError

    def __str__(self) -> str:
        return f"the changes cannot be undone alone, because of others that came later: {self.reason}"


class TooManyLaterChanges(Conflict):
    """The object was changed so often since that the change is not undone."""

    def __str__(self) -> str:
        return (
            f"the object has more than {MAX_LATER_CHANGES:,} later changes; undo newer ones first, or edit the object"
        )
