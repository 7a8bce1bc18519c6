"""The access log: one line per request, without bodies and secrets."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from uuid import UUID

import msgspec
import structlog

from entrypoints.http.middleware.refusal_summary import COUNTED, RefusalSummary
from entrypoints.http.requests.exchange import Exchange
from entrypoints.observability.logging.direct import direct_lines
from entrypoints.observability.logging.masking import may_hold_secrets

_TRACEPARENT = re.compile(rb"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")
SERVER_ERROR = 500
NAME = "taskapi.access"
USUAL_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""A client may send any other method, of any length."""

_log = structlog.get_logger(NAME)
_refused = RefusalSummary()
"""Of this process."""


class _LogLine(msgspec.Struct, omit_defaults=True, gc=False):
    """The members in their order; the last ones only if they have a value."""

    time: datetime
    level: str
    event: str
    logger: str
    id: str
    method: str
    route: str | None
    status: int
    duration_ms: float
    bytes: int
    user: UUID | None = None
    problem: str | None = None
    trace: str | None = None


def access_log() -> Callable[[Exchange], None]:
    """Return the function that writes the lines, given the present configuration; usual lines take a fast path."""
    write = direct_lines(NAME)
    if write is None:
        return log_access

    def log_directly(exchange: Exchange) -> None:
        usual = exchange.status < SERVER_ERROR and exchange.method in USUAL_METHODS
        if usual and exchange.problem not in COUNTED and not may_hold_secrets(exchange.id):
            write(_line(exchange))
        else:
            log_access(exchange)

    return log_directly


def log_access(exchange: Exchange) -> None:
    """Write the line like every other event; frequent, cheap rejections are only counted."""
    if exchange.problem in COUNTED:
        _refused.count(exchange, exchange.problem)
        return
    facts = msgspec.to_builtins(_line(exchange))
    del facts["time"], facts["level"], facts["logger"]
    log = _log.info if exchange.status < SERVER_ERROR else _log.warning
    log(**facts)


def _line(exchange: Exchange) -> _LogLine:
    credential = exchange.credential
    return _LogLine(
        datetime.now(UTC),
        "info",
        "request",
        NAME,
        exchange.id,
        exchange.method,
        exchange.route,
        exchange.status,
        round((perf_counter() - exchange.started) * 1000, 3),
        exchange.sent,
        None if credential is None else credential.user_id,
        exchange.problem,
        _trace_id(exchange.headers.get(b"traceparent")),
    )


def _trace_id(sent: bytes | None) -> str | None:
    """Return the id of the trace that the request is part of (W3C Trace Context)."""
    found = _TRACEPARENT.fullmatch(sent) if sent else None
    return found[1].decode() if found else None
