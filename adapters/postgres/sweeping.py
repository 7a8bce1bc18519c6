"""Taking away what has had its time: expired sessions, receipts and allowances."""

from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Column, DateTime, Integer, bindparam, delete, select, tuple_

from adapters.postgres import schema
from adapters.postgres.line import Line
from adapters.postgres.statements import Statement
from domain.receipt import KEPT

AT_ONCE = 1_000
"""Rows per statement, so that no lock is held for long."""


def _sweep(ends: Column[Any]) -> Statement:
    """Delete some rows whose time ended before `before`; rows that somebody works on are left for the next round."""
    key = list(ends.table.primary_key)
    old = (
        select(*key)
        .where(ends < bindparam("before", type_=DateTime(timezone=True)))
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(skip_locked=True)
    )
    return Statement.compiled(delete(ends.table).where(tuple_(*key).in_(old)).returning(key[0]))


SESSIONS = _sweep(schema.sessions.c.expires_at)
ALLOWANCES = _sweep(schema.allowances.c.until)
RECEIPTS = _sweep(schema.receipts.c.created_at)


@frozen
class Sweeper:
    """Deletes what no longer counts; any number of processes may sweep at once."""

    line: Line

    async def __call__(self, *, at: datetime) -> int:
        """Return how many rows went; raise `StoreUnavailable`."""
        gone = 0
        for statement, before in ((SESSIONS, at), (ALLOWANCES, at), (RECEIPTS, at - KEPT)):
            while swept := await self.line.fetch(
                statement.sql, statement.arguments({"before": before, "most": AT_ONCE})
            ):
                gone += len(swept)
        return gone
