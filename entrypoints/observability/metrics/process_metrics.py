"""All metrics of one process: counted events, and values that are sampled periodically."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self

from attrs import frozen
from prometheus_client import CollectorRegistry

from entrypoints.observability.metrics.database import DatabaseMetrics
from entrypoints.observability.metrics.passwords import PasswordMetrics
from entrypoints.observability.metrics.requests import RequestMetrics
from entrypoints.observability.metrics.workers import WorkerMetrics
from entrypoints.observability.probes import Probes

SAMPLE_INTERVAL = 1.0
"""Seconds between two samples."""
PROBE_TIMEOUT = 1.0
"""Seconds within which the database must answer."""


@frozen
class ProcessMetrics:
    """The metrics of one process."""

    requests: RequestMetrics
    database: DatabaseMetrics
    passwords: PasswordMetrics
    worker: WorkerMetrics

    @classmethod
    def create(cls, registry: CollectorRegistry | None = None) -> Self:
        """Create the metrics, in a registry or only in the shared folder."""
        return cls(
            RequestMetrics(registry), DatabaseMetrics(registry), PasswordMetrics(registry), WorkerMetrics(registry)
        )

    async def sample(self, probes: Probes) -> None:
        """Sample all probes periodically, until cancelled."""
        clock = asyncio.get_running_loop().time
        late = 0.0
        while True:
            self.worker.sample(in_flight=probes.in_flight(), late=late)
            self.passwords.sample(waiting=probes.passwords.waiting)
            self.database.sample(up=await _is_reachable(probes.ready), occupancy=probes.occupancy())
            due = clock() + SAMPLE_INTERVAL
            await asyncio.sleep(SAMPLE_INTERVAL)
            late = clock() - due


async def _is_reachable(ready: Callable[[], Awaitable[bool]]) -> bool:
    try:
        async with asyncio.timeout(PROBE_TIMEOUT):
            return await ready()
    except Exception:  # noqa: BLE001 - whatever the error, it is not reachable
        return False
