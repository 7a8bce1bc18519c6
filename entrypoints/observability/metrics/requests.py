"""Metrics of requests: count, outcome, duration."""

from collections.abc import Callable
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram

from entrypoints.observability.request_record import RequestRecord

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Any other method counts as `other`, so that clients cannot create label values."""
RETRY_LATER = frozenset({429, 503})
PROBES = frozenset({"/health", "/health/ready"})
LOG_IN = "/api/v1/auth/login"


class RequestMetrics:
    """Counts requests and measures their duration."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self._duration = Histogram(
            "taskapi_http_request_duration_seconds",
            "From the first byte of a request to the last byte of its response.",
            ["method", "route", "status"],
            buckets=SECONDS,
            registry=registry,
        )
        self._refused = Counter(
            "taskapi_http_refused",
            "Requests that were rejected with a time to retry (429, 503).",
            ["reason"],
            registry=registry,
        )
        self._logins = Counter("taskapi_logins", "Attempts to log in.", ["outcome"], registry=registry)
        self._observers: dict[tuple[str, str | None, int], Callable[[float], None]] = {}

    def finished(self, request: RequestRecord) -> None:
        """Count a finished request."""
        took = perf_counter() - request.started
        route = request.route
        observe = self._observers.get((request.method, route, request.status))
        if observe is None:
            observe = self._observer_of(request)
        observe(took)
        if request.status in RETRY_LATER and route not in PROBES:
            self._refused.labels(request.problem).inc()
        if route == LOG_IN and request.method == "POST":
            self._logins.labels(request.problem or "succeeded").inc()

    def _observer_of(self, request: RequestRecord) -> Callable[[float], None]:
        method = request.method if request.method in METHODS else "other"
        observe = self._duration.labels(method, request.route or "none", request.status).observe
        if method == request.method:
            self._observers[request.method, request.route, request.status] = observe
        return observe
