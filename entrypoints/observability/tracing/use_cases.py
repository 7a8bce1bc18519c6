"""A span for each use case, with its name."""

import inspect
from typing import Any

from attrs import evolve, fields, frozen
from opentelemetry.trace import Status, StatusCode, Tracer

from application.use_cases import UseCases
from domain.errors import DomainError


def traced(use_cases: UseCases, tracer: Tracer) -> UseCases:
    """The same use cases, each of which opens a span while it is carried out.

    What hands out its result bit by bit has none: it is carried out while the
    answer is sent, and its questions to the database show.
    """
    each = {field.name: getattr(use_cases, field.name) for field in fields(UseCases)}
    wrapped: dict[str, Any] = {
        name: Traced(use_case, tracer) for name, use_case in each.items() if not _is_generator(use_case)
    }
    return evolve(use_cases, **wrapped)


@frozen
class Traced:
    """A use case in a span."""

    use_case: Any
    tracer: Tracer

    async def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Carry it out."""
        return await self._in_span(self.use_case, *arguments, **named)

    async def within(self, *arguments: Any) -> Any:
        """Carry it out as a part of a larger unit of work."""
        return await self._in_span(self.use_case.within, *arguments)

    async def _in_span(self, do: Any, *arguments: Any, **named: Any) -> Any:
        with self.tracer.start_as_current_span(
            type(self.use_case).__name__, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                return await do(*arguments, **named)
            except DomainError as error:
                # Foreseen, so it is an outcome and no failure.
                span.set_attribute("error.type", error.code)
                raise
            except Exception as error:
                span.record_exception(error)
                span.set_status(Status(StatusCode.ERROR))
                raise


def _is_generator(use_case: Any) -> bool:
    return inspect.isasyncgenfunction(type(use_case).__call__)
