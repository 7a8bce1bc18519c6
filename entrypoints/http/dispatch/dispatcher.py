"""The fast path to the handlers: what Litestar finds out anew for every request is worked out once, from its routes.

A handler that takes nothing but an id at the end of its path, a body, and the person who asks, and that has no guards,
hooks or middleware of its own, is found in a table and called. All others, and whatever is not found, go on to
Litestar, which gives the same answers (decision 15).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Self, TypeAlias, cast

from attrs import frozen
from litestar import Litestar
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.routes import BaseRoute, HTTPRoute
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from entrypoints.http.dispatch.admission import Admission
from entrypoints.http.dispatch.operations import Operation
from entrypoints.http.requests.exchange import Exchange, exchange_of
from entrypoints.http.requests.parsing.decoding import body_of

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

    async def answer(self, exchange: Exchange, admission: Admission) -> ASGIApp:
        """Let the request in, read what it brings, and have it answered."""
        exchange.route = self.template
        await admission.let_in(exchange, self.operation)
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
class Dispatcher:
    """An ASGI application in front of Litestar."""

    litestar: Litestar
    admission: Admission
    exact: Mapping[str, Methods]
    """By path."""
    below: Mapping[str, Methods]
    """By what stands in front of the last segment of the path, which is an id."""

    @classmethod
    def to(cls, litestar: Litestar, admission: Admission) -> Self:
        """The fast path to all handlers that can be called so."""
        exact: dict[str, Methods] = {}
        below: dict[str, Methods] = {}
        for route in _ending_in_one_id_at_most(litestar.routes):
            parent = route.path.rpartition("/")[0]
            methods = below.setdefault(parent, {}) if route.path_parameters else exact.setdefault(route.path, {})
            for handler in route.route_handlers:
                if call := _call_of(handler, route, admission):
                    methods.update(dict.fromkeys(handler.http_methods, call))
        return cls(litestar, admission, exact, below)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or have Litestar do it."""
        call = self._found(scope) if scope["type"] == ScopeType.HTTP else None
        if call is None:
            await self.litestar(scope, receive, send)
            return
        answer = await call.answer(exchange_of(scope), self.admission)
        await answer(scope, receive, send)

    def _found(self, scope: HTTPScope) -> Call | None:
        path = scope["path"]
        methods = self.exact.get(path)
        if methods is None:  # as with Litestar, a path that is written out comes before one with an id
            methods = self.below.get(path.rpartition("/")[0])
        return None if methods is None else methods.get(scope["method"])


def _ending_in_one_id_at_most(routes: Iterable[BaseRoute]) -> Iterable[HTTPRoute]:
    for route in routes:
        *parts, last = route.path_components or ("",)
        fits = all(isinstance(part, str) for part in parts) and (isinstance(last, str) or last.type is str)
        if isinstance(route, HTTPRoute) and fits:
            yield route


def _call_of(handler: HTTPRouteHandler, route: HTTPRoute, admission: Admission) -> Call | None:
    """How to call a handler directly; None if Litestar would do more than that."""
    operation: Operation | None = handler.opt.get("operation")
    names = set(handler.parsed_fn_signature.parameters)
    people = [(name, person) for name, person in admission.people.items() if name in names][:1]
    if operation is None or not _is_plain(handler, admission):
        return None
    if names != {*route.path_parameters, *dict(people)} | ({BODY} if operation.body is not None else set()):
        return None
    return Call(
        handler=cast("Callable[..., Awaitable[ASGIApp]]", handler.fn),
        operation=operation,
        template=route.path_format,
        id=next(iter(route.path_parameters), None),
        person=next(iter(people), None),
    )


def _is_plain(handler: HTTPRouteHandler, admission: Admission) -> bool:
    """Whether nothing but the admission stands before the handler, and nothing behind it."""
    return handler.resolve_before_request() == admission.admit and not (
        handler.has_sync_callable
        or handler.cache
        or handler.resolve_guards()
        or handler.resolve_middleware()
        or handler.resolve_after_response()
        or any(layer.after_request for layer in handler.ownership_layers)
    )
