"""The short way to a handler: what Litestar finds out anew for every request is worked out once, from its own routes.

Which guards, caches, extractors, dependencies and exception handlers there are is the same for every call of this
API. So a call whose handler takes nothing but ids, a body, and the person who asks is found in a table and made; all
others, and whatever is not found, go on to Litestar, which gives the same answers (decision 15).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Self, TypeAlias, cast

from attrs import frozen
from litestar import Litestar
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.routes import BaseRoute, HTTPRoute
from litestar.types import ASGIApp, Receive, Scope, Send

from entrypoints.http.door import Door
from entrypoints.http.exchange import Exchange, exchange_of
from entrypoints.http.operations import Operation
from entrypoints.http.wire import body_of

BODY = "data"
Methods: TypeAlias = dict[str, "Call"]


@frozen
class Call:
    """A handler, and what it takes."""

    handler: Callable[..., Awaitable[ASGIApp]]
    operation: Operation
    template: str
    """Of its path."""
    id: str | None
    """What it calls the id at the end of the path, if there is one."""
    person: tuple[str, Callable[[Exchange], object]] | None
    """What it calls whoever asks, and who that is, if it wants to know."""

    async def answer(self, exchange: Exchange, door: Door) -> ASGIApp:
        """Let the request in, read what it brings, and have it answered."""
        exchange.route = self.template
        await door.let_in(exchange, self.operation)
        arguments: dict[str, object] = {}
        if self.id is not None:
            arguments[self.id] = exchange.path.rpartition("/")[2]
        if self.operation.body is not None:
            arguments[BODY] = body_of(exchange, self.operation.body)
        if self.person is not None:
            name, asking = self.person
            arguments[name] = asking(exchange)
        return await self.handler(**arguments)


@frozen
class ShortWay:
    """An ASGI application in front of Litestar."""

    litestar: Litestar
    door: Door
    exact: Mapping[str, Methods]
    """By path."""
    below: Mapping[str, Methods]
    """By what stands in front of the last segment of the path, which is an id."""

    @classmethod
    def to(cls, litestar: Litestar, door: Door) -> Self:
        """The short way to all handlers that can be called so."""
        exact: dict[str, Methods] = {}
        below: dict[str, Methods] = {}
        for route in _ending_in_one_id_at_most(litestar.routes):
            parent = route.path.rpartition("/")[0]
            methods = below.setdefault(parent, {}) if route.path_parameters else exact.setdefault(route.path, {})
            for handler in route.route_handlers:
                if call := _call(handler, route, door):
                    methods.update(dict.fromkeys(handler.http_methods, call))
        return cls(litestar, door, exact, below)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or have Litestar do it."""
        call = self._call(scope) if scope["type"] == ScopeType.HTTP else None
        if call is None:
            await self.litestar(scope, receive, send)
            return
        answer = await call.answer(exchange_of(scope), self.door)
        await answer(scope, receive, send)

    def _call(self, scope: Any) -> Call | None:
        path: str = scope["path"]
        methods = self.exact.get(path)
        if methods is None:
            methods = self.below.get(path.rpartition("/")[0])
        return None if methods is None else methods.get(scope["method"])


def _ending_in_one_id_at_most(routes: Iterable[BaseRoute]) -> Iterable[HTTPRoute]:
    for route in routes:
        if isinstance(route, HTTPRoute) and all(isinstance(part, str) for part in route.path_components[:-1]):
            yield route


def _call(handler: HTTPRouteHandler, route: HTTPRoute, door: Door) -> Call | None:
    operation: Operation | None = handler.opt.get("operation")
    names = set(handler.parsed_fn_signature.parameters)
    people = [(name, person) for name, person in door.people.items() if name in names]
    takes_nothing_else = names <= {*route.path_parameters, BODY, *dict(people)}
    if operation is None or handler.has_sync_callable or not takes_nothing_else or len(people) > 1:
        return None
    return Call(
        handler=cast("Callable[..., Awaitable[ASGIApp]]", handler.fn),
        operation=operation,
        template=route.path_format,
        id=next(iter(route.path_parameters), None),
        person=next(iter(people), None),
    )
