"""The unit of work's notebook: what is to be written, collected until the block is left."""

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


class Intent(Enum):
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
class Note:
    """One thing to be written."""

    intent: Intent
    entity: Entity

    @property
    def expects(self) -> int:
        """The version that must be current for this to take effect; 0 if there must be none."""
        match self.intent:
            case Intent.ADD:
                return 0
            case Intent.SAVE:
                return self.entity.version - 1
            case Intent.REMOVE | Intent.EXPECT:
                return self.entity.version

    @property
    def leaves(self) -> int:
        """The version that is current afterwards; 0 if there is none."""
        return 0 if self.intent is Intent.REMOVE else self.entity.version


@define
class Notebook:
    """The notes of one unit of work, at most one for each entity."""

    _notes: dict[Key, Note] = field(factory=dict, init=False)

    def write(self, intent: Intent, entity: Entity) -> None:
        """Note something; a second note about the same entity is a programming error (`ValueError`)."""
        key = key_of(entity)
        if key in self._notes:
            raise ValueError(f"a unit of work writes each entity once; {key[0].__name__} {key[1]} comes twice")
        self._notes[key] = Note(intent, entity)

    def __iter__(self) -> Iterator[Note]:
        return iter(self._notes.values())

    def __len__(self) -> int:
        return len(self._notes)

    def keys(self) -> frozenset[Key]:
        """Which entities are touched."""
        return frozenset(self._notes)

    def about(self, key: Key) -> Note | None:
        """What is noted about an entity."""
        return self._notes.get(key)


@frozen
class Notes(Generic[E]):
    """The writing half of a repository, the same for every store: plain calls that note (`domain.ports.Writes`)."""

    notebook: Notebook

    def add(self, entity: E, /) -> None:
        """Make it; its key and whatever else is unique must be free."""
        self.notebook.write(Intent.ADD, entity)

    def save(self, entity: E, /) -> None:
        """Put it in place of the version just before it."""
        self.notebook.write(Intent.SAVE, entity)

    def remove(self, entity: E, /) -> None:
        """Remove exactly this version, and all that belongs to it."""
        self.notebook.write(Intent.REMOVE, entity)

    def expect(self, entity: E, /) -> None:
        """Write nothing, but commit only if this very version is still current."""
        self.notebook.write(Intent.EXPECT, entity)


@define(eq=False)
class Overtaken(DomainError):
    """Another unit of work wrote (or removed) this version first; nothing of the losing unit was written.

    Use cases try again with what is current then, so callers never see it.
    """

    entity: Entity

    def __str__(self) -> str:
        return f"another writer changed this {type(self.entity).__name__.lower()} first"
