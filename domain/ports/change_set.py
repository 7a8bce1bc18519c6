"""The changes of a unit of work: what is to be written, collected until the block is left."""

from collections.abc import Iterator
from enum import Enum, auto
from typing import Generic

from attrs import define, field, frozen

from domain.errors import DomainError
from domain.ports.stored import E, Entity, Key, key_of


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

    _notes: dict[Key, Change] = field(factory=dict, init=False)

    def write(self, kind: ChangeKind, entity: Entity) -> None:
        """Record a change; a second change of one entity is a programming error (`ValueError`)."""
        key = key_of(entity)
        if key in self._notes:
            raise ValueError(f"a unit of work writes each entity once; {key[0].__name__} {key[1]} is written twice")
        self._notes[key] = Change(kind, entity)

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
class ChangeRecorder(Generic[E]):
    """The writing half of a repository, the same for every store (`domain.ports.Writes`)."""

    change_set: ChangeSet

    def add(self, entity: E, /) -> None:
        """Create an entity; its key and its unique attributes must be free."""
        self.change_set.write(ChangeKind.ADD, entity)

    def save(self, entity: E, /) -> None:
        """Replace the version just before this one."""
        self.change_set.write(ChangeKind.SAVE, entity)

    def remove(self, entity: E, /) -> None:
        """Remove exactly this version and everything that belongs to it."""
        self.change_set.write(ChangeKind.REMOVE, entity)

    def expect(self, entity: E, /) -> None:
        """Write nothing, but commit only if exactly this version is still current."""
        self.change_set.write(ChangeKind.EXPECT, entity)


@define(eq=False)
class VersionConflict(DomainError):
    """Another unit of work replaced or removed this version first; nothing of the losing unit was written.

    Use cases retry with the current version (`application.retry`), so callers never see it.
    """

    entity: Entity

    def __str__(self) -> str:
        return f"another writer changed this {type(self.entity).__name__.lower()} first"
