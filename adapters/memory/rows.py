"""The rows of the in-memory store, indexed by key, by first key value and by unique or indexed attribute."""

from collections import defaultdict
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import TypeAlias, cast

from attrs import define, field

from domain.ports.stored import STORED, E, Entity, Key

Partition: TypeAlias = tuple[type, object]
"""A class, and the first value of the key: the user of whatever belongs to one."""
IndexedValue: TypeAlias = tuple[type, str, object]
"""A class, a unique or indexed attribute, and its value."""


@define(eq=False)
class Rows(MutableMapping[Key, Entity]):
    """Entities by key; changes can be rolled back."""

    _rows: dict[Key, Entity] = field(factory=dict, init=False)
    _partitions: defaultdict[Partition, dict[Key, Entity]] = field(factory=lambda: defaultdict(dict), init=False)
    _by_value: defaultdict[IndexedValue, dict[Key, Entity]] = field(factory=lambda: defaultdict(dict), init=False)
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

    def with_value(self, kind: type[E], attribute: str, value: object) -> list[E]:
        """Return the entities that have this value in a unique or indexed attribute."""
        return cast("list[E]", list(self._by_value.get((kind, attribute, value), {}).values()))

    def __getitem__(self, key: Key) -> Entity:
        return self._rows[key]

    def __setitem__(self, key: Key, entity: Entity) -> None:
        before = self._rows.get(key)
        self._undo_log.append((key, before))
        if before is not None:
            self._unindex(key, before)
        self._rows[key] = self._partitions[_partition(key)][key] = entity
        for value in _indexed_values(entity):
            self._by_value[value][key] = entity

    def __delitem__(self, key: Key) -> None:
        entity = self._rows.pop(key)
        self._undo_log.append((key, entity))
        self._unindex(key, entity)
        partition = self._partitions[_partition(key)]
        del partition[key]
        if not partition:
            del self._partitions[_partition(key)]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def _unindex(self, key: Key, entity: Entity) -> None:
        for value in _indexed_values(entity):
            entities = self._by_value[value]
            del entities[key]
            if not entities:
                del self._by_value[value]


def _partition(key: Key) -> Partition:
    kind, (first, *_) = key
    return kind, first


def _indexed_values(entity: Entity) -> Iterator[IndexedValue]:
    kind = type(entity)
    stored = STORED[kind]
    values = ((attribute, getattr(entity, attribute)) for attribute in (*stored.unique, *stored.indexed))
    return ((kind, attribute, value) for attribute, value in values if value is not None)
