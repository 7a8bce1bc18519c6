"""A store that lives in the process: for tests, demonstrations and programs that use the library.

It keeps the whole contract of the ports, rollback and constraints included; only durability is missing.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from attrs import define, field

from adapters.memory.record import Record
from adapters.memory.repositories import MemoryWork
from adapters.memory.rows import Rows
from domain.accounts.user import User, UserNotFound
from domain.ids import UserId
from domain.ports.change_set import Change, ChangeKind, ChangeSet, VersionConflict
from domain.ports.stored import STORED, E, Entity, Key, key_of


def _ignore(_: UserId) -> None: ...


@define
class MemoryStore:
    """Everything in the process; each unit of work is committed in one step of the event loop.

    Reads by key and commits take constant time, however much is stored.
    """

    announce: Callable[[UserId], object] = _ignore
    """Called with each account that has new changes."""
    record: Record = field(factory=Record, init=False)
    """The record of changes."""
    _rows: Rows = field(factory=Rows, init=False)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MemoryWork]:
        """Begin a unit of work (`domain.ports.Begin`)."""
        changes = ChangeSet()
        yield MemoryWork.on(self, changes)
        self._commit(changes)

    async def open(self) -> None:
        """Do nothing: there is nothing to connect to."""

    async def close(self) -> None:
        """Do nothing: there is nothing to disconnect from."""

    async def ready(self) -> bool:
        """Return True: requests can always be served."""
        return True

    def find(self, kind: type[E], *key: object) -> E | None:
        """Return the entity with these key values (`domain.ports.stored.Stored.key`)."""
        return cast("E | None", self._rows.get(cast("Key", (kind, key))))

    def with_unique(self, kind: type[E], attribute: str, value: object) -> E | None:
        """Return the entity that has this value in a unique attribute."""
        return next(iter(self.all_with(kind, attribute, value)), None)

    def all_with(self, kind: type[E], attribute: str, value: object) -> list[E]:
        """Return the entities that have this value in a unique or indexed attribute."""
        return self._rows.with_value(kind, attribute, value)

    def all_of(self, kind: type[E]) -> list[E]:
        """Return all entities of one class."""
        return [cast("E", row) for (of, _), row in self._rows.items() if of is kind]

    def all_owned(self, kind: type[E], owner: UserId) -> list[E]:
        """Return the entities of one class that belong to a user."""
        return self._rows.partition(kind, owner)

    def _commit(self, changes: ChangeSet) -> None:
        changes.number(self.record.next_numbers(changes.recorded))
        with self._rows.transaction():
            for change in sorted(changes, key=_order):
                self._write(Change(change.kind, changes.completed(change.entity)))
            for change in changes:
                self._ensure_references(change)
        removed = {change.entity.id for change in changes if isinstance(change.entity, User) and not change.leaves}
        self.record.forget(removed)
        self.record.append(changes.recorded)
        for owner in {change.owner for change in changes.recorded}:
            self.announce(owner)

    def _write(self, change: Change) -> None:
        key = key_of(change.entity)
        current = self._rows.get(key)
        exists = change.kind is not ChangeKind.ADD
        if exists is not (current is not None) or (current and current.version != change.expects):
            raise VersionConflict(entity=change.entity)
        match change.kind:
            case ChangeKind.ADD | ChangeKind.SAVE:
                self._put(key, change.entity)
            case ChangeKind.REMOVE:
                self._remove(key)
            case ChangeKind.EXPECT:
                pass

    def _ensure_references(self, change: Change) -> None:
        """Raise `VersionConflict` if a written entity refers to nothing, or if something refers to a removed one."""
        kind, key = key_of(change.entity)
        if change.kind in (ChangeKind.ADD, ChangeKind.SAVE):
            for attribute, target in STORED[kind].references.items():
                value = getattr(change.entity, attribute)
                if value is not None and self.find(target, key[0], value) is None:
                    raise VersionConflict(entity=change.entity)
        elif change.kind is ChangeKind.REMOVE:
            for stored in STORED.values():
                for attribute, target in stored.references.items():
                    if target is kind and any(
                        key_of(other)[1][0] == key[0]
                        for other in self._rows.with_value(stored.entity, attribute, key[1])
                    ):
                        raise VersionConflict(entity=change.entity)

    def _put(self, key: Key, entity: Entity) -> None:
        kind, (first, *_) = key
        stored = STORED[kind]
        for attribute, error in stored.unique.items():
            holders = self._rows.with_value(kind, attribute, getattr(entity, attribute))
            if any(key_of(holder) != key for holder in holders):
                raise error(entity)
        if stored.belongs_to_user and self.find(User, first) is None:
            raise UserNotFound
        self._rows[key] = entity

    def _remove(self, key: Key) -> None:
        kind, (first, *_) = key
        if kind is User:
            for stored in STORED.values():
                if stored.belongs_to_user:
                    for entity in self._rows.partition(stored.entity, first):
                        del self._rows[key_of(entity)]
        del self._rows[key]


_WRITE_ORDER = {kind: position for position, kind in enumerate(STORED)}


def _order(change: Change) -> tuple[int, int]:
    """Sort changes: users before their belongings, removals after other writes."""
    return _WRITE_ORDER[type(change.entity)], change.kind.value
