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
        def total(name: str, meaning: str) -> Gauge:
            return Gauge(name, meaning, multiprocess_mode="livesum", registry=registry)

        total("taskapi_workers", "Processes that answer requests.").set(1)
        self._in_flight = total("taskapi_http_requests_in_flight", "Requests that are being worked on.")
        self._resident = total(
            "taskapi_resident_memory_bytes", "Memory of all workers, what they share counted in each."
        )
        self._delay = Gauge(
            "taskapi_event_loop_delay_seconds",
            "How late the busiest worker's event loop was for an appointment.",
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
        """Note how things are at the moment."""
        self._in_flight.set(in_flight)
        self._delay.set(late)
        if STATM.exists():
            self._resident.set(int(STATM.read_text().split()[1]) * PAGE)
