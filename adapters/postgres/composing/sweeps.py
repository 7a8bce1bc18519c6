"""Taking away what has had its time."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, DateTime, Executable, Integer, bindparam, delete, select, tuple_

from adapters.postgres import sweeping
from adapters.postgres.schema import allowances, receipts, sessions


def composed_sweeps() -> Mapping[str, Executable]:
    """The statements of `sweeping`."""
    return {
        sweeping.SESSIONS: _sweep(sessions.c.expires_at),
        sweeping.ALLOWANCES: _sweep(allowances.c.until),
        sweeping.RECEIPTS: _sweep(receipts.c.created_at),
    }


def _sweep(ends: Column[Any]) -> Executable:
    """Delete some rows whose time ended before `before`; rows that somebody works on are left for the next round."""
    key = list(ends.table.primary_key)
    old = (
        select(*key)
        .where(ends < bindparam("before", type_=DateTime(timezone=True)))
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(skip_locked=True)
    )
    return delete(ends.table).where(tuple_(*key).in_(old)).returning(key[0])
