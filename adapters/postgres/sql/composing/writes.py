"""The statements of `writes`: each returns the keys on which it took effect."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Integer,
    Table,
    TableValuedAlias,
    delete,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import Insert, insert

from adapters.postgres.sql.composing.parameters import many_of, same, typed
from adapters.postgres.sql.schema import metadata
from adapters.postgres.sql.tables import TABLES
from adapters.postgres.sql.writes import statement_id
from domain.ports.change_set import ChangeKind


def composed_writes() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    for name in (table.name for table in TABLES.values()):
        table = metadata.tables[name]
        yield statement_id(name, ChangeKind.ADD, alone=True), _add_alone(table)
        for kind, compose in _IN_A_BATCH.items():
            yield statement_id(name, kind), compose(table)


def _add(table: Table) -> Executable:
    return _insert(table).on_conflict_do_nothing().returning(*table.primary_key)


def _add_alone(table: Table) -> Executable:
    return _insert(table).returning(*table.primary_key)


def _save(table: Table) -> Executable:
    given = many_of(table.columns)
    changed = {name: value for name, value in _values(table, given).items() if name not in table.primary_key.columns}
    return (
        update(table)
        .values(changed)
        .where(*same(table.primary_key, given), table.c.version == given.c.version - literal_column("1"))
        .returning(*table.primary_key)
    )


def _remove(table: Table) -> Executable:
    given = many_of(table.primary_key, version=Integer())
    return delete(table).where(*_same_version(table, given)).returning(*table.primary_key)


def _expect(table: Table) -> Executable:
    given = many_of(table.primary_key, version=Integer())
    return (
        select(*table.primary_key)
        .select_from(given)
        .where(*_same_version(table, given))
        .order_by(*table.primary_key)
        .with_for_update(read=True, of=table)
    )


_IN_A_BATCH: Mapping[ChangeKind, Callable[[Table], Executable]] = {
    ChangeKind.ADD: _add,
    ChangeKind.SAVE: _save,
    ChangeKind.REMOVE: _remove,
    ChangeKind.EXPECT: _expect,
}


def _insert(table: Table) -> Insert:
    values = _values(table, many_of(table.columns))
    return insert(table).from_select(list(values), select(*values.values()))


def _values(table: Table, given: TableValuedAlias) -> dict[str, ColumnElement[Any]]:
    return {each.name: typed(each, given) for each in table.columns}


def _same_version(table: Table, given: TableValuedAlias) -> list[ColumnElement[bool]]:
    return [*same(table.primary_key, given), table.c.version == given.c.version]
