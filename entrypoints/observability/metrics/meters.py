"""Everything that one process counts, and what it has to look at because nobody reports it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self

from attrs import frozen
from prometheus_client import CollectorRegistry

from entrypoints.observability.instruments import Probes
from entrypoints.observability.metrics.database import DatabaseMetrics
from entrypoints.observability.metrics.passwords import PasswordMetrics
from entrypoints.observability.metrics.requests import RequestMetrics
from entrypoints.observability.metrics.workers import WorkerMetrics

BETWEEN = 1.0
"""Seconds between two looks."""
PATIENCE = 1.0
"""Seconds in which the database has to answer."""


@frozen
class Meters:
    """The metrics of one process."""

    requests: RequestMetrics
    database: DatabaseMetrics
    passwords: PasswordMetrics
    worker: WorkerMetrics

    @classmethod
    def made(cls, registry: CollectorRegistry | None = None) -> Self:
        """In a registry, or only in the shared folder."""
        return cls(
            RequestMetrics(registry), DatabaseMetrics(registry), PasswordMetrics(registry), WorkerMetrics(registry)
        )

    async def look(self, sights: Probes) -> None:
        """Look again and again."""
        clock = asyncio.get_running_loop().time
        late = 0.0
        while True:
            self.worker.looked(in_flight=sights.in_flight(), late=late)
            self.passwords.looked(waiting=sights.passwords.waiting)
            self.database.looked(up=await _within_reach(sights.ready), occupancy=sights.occupancy())
            due = clock() + BETWEEN
            await asyncio.sleep(BETWEEN)
            late = clock() - due


async def _within_reach(ready: Callable[[], Awaitable[bool]]) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await ready()
    except Exception:  # noqa: BLE001 - whatever it is, we cannot reach it
        return False
