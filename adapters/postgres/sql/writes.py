"""Writes: each statement takes any number of entities of one table, as one array per column.

Each returns the keys of the rows on which it took effect; an entity that is missing there lost against another writer.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from adapters.postgres.sql.statements import Statement, statement
from adapters.postgres.sql.tables import TABLES
from domain.ports.change_set import Change, ChangeKind
from domain.ports.stored import Entity, key_of

Arguments: TypeAlias = Sequence[Sequence[object]]
Write: TypeAlias = tuple[type[Entity], ChangeKind, list[Entity]]
"""The entities of one statement."""


def statement_id(table: str, kind: ChangeKind, *, alone: bool = False) -> str:
    """Return the id of the statement for a change; only additions have one of their own for `alone`."""
    return f"{table}_{kind.name.lower()}{'_alone' if alone and kind is ChangeKind.ADD else ''}"


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


_TABLE_ORDER = {entity: position for position, entity in enumerate(TABLES)}


def in_lock_order(changes: Iterable[Change]) -> list[Write]:
    """Group changes by statement, in the one order in which every transaction locks tables and rows.

    Where all transactions lock in one order, no deadlock is possible.
    """
    groups: dict[tuple[type[Entity], ChangeKind], list[Entity]] = {}
    for change in changes:
        groups.setdefault((type(change.entity), change.kind), []).append(change.entity)
    for entities in groups.values():
        entities.sort(key=lambda entity: key_of(entity)[1])
    ordered = sorted(groups.items(), key=lambda item: (_TABLE_ORDER[item[0][0]], item[0][1].value))
    return [(entity, kind, entities) for (entity, kind), entities in ordered]
