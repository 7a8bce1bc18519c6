"""Admission: what is checked before any handler runs, and the caller that the handler receives."""

from functools import partial

from attrs import frozen

from application.sessions import admit_all
from application.use_cases import UseCases
from domain.accounts.personal_access_token import InsufficientScope, PersonalAccessToken
from domain.accounts.session import InvalidToken
from entrypoints.http.dispatch.authentication import authenticate
from entrypoints.http.dispatch.caller import AnonymousCaller, Caller
from entrypoints.http.dispatch.operations import PREFER, Operation
from entrypoints.http.dispatch.rate_limit import RateLimit
from entrypoints.http.dispatch.replays import replay_after_end
from entrypoints.http.requests.body import is_empty_object
from entrypoints.http.requests.client_info import TrustedProxies
from entrypoints.http.requests.credentials import token_in
from entrypoints.http.requests.errors import BadRequest, MissingCredentials, NotAcceptable
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.requests.negotiation import accepts
from entrypoints.http.requests.parsing.cursors import Seal
from entrypoints.http.requests.parsing.query_parameters import parse_query
from entrypoints.http.requests.preferences import prefers_dry_run
from entrypoints.http.responses.idempotency import key_in
from entrypoints.http.responses.response import Response

SAFE = frozenset({"GET", "HEAD"})
"""Methods that change nothing anyway."""


@frozen
class Admission:
    """Authenticates a request and checks it against the declaration of its operation."""

    use_cases: UseCases
    seal: Seal
    proxies: TrustedProxies
    require_if_match: bool
    rate_limit: RateLimit | None = None

    async def admit(self, exchange: Exchange, operation: Operation) -> Response | None:
        """Raise unless the request may call the operation and carries what it takes and nothing else.

        Returns the response if it is the retry of a request that ended its session or account.
        """
        replay = None
        if not operation.public:
            token = token_in(exchange.headers.get(b"authorization"))
            check_rate = partial(self.rate_limit.admit, exchange) if self.rate_limit else admit_all
            try:
                exchange.credential = credential = await authenticate(self.use_cases, token, check_rate)
            except InvalidToken:
                replay = await replay_after_end(self.use_cases, exchange, operation, token)
            else:
                if isinstance(credential, PersonalAccessToken) and operation.scope not in credential.scopes:
                    raise InsufficientScope(operation.scope)
        _ensure_fitting(exchange, operation)
        return replay

    def anonymous(self, exchange: Exchange) -> AnonymousCaller:
        """The caller of a public operation."""
        return AnonymousCaller(self.use_cases, exchange, self.proxies)

    def caller(self, exchange: Exchange) -> Caller:
        """The authenticated caller; raise `MissingCredentials` if the operation is public."""
        if exchange.credential is None:
            raise MissingCredentials
        return Caller(self.use_cases, exchange, self.proxies, exchange.credential, self.seal, self.require_if_match)


def _ensure_fitting(exchange: Exchange, operation: Operation) -> None:
    """Raise unless the response has an acceptable media type and no part of the request would be ignored."""
    accept = exchange.headers.get(b"accept")
    if accept is not None and operation.answer is not None and not accepts(accept, operation.media_type):
        raise NotAcceptable(operation.media_type)
    if unsupported := operation.unsupported & exchange.headers.keys():
        raise BadRequest(f"this operation does not support {min(unsupported).decode().title()}")
    if prefers_dry_run(exchange.headers) and exchange.method not in SAFE and PREFER not in operation.takes:
        raise BadRequest("this operation does not support Prefer: dry-run; nothing was done")
    key_in(exchange)
    if operation.query is None and exchange.query:
        parse_query(exchange.query, ())
    if operation.body is None and not is_empty_object(exchange.body):
        raise BadRequest("this operation takes no body; send nothing or {}")
    if operation.body is not None and not exchange.body:
        raise BadRequest("this operation requires a JSON body")
