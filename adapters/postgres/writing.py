"""The statements that write: each takes any number of entities of one kind, as one array per column.

Each answers with the keys of the rows on which it took effect; whoever is
missing there has lost against another writer.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from attrs import define
from sqlalchemy import Executable, Integer, TableValuedAlias, cast, delete, literal_column, select, update
from sqlalchemy.dialects.postgresql import TSVECTOR, insert

from adapters.postgres.rows import ALL, Rows
from adapters.postgres.statements import Statement, equal, many, plain
from domain.work import Entity, Intent, Note, key_of

Arguments = Sequence[Sequence[object]]


@define(slots=False)  # cached properties
class Writing:
    """How entities of one kind are written."""

    rows: Rows[Any]

    def statement(self, intent: Intent, *, alone: bool) -> Statement:
        """The statement for an intent.

        In company a clash of unique keys is a row that took no effect; `alone`
        it is an error of the database that names the constraint.
        """
        match intent:
            case Intent.ADD:
                return self._add_alone if alone else self._add
            case Intent.SAVE:
                return self._save
            case Intent.REMOVE:
                return self._remove
            case Intent.EXPECT:
                return self._expect

    def arguments(self, intent: Intent, entities: Iterable[Entity]) -> Arguments:
        """What goes into the statement: one sequence per parameter."""
        if intent in (Intent.ADD, Intent.SAVE):
            return list(zip(*map(self.rows.row, entities), strict=True))
        return list(zip(*((*key_of(entity)[1], entity.version) for entity in entities), strict=True))

    @cached_property
    def _add(self) -> Statement:
        return Statement.compiled(self._insert().on_conflict_do_nothing().returning(*self._key))

    @cached_property
    def _add_alone(self) -> Statement:
        return Statement.compiled(self._insert().returning(*self._key))

    @cached_property
    def _save(self) -> Statement:
        given = self._given_rows()
        changed = {column.name: value for column, value in self._columns(given) if column not in self._key}
        return Statement.compiled(
            update(self.rows.table)
            .values(changed)
            .where(*self._same_key(given), self._version == given.c.version - literal_column("1"))
            .returning(*self._key)
        )

    @cached_property
    def _remove(self) -> Statement:
        given = self._given_keys()
        return Statement.compiled(
            delete(self.rows.table)
            .where(*self._same_key(given), self._version == given.c.version)
            .returning(*self._key)
        )

    @cached_property
    def _expect(self) -> Statement:
        given = self._given_keys()
        found: Executable = (
            select(*self._key)
            .select_from(given)
            .where(*self._same_key(given), self._version == given.c.version)
            .order_by(*self._key)
            .with_for_update(read=True, of=self.rows.table)
        )
        return Statement.compiled(found)

    def _insert(self) -> Any:
        columns = list(self._columns(self._given_rows()))
        return insert(self.rows.table).from_select(
            [column.name for column, _ in columns], select(*(value for _, value in columns))
        )

    def _columns(self, given: TableValuedAlias) -> Iterable[tuple[Any, Any]]:
        for column in self.rows.table.columns:
            value = given.c[column.name]
            yield column, cast(value, TSVECTOR) if isinstance(column.type, TSVECTOR) else value

    def _given_rows(self) -> TableValuedAlias:
        return many(**{column.name: plain(column.type) for column in self.rows.table.columns})

    def _given_keys(self) -> TableValuedAlias:
        return many(**{column.name: plain(column.type) for column in self._key}, version=Integer())

    def _same_key(self, given: TableValuedAlias) -> Any:
        return equal(self._key, [given.c[column.name] for column in self._key])

    @property
    def _key(self) -> Any:
        return list(self.rows.table.primary_key)

    @property
    def _version(self) -> Any:
        return self.rows.table.c.version


WRITING = {kind: Writing(rows) for kind, rows in ALL.items()}
_TABLE_ORDER = {kind: place for place, kind in enumerate(ALL)}


def in_order(notes: Iterable[Note]) -> list[tuple[type[Entity], Intent, list[Entity]]]:
    """The notes, grouped by statement, in the one order in which every transaction touches tables and rows.

    Where all take their locks in one order, none waits for another in a circle.
    """
    groups: dict[tuple[type[Entity], Intent], list[Entity]] = {}
    for note in notes:
        groups.setdefault((type(note.entity), note.intent), []).append(note.entity)
    for entities in groups.values():
        entities.sort(key=lambda entity: key_of(entity)[1])
    ordered = sorted(groups.items(), key=lambda item: (_TABLE_ORDER[item[0][0]], item[0][1].value))
    return [(kind, intent, entities) for (kind, intent), entities in ordered]
