"""From an `Operation` to a route."""

from collections.abc import Callable
from typing import Any, get_type_hints

from attrs import evolve
from litestar import HttpMethod
from litestar.handlers import HTTPRouteHandler

from application.use_cases import UseCases
from entrypoints.http.dispatch.operations import Operation
from entrypoints.http.requests.parsing.decoding import CattrsDTO

USE_CASES = get_type_hints(UseCases)


def call(method: HttpMethod, path: str, operation: Operation) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """Make a function answer an operation at this path; `data`, if it takes a body, arrives as the operation's noun."""

    def route(function: Callable[..., Any]) -> HTTPRouteHandler:
        handler = HTTPRouteHandler(
            path,
            http_method=method,
            dto=None if operation.body is None else CattrsDTO[operation.body],  # type: ignore[name-defined]  # known at run time
            return_dto=None,
            name=operation.id,
            status_code=200,  # a `Response` brings its own; this only keeps Litestar from refusing handlers of 204
            opt={"operation": evolve(operation, does=_use_cases_in(function))},
        )
        return handler(function)

    return route


def _use_cases_in(function: Callable[..., Any]) -> tuple[type, ...]:
    """The use cases that a function names, as in `caller.use_cases.read_task`."""
    return tuple(USE_CASES[name] for name in function.__code__.co_names if name in USE_CASES)
