"""The unit of work's change_set: what is to be written, collected until the block is left."""

from collections.abc import Iterator
from enum import Enum, auto
from typing import Generic, TypeAlias, TypeVar
from uuid import UUID

from attrs import define, field, frozen

from domain.accounts.allowance import Allowance
from domain.accounts.receipt import Receipt
from domain.accounts.session import Session
from domain.accounts.user import User
from domain.errors import DomainError
from domain.tasks.task import Task

Entity: TypeAlias = User | Session | Task | Receipt | Allowance
E = TypeVar("E", bound=Entity)
Key: TypeAlias = tuple[type[Entity], tuple[UUID | str, ...]]


def key_of(entity: Entity) -> Key:
    """What makes an entity the one it is; whatever belongs to a user has that user first."""
    match entity:
        case Task():
            return Task, (entity.owner, entity.id)
        case Session():
            return Session, (entity.user_id, entity.id)
        case Receipt():
            return Receipt, (entity.owner, entity.route, entity.key)
        case User():
            return User, (entity.id,)
        case Allowance():
            return Allowance, (entity.subject,)


class ChangeKind(Enum):
    """What is to happen to an entity."""

    ADD = auto()
    """Make it; nothing may have its key yet."""
    SAVE = auto()
    """Put it in place of the version just before it."""
    REMOVE = auto()
    """Remove exactly this version."""
    EXPECT = auto()
    """Change nothing, but fail unless this very version is current when the unit is committed."""


@frozen
class Change:
    """One thing to be written."""

    change_kind: ChangeKind
    entity: Entity

    @property
    def expects(self) -> int:
        """The version that must be current for this to take effect; 0 if there must be none."""
        match self.change_kind:
            case ChangeKind.ADD:
                return 0
            case ChangeKind.SAVE:
                return self.entity.version - 1
            case ChangeKind.REMOVE | ChangeKind.EXPECT:
                return self.entity.version

    @property
    def leaves(self) -> int:
        """The version that is current afterwards; 0 if there is none."""
        return 0 if self.change_kind is ChangeKind.REMOVE else self.entity.version


@define
class ChangeSet:
    """The changes of one unit of work, at most one for each entity."""

    _notes: dict[Key, Change] = field(factory=dict, init=False)

    def write(self, change_kind: ChangeKind, entity: Entity) -> None:
        """Change something; a second change about the same entity is a programming error (`ValueError`)."""
        key = key_of(entity)
        if key in self._notes:
            raise ValueError(f"a unit of work writes each entity once; {key[0].__name__} {key[1]} comes twice")
        self._notes[key] = Change(change_kind, entity)

    def __iter__(self) -> Iterator[Change]:
        return iter(self._notes.values())

    def __len__(self) -> int:
        return len(self._notes)

    def keys(self) -> frozenset[Key]:
        """Which entities are touched."""
        return frozenset(self._notes)

    def about(self, key: Key) -> Change | None:
        """What is noted about an entity."""
        return self._notes.get(key)


@frozen
class ChangeRecorder(Generic[E]):
    """The writing half of a repository, the same for every store: plain calls that change (`domain.ports.Writes`)."""

    change_set: ChangeSet

    def add(self, entity: E, /) -> None:
        """Make it; its key and whatever else is unique must be free."""
        self.change_set.write(ChangeKind.ADD, entity)

    def save(self, entity: E, /) -> None:
        """Put it in place of the version just before it."""
        self.change_set.write(ChangeKind.SAVE, entity)

    def remove(self, entity: E, /) -> None:
        """Remove exactly this version, and all that belongs to it."""
        self.change_set.write(ChangeKind.REMOVE, entity)

    def expect(self, entity: E, /) -> None:
        """Write nothing, but commit only if this very version is still current."""
        self.change_set.write(ChangeKind.EXPECT, entity)


@define(eq=False)
class VersionConflict(DomainError):
    """Another unit of work wrote (or removed) this version first; nothing of the losing unit was written.

    Use cases try again with what is current then, so callers never see it.
    """

    entity: Entity

    def __str__(self) -> str:
        return f"another writer changed this {type(self.entity).__name__.lower()} first"
