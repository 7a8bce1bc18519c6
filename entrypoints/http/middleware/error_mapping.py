"""From whatever was raised to what may be told."""

import structlog
from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException

from domain.errors import DomainError
from entrypoints.http.dispatch.paths import Paths
from entrypoints.http.requests.errors import BadRequest, InternalError, MethodNotAllowed, NoSuchPath
from entrypoints.http.requests.exchange import Exchange
from entrypoints.http.responses.problems import is_expected

SERVER_ERROR = 500

_log = structlog.get_logger("taskapi.http")


def to_domain_error(error: Exception, exchange: Exchange, paths: Paths) -> DomainError:
    """The error that the client is told of; what nobody foresaw is logged, once, and told as `InternalError`."""
    match error:
        case DomainError() if is_expected(error):
            return error
        case NotFoundException():
            return NoSuchPath()
        case MethodNotAllowedException():
            return MethodNotAllowed(paths.methods_at(exchange.path))
        case HTTPException() if error.status_code < SERVER_ERROR:
            return BadRequest("the request is malformed")
    _log.error("unexpected", id=exchange.id, method=exchange.method, route=exchange.route, exc_info=error)
    return InternalError()
