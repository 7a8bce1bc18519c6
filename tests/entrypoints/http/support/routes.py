"""Every operation of the API, from its routes."""

from collections.abc import Iterator
from uuid import UUID

from attrs import frozen
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from entrypoints.http.dispatch.operations import Operation
from entrypoints.server.application import application
from tests.entrypoints.http.support.api import a_container

NOBODYS = UUID("01890000-0000-7000-8000-000000000000")


@frozen
class Call:
    """A method, a path template, and the operation declared for them."""

    method: str
    path: str
    operation: Operation
    parameters: frozenset[str]
    """Return the names of the handler's parameters."""

    def __str__(self) -> str:
        return self.operation.id

    def filled(self, id: object = NOBODYS) -> str:  # noqa: A002 - it is the id
        """Return the path with ids filled in."""
        ids = {"{number}": "9"}
        return "/".join(ids.get(part, str(id)) if part.startswith("{") else part for part in self.path.split("/"))


def _all_calls() -> Iterator[Call]:
    for route in _routes():
        for handler in route.route_handlers:
            operation = handler.opt.get("operation")
            if isinstance(operation, Operation):
                yield from _calls(route, handler, operation)


def _routes() -> list[HTTPRoute]:
    container = a_container()
    app = application(container)
    return [route for route in app.litestar.routes if isinstance(route, HTTPRoute)]


def _calls(route: HTTPRoute, handler: HTTPRouteHandler, operation: Operation) -> Iterator[Call]:
    parameters = frozenset(handler.parsed_fn_signature.parameters)
    for method in sorted(handler.http_methods):
        yield Call(method, route.path_format, operation, parameters)


CALLS = tuple(sorted(_all_calls(), key=lambda call: (call.path, call.method)))
"""All calls except OPTIONS, which every path supports."""
