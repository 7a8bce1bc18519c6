"""Metrics of the database: batch sizes, waiting times, durations and failures."""

from collections.abc import Callable
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from domain.errors import DomainError
from entrypoints.observability.metrics.requests import SECONDS
from entrypoints.observability.store_events import Batch, Occupancy

SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
COMMIT = "commit"
READ = "read"


class DatabaseMetrics:
    """Counts batches of units of work and of keys (`StoreObserver`)."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        def histogram(name: str, description: str, buckets: tuple[float, ...]) -> Histogram:
            return Histogram(f"taskapi_database_{name}", description, ["work"], buckets=buckets, registry=registry)

        def gauge(name: str, description: str, mode: Literal["livesum", "livemin"], *labels: str) -> Gauge:
            return Gauge(f"taskapi_database_{name}", description, labels, multiprocess_mode=mode, registry=registry)

        size = histogram("group_size", "Units of work committed, or keys read, together.", SIZES)
        wait = histogram("wait_seconds", "How long the oldest of a batch waited to be sent.", SECONDS)
        took = histogram("duration_seconds", "How long the database took to answer.", SECONDS)
        self._observe = {
            work: _observer(*(each.labels(work) for each in (size, wait, took))) for work in (COMMIT, READ)
        }
        self._failures = Counter(
            "taskapi_database_failures",
            "Units of work that were not committed, and batches of reads that failed.",
            ["work", "reason"],
            registry=registry,
        )
        self._waiting = gauge("waiting", "Units of work, or keys, that wait to be sent.", "livesum", "work")
        self._connections = gauge("connections", "Open connections.", "livesum")
        self._up = gauge("up", "1 if every process reaches the database and its schema is current.", "livemin")

    def caller(self) -> object:
        """Return None: metrics do not distinguish callers."""
        return None

    def committed(self, batch: Batch) -> None:
        """Count units of work."""
        self._count(COMMIT, batch)

    def answered(self, batch: Batch) -> None:
        """Count keys."""
        self._count(READ, batch)

    def sample(self, *, up: bool, occupancy: Occupancy) -> None:
        """Set the gauges."""
        self._up.set(up)
        self._connections.set(occupancy.connections)
        self._waiting.labels(COMMIT).set(occupancy.units_waiting)
        self._waiting.labels(READ).set(occupancy.keys_waiting)

    def _count(self, work: str, batch: Batch) -> None:
        self._observe[work](batch)
        for error in batch.failures:
            reason = error.code if isinstance(error, DomainError) else "unexpected"
            self._failures.labels(work, reason).inc()


def _observer(size: Histogram, wait: Histogram, took: Histogram) -> Callable[[Batch], None]:
    def observe(batch: Batch) -> None:
        size.observe(batch.size)
        wait.observe(batch.began - batch.since)
        took.observe(batch.ended - batch.began)

    return observe
