"""Map whatever was raised to an error that the client may see."""

import structlog

from domain.accounts.session import InvalidToken
from domain.accounts.user import UserNotFound
from domain.errors import DomainError
from entrypoints.http.requests.errors import InternalError
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.responses.problems import is_expected

_log = structlog.get_logger("taskapi.http")


def to_domain_error(error: Exception, exchange: Exchange) -> DomainError:
    """Return the error that the client receives; log an unexpected one, once, and return `InternalError`."""
    if isinstance(error, UserNotFound):  # the account was deleted, and its sessions with it, during the request
        return InvalidToken()
    if isinstance(error, DomainError) and is_expected(error):
        return error
    _log.error("unexpected", id=exchange.id, method=exchange.method, route=exchange.route, exc_info=error)
    return InternalError()
