"""A span for each batch of units of work or keys that was sent to the database."""

from time import monotonic, time_ns

from attrs import frozen
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    Tracer,
    get_current_span,
    set_span_in_context,
)

from domain.errors import DomainError
from entrypoints.observability.store_events import Batch

SECOND = 1_000_000_000


@frozen
class DatabaseSpans:
    """Creates a span after each batch (`StoreObserver`).

    A batch belongs to no single request: its span is a child of the caller that
    waited longest, and has a link to each caller.
    """

    tracer: Tracer

    def caller(self) -> object:
        """Return the context of the current span, None if it is not recorded."""
        context = get_current_span().get_span_context()
        return context if context.trace_flags.sampled else None

    def committed(self, batch: Batch) -> None:
        """Record a batch of units of work."""
        self._record("commit", batch)

    def answered(self, batch: Batch) -> None:
        """Record a batch of keys."""
        self._record("read", batch)

    def _record(self, name: str, batch: Batch) -> None:
        callers = list({caller.span_id: caller for caller in batch.callers if isinstance(caller, SpanContext)}.values())
        if not callers:
            return
        epoch = time_ns() - round(monotonic() * SECOND)
        span = self.tracer.start_span(
            name,
            context=set_span_in_context(NonRecordingSpan(callers[0])),
            kind=SpanKind.CLIENT,
            links=[Link(caller) for caller in callers],
            start_time=epoch + round(batch.began * SECOND),
            attributes={
                "db.system.name": "postgresql",
                "db.operation.name": name,
                "db.operation.batch.size": batch.size,
                "taskapi.wait_seconds": batch.began - batch.since,
            },
        )
        for error in batch.failures:
            span.set_attribute("error.type", error.code if isinstance(error, DomainError) else type(error).__name__)
            if not isinstance(error, DomainError):
                span.set_status(Status(StatusCode.ERROR))
        span.end(epoch + round(batch.ended * SECOND))
