"""How entities are stored: what identifies them, whom they belong to, what must be unique.

Both stores derive their keys, constraints and cascades from these descriptions.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID

from attrs import field, frozen

from domain.accounts.allowance import Allowance
from domain.accounts.personal_access_token import PersonalAccessToken
from domain.accounts.receipt import Receipt
from domain.accounts.session import Session
from domain.accounts.user import EmailTaken, User
from domain.changes.recorded_change import ChangeCounter, RecordedChange
from domain.errors import DomainError
from domain.projects.project import Project
from domain.tasks.outline import Outline
from domain.tasks.task import Task

Entity: TypeAlias = User | Session | PersonalAccessToken | Project | Outline | Task | Receipt | Allowance
"""What units of work write."""
Recorded: TypeAlias = ChangeCounter | RecordedChange
"""What the store itself writes when it commits tasks."""
E = TypeVar("E", bound=Entity | Recorded)
KeyValues: TypeAlias = tuple[UUID | str, ...]
Key: TypeAlias = tuple[type[Entity], KeyValues]


@frozen
class Stored(Generic[E]):
    """How the entities of one class are stored."""

    entity: type[E]
    key: tuple[str, ...]
    """The attributes that identify an entity; of a user's belongings the first is the user's id."""
    belongs_to_user: bool = True
    """Whether an entity can exist only while its user does, and is removed with that user."""
    unique: Mapping[str, Callable[[E], DomainError]] = field(factory=dict)
    """Attributes in which no two entities may agree, each with the error of the second one."""
    references: Mapping[str, "type[Entity]"] = field(factory=dict)
    """Attributes with the id of another belonging of the same user, or None, and its class.

    The other one must exist at the end of every commit; a unit of work that breaks this raises `VersionConflict`.
    """
    indexed: tuple[str, ...] = ()
    """Further attributes by which entities are found."""
    key_values: Callable[[E], KeyValues] = field(init=False)
    """Returns the values of `key`."""

    @key_values.default
    def _key_reader(self) -> Callable[[E], KeyValues]:
        read: Callable[[E], Any] = attrgetter(*self.key)
        return read if len(self.key) > 1 else lambda entity: (read(entity),)


USER = Stored(
    User,
    key=("id",),
    belongs_to_user=False,
    unique={"email": lambda user: EmailTaken(email=user.email)},
)
SESSION = Stored(Session, key=("user_id", "id"))
PERSONAL_ACCESS_TOKEN = Stored(PersonalAccessToken, key=("user_id", "id"))
PROJECT = Stored(Project, key=("owner", "id"), indexed=("id",))
OUTLINE = Stored(Outline, key=("owner",))
TASK = Stored(
    Task,
    key=("owner", "id"),
    references={"parent_id": Task, "project_id": Project},
    indexed=("id", "parent_id", "project_id"),
)
RECEIPT = Stored(Receipt, key=("owner", "route", "key"))
ALLOWANCE = Stored(Allowance, key=("subject",), belongs_to_user=False)
CHANGE_COUNTER = Stored(ChangeCounter, key=("owner",))
RECORDED_CHANGE = Stored(RecordedChange, key=("owner", "number"))

STORED: Mapping[type[Entity], Stored[Any]] = {
    stored.entity: stored
    for stored in (USER, SESSION, PERSONAL_ACCESS_TOKEN, PROJECT, OUTLINE, TASK, RECEIPT, ALLOWANCE)
}
"""Every stored class, in the order in which each commit writes them: users before their belongings."""


def key_of(entity: Entity) -> Key:
    """Return what identifies an entity."""
    kind = type(entity)
    return kind, STORED[kind].key_values(entity)
