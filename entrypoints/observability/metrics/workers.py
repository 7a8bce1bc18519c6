"""Metrics of processes: their number, memory, load and release."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge

PAGE = os.sysconf("SC_PAGE_SIZE")
STATM = Path("/proc/self/statm")


class WorkerMetrics:
    """Metrics of this process."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        def total(name: str, description: str) -> Gauge:
            return Gauge(name, description, multiprocess_mode="livesum", registry=registry)

        total("taskapi_workers", "Worker processes.").set(1)
        self._in_flight = total("taskapi_http_requests_in_flight", "Requests in flight.")
        self._resident = total("taskapi_resident_memory_bytes", "Memory of all workers; shared memory counts in each.")
        self._delay = Gauge(
            "taskapi_event_loop_delay_seconds",
            "By how much the event loop of the busiest worker ran a timer late.",
            multiprocess_mode="livemax",
            registry=registry,
        )
        Gauge(
            "taskapi_build_info",
            "The release; always 1.",
            ["version", "python"],
            multiprocess_mode="livemax",
            registry=registry,
        ).labels(version("taskapi"), platform.python_version()).set(1)

    def sample(self, *, in_flight: int, late: float) -> None:
        """Set the gauges."""
        self._in_flight.set(in_flight)
        self._delay.set(late)
        if STATM.exists():
            self._resident.set(int(STATM.read_text().split()[1]) * PAGE)
