"""The rows of the in-memory store: found by key, by owner and by e-mail address without looking at any other."""

from collections import defaultdict
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import TypeAlias, TypeVar, cast

from attrs import define, field

from domain.accounts.user import Email, User
from domain.ports.change_set import Entity, Key

E = TypeVar("E", bound=Entity)
Shelf: TypeAlias = tuple[type[Entity], object]
"""A kind, and the first part of the key: the owner of whatever has one."""


@define(eq=False)
class Rows(MutableMapping[Key, Entity]):
    """Entities by key, whose changes can be taken back."""

    _all: dict[Key, Entity] = field(factory=dict, init=False)
    _shelves: defaultdict[Shelf, dict[Key, Entity]] = field(factory=lambda: defaultdict(dict), init=False)
    _addressed: dict[Email, User] = field(factory=dict, init=False)
    _before: list[tuple[Key, Entity | None]] = field(factory=list, init=False)
    """What was there before each change of the present unit of work."""

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Take back what was changed inside the block if it is left by an exception."""
        self._before.clear()
        try:
            yield
        except BaseException:
            for key, entity in reversed(self._before.copy()):
                if entity is None:
                    del self[key]
                else:
                    self[key] = entity
            raise

    def of(self, kind: type[E], owner: object) -> list[E]:
        """Every entity of one kind that belongs to somebody."""
        return cast("list[E]", list(self._shelves.get(cast("Shelf", (kind, owner)), {}).values()))

    def with_email(self, email: Email) -> User | None:
        """The user with this address."""
        return self._addressed.get(email)

    def __getitem__(self, key: Key) -> Entity:
        return self._all[key]

    def __setitem__(self, key: Key, entity: Entity) -> None:
        before = self._all.get(key)
        self._before.append((key, before))
        self._forget_address(before)
        self._all[key] = self._shelves[_shelf(key)][key] = entity
        if isinstance(entity, User):
            self._addressed[entity.email] = entity

    def __delitem__(self, key: Key) -> None:
        entity = self._all.pop(key)
        self._before.append((key, entity))
        self._forget_address(entity)
        shelf = self._shelves[_shelf(key)]
        del shelf[key]
        if not shelf:
            del self._shelves[_shelf(key)]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def _forget_address(self, entity: Entity | None) -> None:
        if isinstance(entity, User) and self._addressed.get(entity.email) is entity:
            del self._addressed[entity.email]


def _shelf(key: Key) -> Shelf:
    kind, (owner, *_) = key
    return kind, owner
