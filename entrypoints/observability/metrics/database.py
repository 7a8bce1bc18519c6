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
    """Counts groups of units of work and of questions (`adapters.postgres.batching.observing.Observer`)."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        def histogram(name: str, meaning: str, buckets: tuple[float, ...]) -> Histogram:
            return Histogram(f"taskapi_database_{name}", meaning, ["work"], buckets=buckets, registry=registry)

        def gauge(name: str, meaning: str, mode: Literal["livesum", "livemin"], *labels: str) -> Gauge:
            return Gauge(f"taskapi_database_{name}", meaning, labels, multiprocess_mode=mode, registry=registry)

        size = histogram("group_size", "Units of work committed, or keys read, together.", SIZES)
        wait = histogram("wait_seconds", "How long the oldest of a group waited for its turn.", SECONDS)
        took = histogram("duration_seconds", "From asking the database to its answer.", SECONDS)
        self._observe = {
            work: _observing(*(each.labels(work) for each in (size, wait, took))) for work in (COMMIT, READ)
        }
        self._failures = Counter(
            "taskapi_database_failures",
            "Units of work that were not committed, and groups of reads that were not answered.",
            ["work", "reason"],
            registry=registry,
        )
        self._waiting = gauge("waiting", "Units of work, or keys, that wait for their turn.", "livesum", "work")
        self._connections = gauge("connections", "Open connections.", "livesum")
        self._up = gauge("up", "1 if every process reaches the database and its schema is the right one.", "livemin")

    def caller(self) -> object:
        """Return None: metrics do not distinguish callers."""
        return None

    def committed(self, group: Batch) -> None:
        """Count units of work."""
        self._count(COMMIT, group)

    def answered(self, group: Batch) -> None:
        """Count questions."""
        self._count(READ, group)

    def sample(self, *, up: bool, occupancy: Occupancy) -> None:
        """Note how things are at the moment."""
        self._up.set(up)
        self._connections.set(occupancy.connections)
        self._waiting.labels(COMMIT).set(occupancy.units_waiting)
        self._waiting.labels(READ).set(occupancy.keys_waiting)

    def _count(self, work: str, group: Batch) -> None:
        self._observe[work](group)
        for error in group.failures:
            reason = error.code if isinstance(error, DomainError) else "unexpected"
            self._failures.labels(work, reason).inc()


def _observing(size: Histogram, wait: Histogram, took: Histogram) -> Callable[[Batch], None]:
    def observe(group: Batch) -> None:
        size.observe(group.size)
        wait.observe(group.began - group.since)
        took.observe(group.ended - group.began)

    return observe
