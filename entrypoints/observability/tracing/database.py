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
    """Creates the spans afterwards (`adapters.postgres.batching.observing.Observer`).

    A group belongs to no single request: its span is a child of the one that
    waited longest and has a link to each that shared it.
    """

    tracer: Tracer

    def caller(self) -> object:
        """The span that is asking, if it is recorded."""
        context = get_current_span().get_span_context()
        return context if context.trace_flags.sampled else None

    def committed(self, group: Batch) -> None:
        """Record a batch of units of work."""
        self._tell("commit", group)

    def answered(self, group: Batch) -> None:
        """Record a batch of keys."""
        self._tell("read", group)

    def _tell(self, name: str, group: Batch) -> None:
        callers = list({caller.span_id: caller for caller in group.callers if isinstance(caller, SpanContext)}.values())
        if not callers:
            return
        zero = time_ns() - round(monotonic() * SECOND)
        span = self.tracer.start_span(
            name,
            context=set_span_in_context(NonRecordingSpan(callers[0])),
            kind=SpanKind.CLIENT,
            links=[Link(caller) for caller in callers],
            start_time=zero + round(group.began * SECOND),
            attributes={
                "db.system.name": "postgresql",
                "db.operation.name": name,
                "db.operation.batch.size": group.size,
                "taskapi.wait_seconds": group.began - group.since,
            },
        )
        for error in group.failures:
            span.set_attribute("error.type", error.code if isinstance(error, DomainError) else type(error).__name__)
            if not isinstance(error, DomainError):
                span.set_status(Status(StatusCode.ERROR))
        span.end(zero + round(group.ended * SECOND))
