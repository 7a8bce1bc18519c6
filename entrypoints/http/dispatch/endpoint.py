"""Endpoints: a handler, its operation, and a provider for each of its arguments."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Self, TypeAlias, cast

from attrs import frozen
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp

from entrypoints.http.dispatch.operations import Operation
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.requests.parsing.decoding import decode_body

BODY = "data"
"""The parameter that receives the decoded body; Litestar reserves the name."""
Provider: TypeAlias = Callable[[Exchange], object]
"""Returns the value of a handler's parameter for one request."""


class UnservableRoute(Exception):
    """A route that the dispatcher cannot serve as it is declared; the process does not start."""

    def __init__(self, route: HTTPRoute, handler: HTTPRouteHandler, reason: str) -> None:
        methods = "/".join(sorted(handler.http_methods))
        super().__init__(f"{methods} {route.path_format} ({handler.handler_name}) cannot be served: {reason}")


@frozen
class Endpoint:
    """What answers one method of one path template."""

    handler: Callable[..., Awaitable[ASGIApp]]
    operation: Operation
    template: str
    arguments: tuple[tuple[str, Provider], ...]

    @classmethod
    def of(cls, route: HTTPRoute, handler: HTTPRouteHandler, providers: Mapping[str, Provider]) -> Self:
        """Return the endpoint of a handler; raise `UnservableRoute`.

        `providers` supplies, by name, the parameters that are neither path parameters nor the body.
        """
        for reason in chain(_undeclared(handler), _unsupported(handler), _mistyped(route, handler)):
            raise UnservableRoute(route, handler, reason)
        operation: Operation = handler.opt["operation"]
        required = dict(_path_parameters(route))
        if operation.body is not None:
            required[BODY] = partial(_decoded_body, kind=operation.body, public=operation.public)
        available = {**providers, **required}
        names = handler.parsed_fn_signature.parameters
        for name in required.keys() - names.keys():
            raise UnservableRoute(route, handler, f"it must take {name!r}")
        for name in names.keys() - available.keys():
            raise UnservableRoute(route, handler, f"nothing provides its parameter {name!r}")
        function = cast("Callable[..., Awaitable[ASGIApp]]", handler.fn)
        return cls(function, operation, route.path_format, tuple((name, available[name]) for name in names))

    async def respond(self, exchange: Exchange) -> ASGIApp:
        """Call the handler with its arguments."""
        return await self.handler(**{name: provide(exchange) for name, provide in self.arguments})


def _path_parameters(route: HTTPRoute) -> Iterator[tuple[str, Provider]]:
    # The path begins with a slash, so the first segment is empty.
    for index, component in enumerate(route.path_components, start=1):
        if not isinstance(component, str):
            yield component.name, partial(_segment, index=index)


def _segment(exchange: Exchange, *, index: int) -> str:
    return exchange.path.split("/")[index]


def _decoded_body(exchange: Exchange, *, kind: type, public: bool) -> object:
    return decode_body(exchange, kind, public=public)


def _undeclared(handler: HTTPRouteHandler) -> Iterator[str]:
    if not isinstance(handler.opt.get("operation"), Operation):
        yield "it declares no Operation; use the decorator of dispatch.routing"


def _unsupported(handler: HTTPRouteHandler) -> Iterator[str]:
    """Yield what the handler expects of Litestar and the dispatcher does not do."""
    if handler.has_sync_callable:
        yield "it is not a coroutine function"
    asked = {
        "guards": handler.resolve_guards(),
        "middleware": handler.resolve_middleware(),
        "before_request": handler.resolve_before_request(),
        "after_request": any(layer.after_request for layer in handler.ownership_layers),
        "after_response": handler.resolve_after_response(),
        "cache": handler.cache,
    }
    yield from (f"its {name} would be ignored" for name, value in asked.items() if value)


def _mistyped(route: HTTPRoute, handler: HTTPRouteHandler) -> Iterator[str]:
    """Path parameters that Litestar would convert; the handlers read ids themselves, strict."""
    taken = handler.parsed_fn_signature.parameters
    for name, parameter in route.path_parameters.items():
        if parameter.type is not str or (name in taken and taken[name].annotation is not str):
            yield f"its path parameter {name!r} must be a str"
