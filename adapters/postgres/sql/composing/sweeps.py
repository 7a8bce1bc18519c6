"""The statements that delete expired rows, a limited number at a time."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Executable, Integer, bindparam, delete, select, tuple_

from adapters.postgres.sql.schema import TIME, metadata

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
