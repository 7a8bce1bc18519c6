"""One line for each request: who, what, how it went, how long it took. No bodies, no secrets."""

import re
from time import perf_counter

import structlog

from entrypoints.http.exchange import Exchange

_TRACEPARENT = re.compile(rb"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
SERVER_ERROR = 500

_log = structlog.get_logger("taskapi.access")


def log_access(exchange: Exchange) -> None:
    """Write the line; what the client did not send is not mentioned."""
    facts: dict[str, object] = {
        "id": exchange.id,
        "method": exchange.method,
        "route": exchange.route,
        "status": exchange.status,
        "duration_ms": round((perf_counter() - exchange.started) * 1000, 3),
        "bytes": exchange.sent,
    }
    if exchange.session is not None:
        facts["user"] = str(exchange.session.user_id)
    if exchange.problem is not None:
        facts["problem"] = exchange.problem
    if trace := _trace_id(exchange):
        facts["trace"] = trace
    if exchange.status < SERVER_ERROR:
        _log.info("request", **facts)
    else:
        _log.warning("request", **facts)


def _trace_id(exchange: Exchange) -> str | None:
    """The id of the trace that the request is a part of (W3C Trace Context)."""
    sent = exchange.headers.get(b"traceparent")
    found = _TRACEPARENT.fullmatch(sent) if sent else None
    return found[1].decode() if found else None
