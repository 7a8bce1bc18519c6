"""Deleting rows that no longer count: expired sessions, tokens, receipts and allowances."""

import asyncio
from datetime import datetime, timedelta

from attrs import field, frozen

from adapters.postgres.connection.connection import Connection
from adapters.postgres.sql.statements import statement
from domain.accounts.receipt import RETENTION
from domain.changes.recorded_change import CHANGES_KEPT

BATCH_SIZE = 1_000
"""Rows per statement, so that no lock is held for long."""


@frozen
class Sweeper:
    """Deletes expired rows; any number of processes may sweep at once."""

    connection: Connection
    changes_kept: timedelta = CHANGES_KEPT
    """How long the record keeps a change."""
    turn: asyncio.Lock = field(factory=asyncio.Lock)
    """Held while the connection is in use."""

    async def __call__(self, *, at: datetime) -> int:
        """Return how many rows were deleted; raise `StoreUnavailable`."""
        deleted = 0
        ends = {
            "sessions": at,
            "personal_access_tokens": at,
            "allowances": at,
            "receipts": at - RETENTION,
            "changes": at - self.changes_kept,
        }
        for table, before in ends.items():
            sweep = statement(f"{table}_sweep")
            arguments = sweep.arguments({"before": before, "most": BATCH_SIZE})
            async with self.turn:
                while keys := await self.connection.fetch(sweep.sql, arguments):
                    deleted += len(keys)
        return deleted
