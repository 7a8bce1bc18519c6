"""Letting requests in: what is checked before any handler runs, and who the handler then finds."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from attrs import frozen
from litestar import Request

from application.sessions import anybody
from application.use_cases import UseCases
from entrypoints.http.dispatch.caller import Caller, Visitor
from entrypoints.http.dispatch.operations import Operation
from entrypoints.http.dispatch.rate_limit import RateLimit
from entrypoints.http.requests.client_info import TrustedProxies
from entrypoints.http.requests.credentials import token_in
from entrypoints.http.requests.errors import BadRequest, MissingCredentials, NotAcceptable
from entrypoints.http.requests.exchange import Exchange, exchange_of
from entrypoints.http.requests.negotiation import accepts
from entrypoints.http.requests.parsing.cursors import Seal
from entrypoints.http.requests.parsing.task_list_parameters import nothing


@frozen
class Admission:
    """Between routing and our handlers."""

    use_cases: UseCases
    seal: Seal
    proxies: TrustedProxies
    require_if_match: bool
    rate_limit: RateLimit | None = None

    @property
    def people(self) -> Mapping[str, Callable[[Exchange], Visitor | Caller]]:
        """Who handlers can ask for, under the names by which they do."""
        return {"visitor": self.visitor, "caller": self.caller}

    async def admit(self, request: Request[Any, Any, Any]) -> None:
        """Let in what Litestar has routed."""
        exchange = exchange_of(request.scope)
        exchange.route = request.scope["path_template"]
        await self.let_in(exchange, request.scope["route_handler"].opt["operation"])

    async def let_in(self, exchange: Exchange, operation: Operation) -> None:
        """Raise unless the request may have this operation, and brings what it takes and no more."""
        if not operation.public:
            token = token_in(exchange.headers.get(b"authorization"))
            admit = partial(self.rate_limit.admit, exchange) if self.rate_limit else anybody
            exchange.session = await self.use_cases.authenticate(token, admit)
        _ensure_fitting(exchange, operation)

    def visitor(self, exchange: Exchange) -> Visitor:
        """Whoever it is."""
        return Visitor(self.use_cases, exchange, self.proxies)

    def caller(self, exchange: Exchange) -> Caller:
        """Whoever was let in with a token; raise `MissingCredentials` if it was without one."""
        if exchange.session is None:
            raise MissingCredentials
        return Caller(self.use_cases, exchange, self.proxies, exchange.session, self.seal, self.require_if_match)


def _ensure_fitting(exchange: Exchange, operation: Operation) -> None:
    """Raise unless the request can be answered in a form it takes, and has nothing that means nothing here."""
    accept = exchange.headers.get(b"accept")
    if accept is not None and not accepts(accept, operation.media_type):
        raise NotAcceptable(operation.media_type)
    if unwanted := operation.unwanted & exchange.headers.keys():
        raise BadRequest(f"this call takes no {min(unwanted).decode().title()}")
    if operation.query is None and exchange.query:
        nothing(exchange.query)
    if operation.body is None and exchange.body:
        raise BadRequest("this call takes no body")
    if operation.body is not None and not exchange.body:
        raise BadRequest("this call needs a JSON body")
