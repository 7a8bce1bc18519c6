"""Metrics of password hashing, which is expensive by design."""

from prometheus_client import CollectorRegistry, Gauge, Histogram

from entrypoints.observability.metrics.requests import SECONDS


class PasswordMetrics:
    """Counts password hashes."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self._wait = Histogram(
            "taskapi_password_wait_seconds",
            "How long a password waited before it was hashed.",
            buckets=SECONDS,
            registry=registry,
        )
        self._took = Histogram(
            "taskapi_password_duration_seconds", "How long hashing took.", buckets=SECONDS, registry=registry
        )
        self._waiting = Gauge(
            "taskapi_passwords_waiting",
            "Passwords that wait to be hashed.",
            multiprocess_mode="livesum",
            registry=registry,
        )

    def hashed(self, waited: float, took: float) -> None:
        """Count a hash that waited and took so many seconds."""
        self._wait.observe(waited)
        self._took.observe(took)

    def sample(self, *, waiting: int) -> None:
        """Set the gauge."""
        self._waiting.set(waiting)
