"""Writes: each statement takes any number of entities of one table, as one array per column.

Each returns the keys of the rows on which it took effect; an entity that is missing there lost against another writer.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from adapters.postgres.sql.statements import Statement, statement
from adapters.postgres.sql.tables import TABLES
from adapters.postgres.sql.tables.record import CHANGES
from domain.changes.kinds import ObjectKind
from domain.changes.recorded_change import RecordedChange
from domain.ports.change_set import Change, ChangeKind
from domain.ports.stored import Entity, Key, KeyValues, key_of

Arguments: TypeAlias = Sequence[Sequence[object]]
Write: TypeAlias = tuple[type[Entity], ChangeKind, list[Entity]]
"""The entities of one statement."""
Record: TypeAlias = Mapping[Key, RecordedChange]
"""The recorded change of each object, in the order in which they are numbered."""

RECORDED_CLASSES: frozenset[type[Entity]] = frozenset(kind.entity for kind in ObjectKind)
"""The classes of the objects whose changes are recorded."""

APPEND = "changes_append"
"""The id of the statement that records changes which other statements made."""
CHANGE_PREFIX, POSITION = "change_", "change_order"
"""Of the parameters of recorded changes; the order in which they are numbered."""


def statement_id(table: str, kind: ChangeKind, *, alone: bool = False) -> str:
    """Return the id of the statement for a change; only additions have one of their own for `alone`."""
    return f"{table}_{kind.name.lower()}{'_alone' if alone and kind is ChangeKind.ADD else ''}"


def lock_id(table: str) -> str:
    """Return the id of the statement that locks rows which several statements are about to change."""
    return f"{table}_lock"


def statement_for(kind: ChangeKind, entity: type[Entity], *, alone: bool) -> Statement:
    """Return the statement for a change.

    In a batch, a conflict of unique keys is a row without effect; `alone`, it is an error of the database that names
    the constraint.
    """
    return statement(statement_id(TABLES[entity].name, kind, alone=alone))


def arguments_for(kind: ChangeKind, entities: Sequence[Entity]) -> Arguments:
    """Return the arguments of the statement for entities of one class: one array per parameter."""
    table = TABLES[type(entities[0])]
    if kind in (ChangeKind.ADD, ChangeKind.SAVE):
        return list(zip(*map(table.row, entities), strict=True))
    return list(zip(*((*key_of(entity)[1], entity.version) for entity in entities), strict=True))


def locks_before(writes: Sequence[Write]) -> dict[type[Entity], list[KeyValues]]:
    """Return, for each class of which several statements change present entities, the keys of these, in their order.

    They must be locked together before the first of these statements.
    """
    present: dict[type[Entity], list[list[Entity]]] = {}
    for entity, kind, entities in writes:
        if kind is not ChangeKind.ADD:
            present.setdefault(entity, []).append(entities)
    return {
        entity: sorted(key_of(each)[1] for each in chain.from_iterable(groups))
        for entity, groups in present.items()
        if len(groups) > 1
    }


def lock_statement_for(entity: type[Entity]) -> Statement:
    """Return the statement that locks entities of one class; its arguments are one array per column of the key."""
    return statement(lock_id(TABLES[entity].name))


def recorded_id(table: str, kind: ChangeKind, *, alone: bool = False) -> str:
    """Return the id of the statement that changes objects and records that."""
    return f"{statement_id(table, kind, alone=alone)}_recorded"


def is_recorded(write: Write) -> bool:
    """Return whether the record keeps a write."""
    entity, kind, _ = write
    return entity in RECORDED_CLASSES and kind is not ChangeKind.EXPECT


def recorded_statement_for(kind: ChangeKind, entity: type[Entity], *, alone: bool) -> Statement:
    """Return the statement that changes objects of one class and records that."""
    return statement(recorded_id(TABLES[entity].name, kind, alone=alone))


def recorded_key(change: RecordedChange) -> Key:
    """Return the key of the changed object."""
    return change.object_kind.entity, (change.owner, change.object_id)


def recorded_arguments_for(kind: ChangeKind, entities: Sequence[Entity], record: Record) -> Arguments:
    """Return the arguments of that statement: those of the change, then those of the record."""
    positions = {key: position for position, key in enumerate(record)}
    keys = [key_of(each) for each in entities]
    return [*arguments_for(kind, entities), *_details(record[key] for key in keys), [positions[key] for key in keys]]


def append_arguments_for(changes: Sequence[RecordedChange]) -> Arguments:
    """Return the arguments of the statement `APPEND`."""
    owners, ids = [change.owner for change in changes], [change.object_id for change in changes]
    return [owners, ids, *_details(changes), range(len(changes))]


def _details(changes: Iterable[RecordedChange]) -> Arguments:
    # Without the user, the number and the object.
    return list(zip(*(CHANGES.row(change)[3:] for change in changes), strict=True))


_TABLE_ORDER = {entity: position for position, entity in enumerate(TABLES)}


def in_lock_order(changes: Iterable[Change]) -> list[Write]:
    """Group changes by statement, in the one order in which every transaction locks tables and rows.

    Where all transactions lock in one order, no deadlock is possible. Each statement locks its rows in the order of
    their keys; several on one table need `locks_before`.
    """
    groups: dict[tuple[type[Entity], ChangeKind], list[Entity]] = {}
    for change in changes:
        groups.setdefault((type(change.entity), change.kind), []).append(change.entity)
    for entities in groups.values():
        entities.sort(key=lambda entity: key_of(entity)[1])
    ordered = sorted(groups.items(), key=lambda item: (_TABLE_ORDER[item[0][0]], item[0][1].value))
    return [(entity, kind, entities) for (entity, kind), entities in ordered]
