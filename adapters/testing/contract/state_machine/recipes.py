"""Descriptions of changes that do not depend on a store: valid ones, and ones with a defect."""

from collections.abc import Iterator
from enum import Enum, auto
from uuid import UUID, uuid4

from attrs import evolve, field, frozen
from hypothesis import strategies as st

from adapters.memory import MemoryStore
from adapters.testing.builders import a_project, a_user_id
from adapters.testing.dates import moments
from adapters.testing.strategies import (
    allowances,
    queries,
    receipts,
    sessions,
    sorts,
    storable_texts,
    tasks,
    tokens,
    users,
)
from domain.accounts.allowance import Allowance
from domain.accounts.personal_access_token import PersonalAccessToken
from domain.accounts.receipt import Receipt
from domain.accounts.session import Session
from domain.accounts.user import Email, User
from domain.ids import ProjectId, SessionId, TaskId, TokenId, UserId
from domain.ports.change_set import Change, ChangeKind
from domain.ports.stored import Entity, Key, key_of
from domain.projects.project import Project
from domain.tasks.outline import Outline
from domain.tasks.query import TaskQuery
from domain.tasks.task import Task

SLOTS = 3
"""So many users there can be, and so many things of a kind for each of them."""
STRANGER = SLOTS
"""The number of a user who is never made."""
ROUTE = "POST /tasks"


@frozen
class Names:
    """The names of the few things that one run deals with; no two runs share any."""

    _run: int = field(factory=lambda: uuid4().int >> 16 << 16)

    def user(self, number: int) -> UserId:
        return UserId(self._id(number))

    def email(self, number: int) -> Email:
        return Email(f"user{number}@{self._run:032x}.example.com")

    def subject(self, number: int) -> str:
        return f"{self._run:032x} {number}"

    def named(  # noqa: PLR0911 - one per class
        self, content: Entity, *, slot: int, owner: int, email: int
    ) -> Entity:
        """The content under the name that belongs to the numbers."""
        match content:
            case User():
                return evolve(content, id=self.user(slot), email=self.email(email))
            case Task():
                parent, project = content.parent_id, content.project_id
                return evolve(
                    content,
                    owner=self.user(owner),
                    id=TaskId(self._id(slot)),
                    parent_id=parent and TaskId(self._id(parent.int)),
                    project_id=project and ProjectId(self._id(project.int)),
                )
            case Project():
                return evolve(content, owner=self.user(owner), id=ProjectId(self._id(slot)))
            case Outline():
                return evolve(content, owner=self.user(owner))
            case Session():
                return evolve(content, user_id=self.user(owner), id=SessionId(self._id(slot)))
            case PersonalAccessToken():
                return evolve(content, user_id=self.user(owner), id=TokenId(self._id(slot)))
            case Receipt():
                return evolve(content, owner=self.user(owner), route=ROUTE, key=str(slot))
            case Allowance():
                return evolve(content, subject=self.subject(slot))

    def keys(self) -> Iterator[Key]:
        """The keys of everything there could be."""
        for slot in range(SLOTS):
            yield User, (self.user(slot),)
            yield Allowance, (self.subject(slot),)
            yield Outline, (self.user(slot),)
            for owner in map(self.user, range(SLOTS)):
                yield Task, (owner, self._id(slot))
                yield Project, (owner, self._id(slot))
                yield Session, (owner, self._id(slot))
                yield PersonalAccessToken, (owner, self._id(slot))
                yield Receipt, (owner, ROUTE, str(slot))

    def _id(self, number: int) -> UUID:
        return UUID(int=self._run + number)


class Defect(Enum):
    """What can be wrong with a change."""

    OLD_VERSION = auto()
    NEW_VERSION = auto()
    ANY_INTENT = auto()
    """To make what is there, or to save, remove or expect what is not."""
    STRANGER = auto()
    ANOTHERS_EMAIL = auto()


@frozen
class Recipe:
    """How to make a change: the right one for what a store holds then, or one with a defect."""

    change_kind: ChangeKind
    content: Entity
    slot: int
    owner: int = 0
    defect: Defect | None = None

    def change(self, names: Names, store: MemoryStore) -> Change:
        """The change, given what the store holds."""
        owner = STRANGER if self.defect is Defect.STRANGER else self.owner
        email = (self.slot + (self.defect is Defect.ANOTHERS_EMAIL)) % SLOTS
        entity = names.named(self.content, slot=self.slot, owner=owner, email=email)
        kind, key = key_of(entity)
        present = store.find(kind, *key)
        change_kind = self.change_kind if self.defect is Defect.ANY_INTENT else _fitting(self.change_kind, present)
        version = (present.version if present else 0) + (change_kind in (ChangeKind.ADD, ChangeKind.SAVE))
        version += (self.defect is Defect.NEW_VERSION) - (self.defect is Defect.OLD_VERSION)
        return Change(change_kind, evolve(entity, version=max(1, version)))


def _fitting(change_kind: ChangeKind, present: Entity | None) -> ChangeKind:
    """What can be done: make what is not there, save what is to be made and is there."""
    if present is None:
        return ChangeKind.ADD
    return ChangeKind.SAVE if change_kind is ChangeKind.ADD else change_kind


numbers = st.integers(0, SLOTS - 1)
slots = st.none() | numbers.map(lambda slot: UUID(int=slot))
"""References, to be replaced by the id in the slot."""
linked_tasks = st.builds(evolve, tasks(), parent_id=slots, project_id=slots)
projects_and_outlines = st.builds(a_project, name=storable_texts, archived_at=st.none() | moments) | st.builds(
    Outline, owner=st.builds(a_user_id)
)
contents = st.one_of(
    *(tasks(), tasks(), linked_tasks, projects_and_outlines, sessions, tokens, receipts, allowances, users)
)
intents = st.sampled_from(
    [ChangeKind.ADD, ChangeKind.SAVE, ChangeKind.SAVE, ChangeKind.SAVE, ChangeKind.EXPECT, ChangeKind.REMOVE]
)
wrong_versions = st.sampled_from([Defect.OLD_VERSION, Defect.NEW_VERSION])


# Functions, because Hypothesis writes out what other strategies are made of, which here is a book.


@st.composite
def right_recipes(draw: st.DrawFn) -> Recipe:
    """Changes that are valid on their own."""
    return Recipe(draw(intents), draw(contents), draw(numbers), draw(numbers))


@st.composite
def wrong_recipes(draw: st.DrawFn) -> Recipe:
    """Changes with a defect."""
    defect = draw(st.sampled_from(Defect) | wrong_versions)
    content = draw(users if defect is Defect.ANOTHERS_EMAIL else contents)
    return Recipe(draw(st.sampled_from(ChangeKind)), content, draw(numbers), draw(numbers), defect)


@st.composite
def units(draw: st.DrawFn) -> list[Recipe]:
    """Units of work: such that should come through, and such with one or more changes that may lose."""
    changes = draw(st.lists(right_recipes(), max_size=4))
    if draw(st.booleans()):
        changes += draw(st.lists(wrong_recipes(), min_size=1, max_size=2))
    return draw(st.permutations(changes))


@st.composite
def questions(draw: st.DrawFn) -> TaskQuery:
    """Questions about tasks, half of them about all there are."""
    return draw(st.builds(TaskQuery, sort=sorts, limit=st.integers(1, 2)) | queries)
