"""The statements of `sweeping`."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Executable, Integer, bindparam, delete, select, tuple_

from adapters.postgres.sql import sweeps as sweeping
from adapters.postgres.sql.schema import MOMENT, allowances, receipts, sessions


def composed_sweeps() -> Iterator[tuple[str, Executable]]:
    """Each with its name."""
    yield sweeping.SESSIONS, _sweep(sessions.c.expires_at)
    yield sweeping.ALLOWANCES, _sweep(allowances.c.until)
    yield sweeping.RECEIPTS, _sweep(receipts.c.created_at)


def _sweep(ends: Column[Any]) -> Executable:
    """Delete some rows whose time ended before `before`; rows that somebody works on are left for the next round."""
    key = list(ends.table.primary_key)
    old = (
        select(*key)
        .where(ends < bindparam("before", type_=MOMENT))
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(skip_locked=True)
    )
    return delete(ends.table).where(tuple_(*key).in_(old)).returning(key[0])
