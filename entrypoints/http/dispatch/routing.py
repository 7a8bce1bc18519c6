"""Declare routes: an `Operation` at a path, and the function that handles it."""

from collections.abc import Callable
from typing import Any, get_type_hints

from attrs import evolve
from litestar import HttpMethod
from litestar.handlers import HTTPRouteHandler

from application.use_cases import UseCases
from entrypoints.http.dispatch.operations import Operation

USE_CASES = get_type_hints(UseCases)


def call(method: HttpMethod, path: str, operation: Operation) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """Declare a function as the handler of an operation; its parameter `data`, if any, receives the decoded body."""

    def route(function: Callable[..., Any]) -> HTTPRouteHandler:
        handler = HTTPRouteHandler(
            path,
            http_method=method,
            name=operation.id,
            status_code=200,  # a `Response` has its own; this only keeps Litestar from rejecting handlers of 204
            opt={"operation": evolve(operation, does=_use_cases_in(function))},
        )
        return handler(function)

    return route


def _use_cases_in(function: Callable[..., Any]) -> tuple[type, ...]:
    """Return the use cases that a function names, as in `caller.use_cases.read_task`."""
    return tuple(USE_CASES[name] for name in function.__code__.co_names if name in USE_CASES)
