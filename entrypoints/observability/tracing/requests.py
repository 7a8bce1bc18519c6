"""A span for each request, part of the client's trace if it sends one (W3C Trace Context)."""

from typing import cast

import structlog
from attrs import field, frozen
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from entrypoints.observability.request_record import RequestRecord

SERVER_ERROR = 500


@frozen
class TracedRequests:
    """An ASGI application around the outer middleware."""

    app: ASGIApp
    tracer: Tracer
    _propagator: TraceContextTextMapPropagator = field(factory=TraceContextTextMapPropagator, init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request inside a span."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        with (
            self.tracer.start_as_current_span(
                scope["method"],
                context=self._remote_context(scope),
                kind=SpanKind.SERVER,
                record_exception=False,
                set_status_on_exception=False,
            ) as span,
            structlog.contextvars.bound_contextvars(trace=_trace_id(span)),
        ):
            try:
                await self.app(scope, receive, send)
            finally:
                _describe(span, cast("RequestRecord", scope["state"]["exchange"]))

    def _remote_context(self, scope: HTTPScope) -> Context:
        carrier = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in scope["headers"]
            if name in (b"traceparent", b"tracestate")
        }
        return self._propagator.extract(carrier)


def _trace_id(span: Span) -> str:
    return format(span.get_span_context().trace_id, "032x")


def _describe(span: Span, request: RequestRecord) -> None:
    route = request.route
    if route is not None:
        span.update_name(f"{request.method} {route}")
        span.set_attribute("http.route", route)
    span.set_attribute("http.request.method", request.method)
    span.set_attribute("url.path", request.path)
    span.set_attribute("http.response.status_code", request.status)
    span.set_attribute("taskapi.request_id", request.id)
    if request.problem is not None:
        span.set_attribute("error.type", request.problem)
    if request.status >= SERVER_ERROR:
        span.set_status(Status(StatusCode.ERROR))
