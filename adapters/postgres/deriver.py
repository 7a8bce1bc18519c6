"""Computing outdated derived columns: after an upgrade, and while an earlier release still writes."""

import asyncio
from time import monotonic

from attrs import field, frozen

from adapters.postgres.connection.connection import Connection
from adapters.postgres.sql.statements import statement
from adapters.postgres.sql.tables.tasks import TASKS

BATCH_SIZE = 200
"""Rows per statement, so that no lock is held for long."""


@frozen
class Deriver:
    """Computes the terms and the title key of tasks that another release wrote.

    Each batch is a transaction of its own, and what is outdated is found by an index: it may be stopped at any time and
    continues where it was. Any number of processes may do so at once, while others read and write.
    """

    connection: Connection
    turn: asyncio.Lock = field(factory=asyncio.Lock)
    """Held while the connection is in use."""

    async def __call__(self) -> int:
        """Return how many rows were changed; raise `StoreUnavailable`."""
        changed = 0
        while True:
            began = monotonic()
            outdated, done = await self._batch()
            changed += done
            if outdated < BATCH_SIZE:
                return changed
            # Half of the time belongs to the others.
            await asyncio.sleep(monotonic() - began)

    async def _batch(self) -> tuple[int, int]:
        """Return how many rows were outdated, and how many of them were changed."""
        find, derive = statement("tasks_to_derive"), statement("tasks_derive")
        async with self.turn:
            rows = await self.connection.fetch(find.sql, find.arguments({"most": BATCH_SIZE}))
            if not rows:
                return 0, 0
            columns = [dict(zip(TASKS.columns, TASKS.row(TASKS.decode(row)), strict=True)) for row in rows]
            return len(rows), len(await self.connection.fetch(derive.sql, derive.arrays(columns)))
