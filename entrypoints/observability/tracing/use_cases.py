"""A span for each use case, with its name."""

import inspect
from typing import Any

from attrs import evolve, fields, frozen
from opentelemetry.trace import Status, StatusCode, Tracer

from application.use_cases import UseCases
from domain.errors import DomainError


def traced(use_cases: UseCases, tracer: Tracer) -> UseCases:
    """Return the use cases, each wrapped in a span.

    Generators are not wrapped: they run while the response is sent, and only
    their queries have spans.
    """
    originals = {field.name: getattr(use_cases, field.name) for field in fields(UseCases)}
    wrapped: dict[str, Any] = {
        name: Traced(use_case, tracer) for name, use_case in originals.items() if not _is_generator(use_case)
    }
    return evolve(use_cases, **wrapped)


@frozen
class Traced:
    """Runs a use case in a span."""

    use_case: Any
    tracer: Tracer

    async def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Run the use case."""
        return await self._in_span(self.use_case, *arguments, **named)

    async def within(self, *arguments: Any) -> Any:
        """Run the use case inside a larger unit of work."""
        return await self._in_span(self.use_case.within, *arguments)

    async def _in_span(self, call: Any, *arguments: Any, **named: Any) -> Any:
        with self.tracer.start_as_current_span(
            type(self.use_case).__name__, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                return await call(*arguments, **named)
            except DomainError as error:
                # Domain errors are expected results, not failures.
                span.set_attribute("error.type", error.code)
                raise
            except Exception as error:
                span.record_exception(error)
                span.set_status(Status(StatusCode.ERROR))
                raise


def _is_generator(use_case: Any) -> bool:
    return inspect.isasyncgenfunction(type(use_case).__call__)
