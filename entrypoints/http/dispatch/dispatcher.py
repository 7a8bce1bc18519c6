"""The dispatcher: finds the endpoint of a request, admits the request and calls the endpoint.

Litestar declares and checks the routes; this is the one way to their handlers (decision 15). The table is built once,
at start-up, and a route that cannot be served from it stops the start.
"""

from collections.abc import Iterable, Mapping
from typing import Self

from attrs import define, field, frozen
from litestar.routes import BaseRoute, HTTPRoute
from litestar.types import HTTPScope, Receive, Send

from entrypoints.http.dispatch.admission import Admission
from entrypoints.http.dispatch.endpoint import Endpoint, Provider
from entrypoints.http.requests.errors import MethodNotAllowed, NoSuchPath
from entrypoints.http.requests.exchange import exchange_of

PARAMETER = "{}"
"""Stands for any segment in the key of a path template."""


@frozen
class PathItem:
    """All endpoints of one path template."""

    endpoints: Mapping[str, Endpoint]
    """By method."""
    allowed: tuple[str, ...]
    """Every method that is answered, HEAD and OPTIONS included."""

    @classmethod
    def of(cls, route: HTTPRoute, providers: Mapping[str, Provider]) -> Self:
        """Return the endpoints of a route; raise `UnservableRoute`."""
        endpoints = {
            str(method): Endpoint.of(route, handler, providers)
            for handler in route.route_handlers
            for method in handler.http_methods
            if method != "OPTIONS"  # which Litestar adds; the middleware answers it
        }
        extra = {"OPTIONS", "HEAD"} if "GET" in endpoints else {"OPTIONS"}
        return cls(endpoints, tuple(sorted(endpoints.keys() | extra)))


@define
class Dispatcher:
    """Calls the endpoint of each request (an ASGI application for HTTP)."""

    admission: Admission
    _exact: dict[str, PathItem] = field(factory=dict, init=False)
    """By path: templates without parameters."""
    _patterns: dict[int, dict[tuple[int, ...], dict[str, PathItem]]] = field(factory=dict, init=False)
    """By number of segments, then by the indexes of those that are parameters, then by path with `PARAMETER` there."""

    @classmethod
    def built(cls, routes: Iterable[BaseRoute], providers: Mapping[str, Provider], admission: Admission) -> Self:
        """Return a dispatcher for all HTTP routes; raise `UnservableRoute`."""
        dispatcher = cls(admission)
        for route in routes:
            if isinstance(route, HTTPRoute):
                dispatcher._add(route, PathItem.of(route, providers))
        return dispatcher

    async def __call__(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        """Respond; raise `NoSuchPath`, `MethodNotAllowed`, or whatever admission or the handler raises."""
        item = self._item(scope["path"])
        endpoint = item.endpoints.get(scope["method"])
        if endpoint is None:
            raise MethodNotAllowed(item.allowed)
        exchange = exchange_of(scope)
        exchange.route = endpoint.template
        await self.admission.admit(exchange, endpoint.operation)
        response = await endpoint.respond(exchange)
        await response(scope, receive, send)

    def allowed_methods(self, path: str) -> tuple[str, ...]:
        """Return the methods that a path answers; raise `NoSuchPath`."""
        return self._item(path).allowed

    def endpoints(self) -> Iterable[tuple[str, Endpoint]]:
        """All methods with their endpoints, ordered by path template."""
        patterns = (table for by_index in self._patterns.values() for table in by_index.values())
        found = [
            pair for items in (self._exact, *patterns) for item in items.values() for pair in item.endpoints.items()
        ]
        return sorted(found, key=lambda pair: (pair[1].template, pair[0]))

    def _add(self, route: HTTPRoute, item: PathItem) -> None:
        segments = ["", *(part if isinstance(part, str) else PARAMETER for part in route.path_components)]
        indexes = tuple(index for index, segment in enumerate(segments) if segment == PARAMETER)
        if indexes:
            self._patterns.setdefault(len(segments), {}).setdefault(indexes, {})["/".join(segments)] = item
        else:
            self._exact[route.path] = item

    def _item(self, path: str) -> PathItem:
        if item := self._exact.get(path):  # a literal path takes precedence over a pattern, as in Litestar
            return item
        segments = path.split("/")
        for indexes, items in self._patterns.get(len(segments), {}).items():
            if all(segments[index] for index in indexes):
                key = [PARAMETER if index in indexes else segment for index, segment in enumerate(segments)]
                if item := items.get("/".join(key)):
                    return item
        raise NoSuchPath
