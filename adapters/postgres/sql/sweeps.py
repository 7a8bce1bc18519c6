"""Taking away what has had its time: expired sessions, receipts and allowances."""

from datetime import datetime

from attrs import frozen

from adapters.postgres.connection.connection import Connection
from adapters.postgres.sql.statements import statement
from domain.accounts.receipt import KEPT

AT_ONCE = 1_000
"""Rows per statement, so that no lock is held for long."""
SESSIONS, ALLOWANCES, RECEIPTS = "sweep sessions", "sweep allowances", "sweep receipts"
"""The names of the statements."""


@frozen
class Sweeper:
    """Deletes what no longer counts; any number of processes may sweep at once."""

    line: Connection

    async def __call__(self, *, at: datetime) -> int:
        """Return how many rows went; raise `StoreUnavailable`."""
        gone = 0
        for name, before in ((SESSIONS, at), (ALLOWANCES, at), (RECEIPTS, at - KEPT)):
            sweep = statement(name)
            arguments = sweep.arguments({"before": before, "most": AT_ONCE})
            while swept := await self.line.fetch(sweep.sql, arguments):
                gone += len(swept)
        return gone
