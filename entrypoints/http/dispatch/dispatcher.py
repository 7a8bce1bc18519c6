"""The dispatcher: finds the endpoint of a request, admits the request and calls the endpoint.

Litestar declares and checks the routes; this is the one way to their handlers (decision 15). The table is built once,
at start-up, and a route that cannot be served from it stops the start.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from difflib import get_close_matches
from typing import Self

from attrs import define, field, frozen
from litestar.routes import BaseRoute, HTTPRoute
from litestar.types import ASGIApp

from entrypoints.http.dispatch.admission import Admission
from entrypoints.http.dispatch.endpoint import Endpoint, Provider
from entrypoints.http.dispatch.paths import is_canonical
from entrypoints.http.requests.errors import MethodNotAllowed, NoSuchPath
from entrypoints.http.requests.exchange import Exchange

MAX_COMPARED_PATH = 100
"""Longer unknown paths get no suggestion."""
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
    """Finds and calls the endpoint of each request."""

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

    def endpoint(self, path: str, method: str) -> Endpoint:
        """Return the endpoint of a request; raise `NoSuchPath` or `MethodNotAllowed`."""
        if not is_canonical(path):
            raise NoSuchPath(self._nearest(path))
        item = self._item(path)
        endpoint = item.endpoints.get(method)
        if endpoint is None:
            raise MethodNotAllowed(item.allowed)
        return endpoint

    async def respond(self, endpoint: Endpoint, exchange: Exchange) -> ASGIApp:
        """Admit a request and return its response; raise whatever admission or the handler raises."""
        replay = await self.admission.admit(exchange, endpoint.operation)
        return await endpoint.respond(exchange) if replay is None else replay

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
            key = segments.copy()
            for index in indexes:
                key[index] = segments[index] and PARAMETER  # an empty segment is no parameter, and matches no key
            if item := items.get("/".join(key)):
                return item
        raise NoSuchPath(self._nearest(path))

    def _nearest(self, path: str) -> str | None:
        """Return the path that was probably meant; its cost is bounded by the length of the path."""
        if len(path) > MAX_COMPARED_PATH:
            return None
        canonical = "/" + "/".join(filter(None, path.split("/")))
        if canonical != path:
            with suppress(NoSuchPath):
                self._item(canonical)
                return canonical
        return next(iter(get_close_matches(canonical, self._exact, n=1)), None)
