"""The outer middleware: everything that applies to every request, routed or not."""

import asyncio
from collections.abc import Callable, Iterable
from time import perf_counter

from attrs import frozen
from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from entrypoints.http.dispatch.dispatcher import Dispatcher
from entrypoints.http.dispatch.paths import path_of
from entrypoints.http.middleware.access_log import log_access
from entrypoints.http.middleware.cors import Cors
from entrypoints.http.middleware.error_mapping import to_domain_error
from entrypoints.http.middleware.hosts import Hosts
from entrypoints.http.middleware.in_flight import InFlight
from entrypoints.http.middleware.public_url import PublicUrl, based
from entrypoints.http.middleware.readiness import Readiness
from entrypoints.http.middleware.security_headers import secured
from entrypoints.http.requests.body import NO_BODY_LIMIT, has_body, read_body
from entrypoints.http.requests.errors import BodyIncomplete, BodyTooSlow, DeadlineExceeded, NoSuchPath
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.requests.headers import each_once
from entrypoints.http.requests.limits import ensure_within_limits
from entrypoints.http.requests.malformed import ensure_well_formed
from entrypoints.http.requests.request_id import request_id
from entrypoints.http.responses.problems import ACCEPT_PATCH, problem_response
from entrypoints.http.responses.response import Response
from entrypoints.settings.groups import Http

CLIENT_GONE = 499
"""For the log only: the client closed the connection before the response (nginx's convention)."""
CLOSE = (b"connection", b"close")
ANY_HOST = Hosts(("*",))
"""For health checks, which address an instance by its IP address."""
HEALTH_PATHS = frozenset({"/health", "/health/ready"})
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


@frozen
class OuterMiddleware:
    """The ASGI application around the dispatcher."""

    dispatcher: Dispatcher
    litestar: Litestar
    """Declares the routes."""
    lifespan: ASGIApp
    """Responds to everything that is not a request: the start and the end of the server."""
    limits: Http
    hosts: Hosts
    public_url: PublicUrl
    cors: Cors
    in_flight: InFlight
    readiness: Readiness
    finished: Callable[[Exchange], None] = log_access
    """Called once per exchange, when the response is sent; for the access log and metrics."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to a request, whatever happens."""
        if scope["type"] != ScopeType.HTTP:
            await self.lifespan(scope, receive, send)
            return
        exchange = self._begun(scope, receive)
        send = self._watched(send, exchange)
        self.in_flight.watch(exchange)
        try:
            await self._answer(exchange, scope, receive, send)
        except asyncio.CancelledError:
            if not exchange.given_up:
                exchange.status = exchange.status or CLIENT_GONE
                raise
            _stop_cancelling()
            await self._refuse(exchange.late(), exchange, scope, receive, send)
        except Exception as error:  # noqa: BLE001 - the last resort: every request gets a response
            await self._refuse(error, exchange, scope, receive, send)
            error.__traceback__ = None  # its frames may refer to it: a cycle with the whole request
        finally:
            self.in_flight.forget(exchange)
            self.finished(exchange)

    def _begun(self, scope: HTTPScope, receive: Receive) -> Exchange:
        now = perf_counter()
        headers = dict(scope["headers"])
        client = scope.get("client")
        exchange = Exchange(
            id=request_id(headers.get(b"x-request-id")),
            method=scope["method"],
            path=path_of(scope),
            query=scope["query_string"],
            client=client[0] if client else None,
            started=now,
            due=now + self.limits.body_timeout,
            late=BodyTooSlow,
            headers=headers,
            receive=receive,
        )
        scope["state"] = {"exchange": exchange}
        return exchange

    async def _answer(self, exchange: Exchange, scope: HTTPScope, receive: Receive, send: Send) -> None:
        ensure_well_formed(scope)
        ensure_within_limits(scope)
        exchange.headers = headers = each_once(scope["headers"], exchange.headers)
        hosts = ANY_HOST if exchange.path in HEALTH_PATHS else self.hosts
        hosts.ensure_ours(headers.get(b"host"), scope["http_version"])
        exchange.base = self.public_url.base_of(exchange)
        if exchange.method == "OPTIONS":
            await self._options(exchange)(scope, receive, send)
            return
        endpoint = self.dispatcher.endpoint(exchange.path, "GET" if exchange.method == "HEAD" else exchange.method)
        exchange.route = endpoint.template
        if has_body(headers):
            limit = self.limits.max_body_bytes if endpoint.operation.body else NO_BODY_LIMIT
            exchange.body = await read_body(receive, headers, limit=limit)
        exchange.due = perf_counter() + self.limits.request_timeout
        exchange.late = DeadlineExceeded
        self.in_flight.ensure_room(exchange.path)
        self.in_flight.working += 1
        try:
            response = await self.dispatcher.respond(endpoint, exchange)
            await response(scope, receive, send)
        finally:
            self.in_flight.working -= 1

    def _options(self, exchange: Exchange) -> Response:
        is_preflight = b"access-control-request-method" in exchange.headers
        try:
            methods = self.dispatcher.allowed_methods(exchange.path)
        except NoSuchPath:
            if not is_preflight:
                raise
            methods = METHODS  # so that the page receives the 404 of its request instead of a CORS error
        headers = [(b"allow", ", ".join(methods).encode())]
        if "PATCH" in methods:
            headers += ((name.encode(), value.encode()) for name, value in ACCEPT_PATCH.items())
        return Response(204, (*headers, *self.cors.preflight(methods)) if is_preflight else tuple(headers))

    async def _refuse(
        self, error: Exception, exchange: Exchange, scope: HTTPScope, receive: Receive, send: Send
    ) -> None:
        error = to_domain_error(error, exchange)
        exchange.problem = error.code
        if exchange.status:
            # Half a response must not look complete: on an error the server closes the connection.
            raise error
        await problem_response(error, exchange.id)(scope, receive, send)
        if isinstance(error, BodyIncomplete):
            exchange.status = CLIENT_GONE

    def _watched(self, send: Send, exchange: Exchange) -> Send:
        """Return a `send` that completes the headers of every response and records status and size."""
        bodiless = exchange.method == "HEAD"

        async def send_watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                message["headers"] = self._completed(message["headers"], exchange)
            elif message["type"] == "http.response.body":
                if bodiless:
                    message["body"] = b""
                exchange.sent += len(message["body"])
                # A long response may take long, as long as the client reads it.
                exchange.due = perf_counter() + self.limits.request_timeout + exchange.patience
            await send(message)

        return send_watched

    def _completed(self, headers: Iterable[tuple[bytes, bytes]], exchange: Exchange) -> list[tuple[bytes, bytes]]:
        completed = secured(based(headers, exchange.base) if exchange.base else headers)
        completed.append((b"x-request-id", exchange.id.encode()))
        completed += exchange.quota
        completed += self.cors.answer_to(exchange.headers.get(b"origin"))
        if self.readiness.draining:
            completed.append(CLOSE)
        return completed


def _stop_cancelling() -> None:
    if task := asyncio.current_task():
        task.uncancel()
