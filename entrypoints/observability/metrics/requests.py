"""Requests: how many, how they went, how long they took."""

from collections.abc import Callable
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram

from entrypoints.http.requests.exchange import Exchange

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""A client may send any other word, but not fill our memory with them."""
REFUSALS = frozenset({429, 503})
PROBES = frozenset({"/health", "/health/ready"})
LOG_IN = "/api/v1/auth/login"


class RequestMetrics:
    """Counts exchanges."""

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

    def finished(self, exchange: Exchange) -> None:
        """Count one that is over."""
        took = perf_counter() - exchange.started
        route = exchange.route
        observe = self._known.get((exchange.method, route, exchange.status))
        if observe is None:
            observe = self._first_of(exchange)
        observe(took)
        if exchange.status in REFUSALS and route not in PROBES:
            self._refused.labels(exchange.problem).inc()
        if route == LOG_IN and exchange.method == "POST":
            self._logins.labels(exchange.problem or "succeeded").inc()

    def _first_of(self, exchange: Exchange) -> Callable[[float], None]:
        method = exchange.method if exchange.method in METHODS else "other"
        observe = self._duration.labels(method, exchange.route or "none", exchange.status).observe
        if method == exchange.method:
            self._known[exchange.method, exchange.route, exchange.status] = observe
        return observe
