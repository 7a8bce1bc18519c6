"""Writing: each statement takes any number of entities of one kind, as one array per column.

Each answers with the keys of the rows on which it took effect; whoever is
missing there has lost against another writer.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

from adapters.postgres.sql.rows import ALL, Rows
from adapters.postgres.sql.statements import Statement, statement
from domain.ports.change_set import Change, ChangeKind, Entity, key_of

Arguments = Sequence[Sequence[object]]


@frozen
class Writing:
    """How entities of one kind are written."""

    rows: Rows[Any]

    def name(self, change_kind: ChangeKind, *, alone: bool = False) -> str:
        """Of the statement for an change_kind."""
        return (
            f"{change_kind.name.lower()} {self.rows.table}{' alone' if alone and change_kind is ChangeKind.ADD else ''}"
        )

    def statement(self, change_kind: ChangeKind, *, alone: bool) -> Statement:
        """The statement for an change_kind.

        In company a clash of unique keys is a row that took no effect; `alone`
        it is an error of the database that names the constraint.
        """
        return statement(self.name(change_kind, alone=alone))

    def arguments(self, change_kind: ChangeKind, entities: Iterable[Entity]) -> Arguments:
        """What goes into the statement: one sequence per parameter."""
        if change_kind in (ChangeKind.ADD, ChangeKind.SAVE):
            return list(zip(*map(self.rows.row, entities), strict=True))
        return list(zip(*((*key_of(entity)[1], entity.version) for entity in entities), strict=True))


WRITING = {kind: Writing(rows) for kind, rows in ALL.items()}
_TABLE_ORDER = {kind: place for place, kind in enumerate(ALL)}


def in_order(changes: Iterable[Change]) -> list[tuple[type[Entity], ChangeKind, list[Entity]]]:
    """The changes, grouped by statement, in the one order in which every transaction touches tables and rows.

    Where all take their locks in one order, none waits for another in a circle.
    """
    groups: dict[tuple[type[Entity], ChangeKind], list[Entity]] = {}
    for change in changes:
        groups.setdefault((type(change.entity), change.change_kind), []).append(change.entity)
    for entities in groups.values():
        entities.sort(key=lambda entity: key_of(entity)[1])
    ordered = sorted(groups.items(), key=lambda item: (_TABLE_ORDER[item[0][0]], item[0][1].value))
    return [(kind, change_kind, entities) for (kind, change_kind), entities in ordered]
