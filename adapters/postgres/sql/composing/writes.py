"""The statements of `writes`: each returns the keys on which it took effect."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from sqlalchemy import (
    CTE,
    ColumnElement,
    Executable,
    Integer,
    Select,
    Table,
    TableValuedAlias,
    delete,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.sql.dml import ReturningDelete, ReturningInsert, ReturningUpdate
from sqlalchemy.types import TypeEngine

from adapters.postgres.sql.composing.locking import rows, with_references_locked
from adapters.postgres.sql.composing.parameters import many_of, same, typed
from adapters.postgres.sql.schema import metadata
from adapters.postgres.sql.tables import TABLES
from adapters.postgres.sql.writes import lock_id, statement_id
from domain.ports.change_set import ChangeKind

WithRows: TypeAlias = ReturningInsert[Any] | ReturningUpdate[Any] | ReturningDelete[Any]
Parameters: TypeAlias = TableValuedAlias | CTE
"""The parameters, as rows."""


def composed_writes() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    for name in (table.name for table in TABLES.values()):
        table = metadata.tables[name]
        yield lock_id(name), _lock(table)
        yield statement_id(name, ChangeKind.ADD, alone=True), add_alone(table, _given(ChangeKind.ADD, table))
        for kind, compose in IN_A_BATCH.items():
            yield statement_id(name, kind), compose(table, _given(kind, table))


def _lock(table: Table) -> Executable:
    given = many_of(table.primary_key)
    found = select(*table.primary_key).select_from(given).where(*same(table.primary_key, given))
    return found.order_by(*table.primary_key).with_for_update(of=table)


def _given(kind: ChangeKind, table: Table) -> Parameters:
    given = given_for(kind, table)
    if kind is ChangeKind.ADD and (locked := with_references_locked(table, every := rows(given))) is not every:
        return locked
    return given


def given_for(kind: ChangeKind, table: Table, **others: TypeEngine[Any]) -> TableValuedAlias:
    """Return the parameters of a change, followed by others."""
    if kind in (ChangeKind.ADD, ChangeKind.SAVE):
        return many_of(table.columns, **others)
    return many_of(table.primary_key, version=Integer(), **others)


def _add(table: Table, given: Parameters) -> ReturningInsert[Any]:
    return _insert(table, given).on_conflict_do_nothing().returning(*table.primary_key)


def add_alone(table: Table, given: Parameters) -> ReturningInsert[Any]:
    """Compose an addition for which a conflict of unique keys is an error."""
    return _insert(table, given).returning(*table.primary_key)


def _save(table: Table, given: Parameters) -> ReturningUpdate[Any]:
    changed = {name: value for name, value in _values(table, given).items() if name not in table.primary_key.columns}
    return (
        update(table)
        .values(changed)
        .where(*same(table.primary_key, given), table.c.version == given.c.version - literal_column("1"))
        .returning(*table.primary_key)
    )


def _remove(table: Table, given: Parameters) -> ReturningDelete[Any]:
    return delete(table).where(*_same_version(table, given)).returning(*table.primary_key)


def _expect(table: Table, given: Parameters) -> Select[Any]:
    return (
        select(*table.primary_key)
        .select_from(given)
        .where(*_same_version(table, given))
        .order_by(*table.primary_key)
        .with_for_update(read=True, of=table)
    )


RECORDED: Mapping[ChangeKind, Callable[[Table, Parameters], WithRows]] = {
    ChangeKind.ADD: _add,
    ChangeKind.SAVE: _save,
    ChangeKind.REMOVE: _remove,
}
"""The changes that the record keeps."""
IN_A_BATCH: Mapping[ChangeKind, Callable[[Table, Parameters], Executable]] = {**RECORDED, ChangeKind.EXPECT: _expect}


def _insert(table: Table, given: Parameters) -> Insert:
    values = _values(table, given)
    return insert(table).from_select(list(values), select(*values.values()))


def _values(table: Table, given: Parameters) -> dict[str, ColumnElement[Any]]:
    return {each.name: typed(each, given) for each in table.columns}


def _same_version(table: Table, given: Parameters) -> list[ColumnElement[bool]]:
    return [*same(table.primary_key, given), table.c.version == given.c.version]
