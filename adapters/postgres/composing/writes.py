"""Writing: what was added, saved, removed or expected, and the keys on which that took effect."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen
from sqlalchemy import Executable, Integer, Table, TableValuedAlias, cast, delete, literal_column, select, update
from sqlalchemy.dialects.postgresql import TSVECTOR, insert

from adapters.postgres.composing.parameters import equal, many, plain
from adapters.postgres.schema import metadata
from adapters.postgres.writing import WRITING
from domain.work import Intent


def composed_writes() -> Mapping[str, Executable]:
    """The statements of `writing`."""
    return dict(_named())


def _named() -> Iterator[tuple[str, Executable]]:
    for writing in WRITING.values():
        writes = _Writes(metadata.tables[writing.rows.table])
        yield writing.name(Intent.ADD), writes.add()
        yield writing.name(Intent.ADD, alone=True), writes.add_alone()
        yield writing.name(Intent.SAVE), writes.save()
        yield writing.name(Intent.REMOVE), writes.remove()
        yield writing.name(Intent.EXPECT), writes.expect()


@frozen
class _Writes:
    """The statements for one table."""

    table: Table

    def add(self) -> Any:
        return self._insert().on_conflict_do_nothing().returning(*self._key)

    def add_alone(self) -> Any:
        return self._insert().returning(*self._key)

    def save(self) -> Executable:
        given = self._given_rows()
        changed = {column.name: value for column, value in self._columns(given) if column not in self._key}
        return (
            update(self.table)
            .values(changed)
            .where(*self._same_key(given), self._version == given.c.version - literal_column("1"))
            .returning(*self._key)
        )

    def remove(self) -> Executable:
        given = self._given_keys()
        return delete(self.table).where(*self._same_key(given), self._version == given.c.version).returning(*self._key)

    def expect(self) -> Executable:
        given = self._given_keys()
        return (
            select(*self._key)
            .select_from(given)
            .where(*self._same_key(given), self._version == given.c.version)
            .order_by(*self._key)
            .with_for_update(read=True, of=self.table)
        )

    def _insert(self) -> Any:
        columns = list(self._columns(self._given_rows()))
        return insert(self.table).from_select(
            [column.name for column, _ in columns], select(*(value for _, value in columns))
        )

    def _columns(self, given: TableValuedAlias) -> Iterable[tuple[Any, Any]]:
        for column in self.table.columns:
            value = given.c[column.name]
            yield column, cast(value, TSVECTOR) if isinstance(column.type, TSVECTOR) else value

    def _given_rows(self) -> TableValuedAlias:
        return many(**{column.name: plain(column.type) for column in self.table.columns})

    def _given_keys(self) -> TableValuedAlias:
        return many(**{column.name: plain(column.type) for column in self._key}, version=Integer())

    def _same_key(self, given: TableValuedAlias) -> Any:
        return equal(self._key, [given.c[column.name] for column in self._key])

    @property
    def _key(self) -> Any:
        return list(self.table.primary_key)

    @property
    def _version(self) -> Any:
        return self.table.c.version
