"""The changes of a unit of work: what is to be written, collected until the block is left."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum, auto
from typing import Generic, TypeAlias, TypeVar

from attrs import define, evolve, field, frozen

from domain.changes.kinds import RecordedT
from domain.changes.provenance import Provenance
from domain.changes.recorded_change import RecordedChange
from domain.errors import DomainError
from domain.ids import UserId
from domain.ports.stored import Entity, Key, key_of
from domain.tasks.outline import Outline

Written = TypeVar("Written", bound=Entity)
Completion: TypeAlias = Callable[[Sequence[RecordedChange]], Entity]
"""Returns an entity, given the recorded changes with their numbers."""


class ChangeKind(Enum):
    """What happens to an entity."""

    ADD = auto()
    """Create it; its key must be free."""
    SAVE = auto()
    """Replace the version just before it."""
    REMOVE = auto()
    """Remove exactly this version."""
    EXPECT = auto()
    """Write nothing, but fail unless exactly this version is current at the commit."""


@frozen
class Change:
    """One entity to be written."""

    kind: ChangeKind
    entity: Entity

    @property
    def expects(self) -> int:
        """The version that must be current at the commit; 0 if the entity must not exist."""
        match self.kind:
            case ChangeKind.ADD:
                return 0
            case ChangeKind.SAVE:
                return self.entity.version - 1
            case ChangeKind.REMOVE | ChangeKind.EXPECT:
                return self.entity.version

    @property
    def leaves(self) -> int:
        """The version that is current after the commit; 0 if the entity is gone."""
        return 0 if self.kind is ChangeKind.REMOVE else self.entity.version


@define
class ChangeSet:
    """The changes of one unit of work, at most one per entity."""

    recorded: list[RecordedChange] = field(factory=list, init=False)
    """What the record gets of it, in the order in which it is numbered."""
    numbered: bool = field(default=False, init=False)
    """Whether the commit is to put the numbers into `recorded`."""
    _notes: dict[Key, Change] = field(factory=dict, init=False)
    _completions: dict[Key, Completion] = field(factory=dict, init=False)

    def write(self, kind: ChangeKind, entity: Entity) -> None:
        """Record a change; a second change of one entity is a programming error (`ValueError`).

        A version may be expected any number of times, and changed as well. If the unit of work has read two versions of
        an entity, it has lost against another one: `VersionConflict`.
        """
        key, change = key_of(entity), Change(kind, entity)
        present = self._notes.get(key)
        if present is not None:
            kinds = {kind, present.kind}
            if ChangeKind.EXPECT not in kinds or ChangeKind.ADD in kinds:
                raise ValueError(f"a unit of work writes each entity once; {key[0].__name__} {key[1]} is written twice")
            if present.expects != change.expects:
                raise VersionConflict(entity=entity)
            change = present if kind is ChangeKind.EXPECT else change
        self._notes[key] = change

    def complete(self, entity: Entity, completion: Completion) -> None:
        """Let the commit write what `completion` returns for the numbered changes, instead of an entity."""
        self.numbered = True
        self._completions[key_of(entity)] = completion

    def completed(self, entity: Entity) -> Entity:
        """Return what is to be written for an entity once `recorded` has its numbers."""
        completion = self._completions.get(key_of(entity)) if self._completions else None
        return completion(self.recorded) if completion else entity

    def number(self, numbers: Iterable[int]) -> None:
        """Put the numbers into `recorded`, in its order."""
        self.recorded = [evolve(change, number=number) for change, number in zip(self.recorded, numbers, strict=True)]

    def __iter__(self) -> Iterator[Change]:
        return iter(self._notes.values())

    def __len__(self) -> int:
        return len(self._notes)

    def keys(self) -> frozenset[Key]:
        """The keys of all changed entities."""
        return frozenset(self._notes)

    def get(self, key: Key) -> Change | None:
        """Return the change of an entity, if there is one."""
        return self._notes.get(key)


@frozen
class ChangeRecorder(Generic[Written]):
    """The writing half of a repository, the same for every store (`domain.ports.Writes`)."""

    change_set: ChangeSet

    def add(self, entity: Written, /) -> None:
        """Create an entity; its key and its unique attributes must be free."""
        self.change_set.write(ChangeKind.ADD, entity)

    def save(self, entity: Written, /) -> None:
        """Replace the version just before this one."""
        self.change_set.write(ChangeKind.SAVE, entity)

    def remove(self, entity: Written, /) -> None:
        """Remove exactly this version and everything that belongs to it."""
        self.change_set.write(ChangeKind.REMOVE, entity)

    def expect(self, entity: Written, /) -> None:
        """Write nothing, but commit only if exactly this version is still current."""
        self.change_set.write(ChangeKind.EXPECT, entity)


@frozen
class OutlineRecorder(ChangeRecorder[Outline]):
    """The writing half of the repository of outlines."""

    def is_changed(self, owner: UserId) -> bool:
        """Return whether this unit of work changes the structure of an account's tasks."""
        return self.change_set.get((Outline, (owner,))) is not None


@frozen
class ObjectRecorder(Generic[RecordedT]):
    """The writing half of a repository whose writes are recorded (`domain.ports.RecordedWrites`)."""

    change_set: ChangeSet

    def add(self, entity: RecordedT, provenance: Provenance, /) -> None:
        """Create an object, or restore it if its version is not the first one; its key must be free."""
        self._record(ChangeKind.ADD, entity, RecordedChange.of(None, entity, provenance))

    def save(self, entity: RecordedT, provenance: Provenance, /, *, before: RecordedT) -> None:
        """Replace the version just before this one."""
        self._record(ChangeKind.SAVE, entity, RecordedChange.of(before, entity, provenance))

    def remove(self, entity: RecordedT, provenance: Provenance, /) -> None:
        """Remove exactly this version."""
        self._record(ChangeKind.REMOVE, entity, RecordedChange.of(entity, None, provenance))

    def expect(self, entity: RecordedT, /) -> None:
        """Write nothing, but commit only if exactly this version is still current."""
        self.change_set.write(ChangeKind.EXPECT, entity)

    def _record(self, kind: ChangeKind, entity: RecordedT, change: RecordedChange) -> None:
        self.change_set.write(kind, entity)
        self.change_set.recorded.append(change)


@define(eq=False)
class VersionConflict(DomainError):
    """Another unit of work replaced or removed this version first; nothing of the losing unit was written.

    Use cases retry with the current version (`application.retry`), so callers never see it.
    """

    entity: Entity

    def __str__(self) -> str:
        return f"another writer changed this {type(self.entity).__name__.lower()} first"
