"""From errors to RFC 9457 problems: the one table of statuses, and the headers of errors."""

import math
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import TypeVar

from msgspec import UNSET

from domain.accounts.personal_access_token import InsufficientScope
from domain.accounts.session import InvalidToken
from domain.changes.recorded_change import ChangesGone
from domain.changes.undo import UndoConflict
from domain.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Invalid,
    Mismatch,
    NotFound,
    Path,
    Stale,
    TooMany,
    Unauthenticated,
    Unavailable,
    Violation,
)
from domain.projects.project import StaleProject
from domain.tasks.task import StaleTask, TransitionNotAllowed
from entrypoints.http.requests.errors import (
    AmbiguousCredentials,
    BodyTooLarge,
    BodyTooSlow,
    HeadersTooLarge,
    HeadTooSlow,
    InternalError,
    MethodNotAllowed,
    NotAcceptable,
    PreconditionRequired,
    RateLimited,
    TooBusy,
    UnsupportedMediaType,
    UriTooLong,
)
from entrypoints.http.requests.etags import tag_of
from entrypoints.http.requests.media_type import JSON, MERGE_PATCH
from entrypoints.http.responses.response import Response, encoded
from entrypoints.http.responses.views import Problem, ViolationView

T = TypeVar("T")

STATUSES: Mapping[type[DomainError], HTTPStatus] = MappingProxyType(
    {
        Invalid: HTTPStatus.BAD_REQUEST,
        Unauthenticated: HTTPStatus.UNAUTHORIZED,
        Forbidden: HTTPStatus.FORBIDDEN,
        NotFound: HTTPStatus.NOT_FOUND,
        MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
        NotAcceptable: HTTPStatus.NOT_ACCEPTABLE,
        HeadTooSlow: HTTPStatus.REQUEST_TIMEOUT,
        BodyTooSlow: HTTPStatus.REQUEST_TIMEOUT,
        Conflict: HTTPStatus.CONFLICT,
        ChangesGone: HTTPStatus.GONE,
        Stale: HTTPStatus.PRECONDITION_FAILED,
        BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        UriTooLong: HTTPStatus.REQUEST_URI_TOO_LONG,
        HeadersTooLarge: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        Mismatch: HTTPStatus.UNPROCESSABLE_ENTITY,
        PreconditionRequired: HTTPStatus.PRECONDITION_REQUIRED,
        TooMany: HTTPStatus.TOO_MANY_REQUESTS,
        InternalError: HTTPStatus.INTERNAL_SERVER_ERROR,
        Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    }
)

_REALM = 'Bearer realm="taskapi"'
CHALLENGES: Mapping[type[DomainError], str] = MappingProxyType(
    {
        # Without an error code if no token was sent, as RFC 6750, 3.1 requires.
        Unauthenticated: _REALM,
        InvalidToken: f'{_REALM}, error="invalid_token"',
        AmbiguousCredentials: f'{_REALM}, error="invalid_request"',
        InsufficientScope: f'{_REALM}, error="insufficient_scope"',
    }
)
"""The values of WWW-Authenticate (RFC 6750, 3)."""

CONTENT_TYPE = (b"content-type", b"application/problem+json")


def _nearest(table: Mapping[type[DomainError], T], error: type[DomainError]) -> T | None:
    return next((table[kind] for kind in error.__mro__ if kind in table), None)


def is_expected(error: DomainError) -> bool:
    """Return whether the error is of a kind that clients receive."""
    return _nearest(STATUSES, type(error)) is not None


def status_of(error: type[DomainError]) -> HTTPStatus:
    """The status for an error of this type: that of its nearest kind."""
    return _nearest(STATUSES, error) or HTTPStatus.INTERNAL_SERVER_ERROR


def problem_of(error: DomainError, request_id: str) -> Problem:
    """The error as clients see it."""
    status = status_of(type(error))
    violations: tuple[Violation, ...] = getattr(error, "violations", ())
    return Problem(
        type=f"urn:taskapi:problem:{error.code}",
        title=status.phrase,
        status=status.value,
        detail=str(error),
        error=str(error),
        code=error.code,
        request_id=request_id,
        errors=tuple(
            ViolationView(json_pointer(violation.path), violation.code, violation.detail) for violation in violations
        )
        or UNSET,
        allowed=error.allowed if isinstance(error, TransitionNotAllowed) else UNSET,
        fields=error.fields if isinstance(error, UndoConflict) else UNSET,
        numbers=error.numbers if isinstance(error, UndoConflict) else UNSET,
    )


_ID = "request-id"
_PREPARED = {
    type(error): encoded(problem_of(error, _ID)).split(_ID.encode())
    for error in (TooBusy(), RateLimited(retry_after=1))
}
"""The text around the request id in the problems that must be cheap to send."""


def problem_response(error: DomainError, request_id: str) -> Response:
    """The whole answer to a request that failed with this error."""
    if isinstance(error, TooBusy | RateLimited):
        retry_after = (b"retry-after", b"%d" % math.ceil(error.retry_after))
        body = request_id.encode().join(_PREPARED[type(error)])
        return Response(status_of(type(error)), (CONTENT_TYPE, retry_after), body)
    problem = problem_of(error, request_id)
    headers = ((name.encode(), value.encode()) for name, value in headers_of(error).items())
    return Response(problem.status, (CONTENT_TYPE, *headers), encoded(problem))


def json_pointer(path: Path) -> str:
    """Return a path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


ACCEPT_PATCH = {"accept-patch": f"{JSON}, {MERGE_PATCH}"}
"""The media types of PATCH (RFC 5789, 3.1)."""


def _challenge(error: DomainError) -> str | None:
    challenge = _nearest(CHALLENGES, type(error))
    scope = error.scope if isinstance(error, InsufficientScope) else None
    return f'{challenge}, scope="{scope}"' if scope else challenge


def headers_of(error: DomainError) -> dict[str, str]:
    """Return the headers of an error."""
    if challenge := _challenge(error):
        return {"www-authenticate": challenge}
    match error:
        case TooMany() | Unavailable():
            return {"retry-after": str(max(1, math.ceil(error.retry_after)))}
        case MethodNotAllowed():
            return {"allow": ", ".join(error.allowed)}
        case UnsupportedMediaType(method="PATCH"):
            return ACCEPT_PATCH
        case StaleTask() | StaleProject():
            return {"etag": tag_of(error.current)}
    return {}
