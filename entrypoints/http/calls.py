"""From an `Operation` to a route."""

from collections.abc import Callable
from typing import Any

from litestar import HttpMethod
from litestar.handlers import HTTPRouteHandler

from entrypoints.http.operations import Operation
from entrypoints.http.wire import CattrsDTO


def call(method: HttpMethod, path: str, operation: Operation) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """Make a function answer an operation at this path; `data`, if it takes a body, arrives as the operation's noun."""
    return HTTPRouteHandler(
        path,
        http_method=method,
        dto=None if operation.body is None else CattrsDTO[operation.body],  # type: ignore[name-defined]  # known at run time
        return_dto=None,
        name=operation.id,
        status_code=200,  # a `Reply` brings its own; this only keeps Litestar from refusing handlers of 204
        opt={"operation": operation},
    )
