"""The rows of the in-memory store, indexed by key, by first key value and by unique attribute."""

from collections import defaultdict
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import TypeAlias, cast

from attrs import define, field

from domain.ports.stored import STORED, E, Entity, Key

Partition: TypeAlias = tuple[type, object]
"""A class, and the first value of the key: the user of whatever belongs to one."""
UniqueValue: TypeAlias = tuple[type, str, object]
"""A class, a unique attribute, and its value."""


@define(eq=False)
class Rows(MutableMapping[Key, Entity]):
    """Entities by key; changes can be rolled back."""

    _rows: dict[Key, Entity] = field(factory=dict, init=False)
    _partitions: defaultdict[Partition, dict[Key, Entity]] = field(factory=lambda: defaultdict(dict), init=False)
    _unique: dict[UniqueValue, Entity] = field(factory=dict, init=False)
    _undo_log: list[tuple[Key, Entity | None]] = field(factory=list, init=False)
    """The previous entity of each change in the present transaction."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Roll back what was changed inside the block if an exception leaves it."""
        self._undo_log.clear()
        try:
            yield
        except BaseException:
            for key, entity in reversed(self._undo_log.copy()):
                if entity is None:
                    del self[key]
                else:
                    self[key] = entity
            raise

    def partition(self, kind: type[E], first: object) -> list[E]:
        """Return the entities of one class whose key begins with a value."""
        return cast("list[E]", list(self._partitions.get((kind, first), {}).values()))

    def with_unique(self, kind: type[E], attribute: str, value: object) -> E | None:
        """Return the entity that has this value in a unique attribute."""
        return cast("E | None", self._unique.get((kind, attribute, value)))

    def __getitem__(self, key: Key) -> Entity:
        return self._rows[key]

    def __setitem__(self, key: Key, entity: Entity) -> None:
        before = self._rows.get(key)
        self._undo_log.append((key, before))
        if before is not None:
            self._unindex(before)
        self._rows[key] = self._partitions[_partition(key)][key] = entity
        for value in _unique_values(entity):
            self._unique[value] = entity

    def __delitem__(self, key: Key) -> None:
        entity = self._rows.pop(key)
        self._undo_log.append((key, entity))
        self._unindex(entity)
        partition = self._partitions[_partition(key)]
        del partition[key]
        if not partition:
            del self._partitions[_partition(key)]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def _unindex(self, entity: Entity) -> None:
        for value in _unique_values(entity):
            if self._unique.get(value) is entity:
                del self._unique[value]


def _partition(key: Key) -> Partition:
    kind, (first, *_) = key
    return kind, first


def _unique_values(entity: Entity) -> Iterator[UniqueValue]:
    kind = type(entity)
    return ((kind, attribute, getattr(entity, attribute)) for attribute in STORED[kind].unique)
