"""The statements of background tasks: deleting expired rows, and computing derived columns anew."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Executable, Integer, bindparam, delete, select, tuple_, update

from adapters.postgres.sql.composing.parameters import many_of, same, typed
from adapters.postgres.sql.schema import DERIVED, TIME, metadata, readable, tasks

ENDS = {
    "sessions": "expires_at",
    "personal_access_tokens": "expires_at",
    "allowances": "until",
    "receipts": "created_at",
    "changes": "at",
}
"""The column of each table that says when a row ends."""


def composed_sweeps() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    for table, column in ENDS.items():
        end = metadata.tables[table].c[column]
        yield f"{table}_sweep", _sweep(end)


def _sweep(end: Column[Any]) -> Executable:
    """Delete some rows that ended before `before`; locked rows are left for the next round."""
    key = list(end.table.primary_key)
    old = (
        select(*key)
        .where(end < bindparam("before", type_=TIME))
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(skip_locked=True)
    )
    return delete(end.table).where(tuple_(*key).in_(old)).returning(key[0])


OUTDATED = tasks.c.derived_version != tasks.c.version
"""Spelled as the condition of the index `tasks_to_derive`."""


def composed_derivations() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    yield "tasks_to_derive", _outdated()
    yield "tasks_derive", _derive()


def _outdated() -> Executable:
    """Select some rows whose derived columns belong to another version, such as those that another release wrote."""
    return (
        select(*readable(tasks)).where(OUTDATED).order_by(*tasks.primary_key).limit(bindparam("most", type_=Integer()))
    )


def _derive() -> Executable:
    """Set the derived columns of rows that still have the version that was read, unless another process has done so."""
    key, derived = list(tasks.primary_key), [column for column in tasks.columns if DERIVED in column.info]
    given = many_of([*key, *derived])
    values: dict[str, Any] = {column.name: typed(column, given) for column in derived}
    current = tasks.c.version == given.c.derived_version
    return update(tasks).values(values).where(*same(key, given), current, OUTDATED).returning(*key)
