"""Metrics of requests: count, outcome, duration."""

from collections.abc import Callable
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram

from entrypoints.observability.request_record import RequestRecord

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Any other method counts as `other`, so that clients cannot create label values."""
REFUSALS = frozenset({429, 503})
PROBES = frozenset({"/health", "/health/ready"})
LOG_IN = "/api/v1/auth/login"


class RequestMetrics:
    """Counts requests and measures their duration."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self._duration = Histogram(
            "taskapi_http_request_duration_seconds",
            "From the first byte of a request to the last of its answer; the count is that of the requests.",
            ["method", "route", "status"],
            buckets=SECONDS,
            registry=registry,
        )
        self._refused = Counter(
            "taskapi_http_refused", "Requests told to come back later (429, 503).", ["reason"], registry=registry
        )
        self._logins = Counter("taskapi_logins", "Attempts to log in.", ["outcome"], registry=registry)
        self._known: dict[tuple[str, str | None, int], Callable[[float], None]] = {}

    def finished(self, request: RequestRecord) -> None:
        """Count a finished request."""
        took = perf_counter() - request.started
        route = request.route
        observe = self._known.get((request.method, route, request.status))
        if observe is None:
            observe = self._first_of(request)
        observe(took)
        if request.status in REFUSALS and route not in PROBES:
            self._refused.labels(request.problem).inc()
        if route == LOG_IN and request.method == "POST":
            self._logins.labels(request.problem or "succeeded").inc()

    def _first_of(self, request: RequestRecord) -> Callable[[float], None]:
        method = request.method if request.method in METHODS else "other"
        observe = self._duration.labels(method, request.route or "none", request.status).observe
        if method == request.method:
            self._known[request.method, request.route, request.status] = observe
        return observe
