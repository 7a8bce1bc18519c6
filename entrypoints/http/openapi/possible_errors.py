"""All problems that an operation may respond with, derived from its declaration and its use cases."""

from collections.abc import Iterator
from typing import TypeAlias

from attrs import fields, has

from application import Authenticate, AuthenticateToken
from application.changes.feed import ChangeFeed, FeedClosed, TooManyListeners, TooManyStreams
from domain.accounts.personal_access_token import InsufficientScope
from domain.accounts.receipt import IdempotencyKeyReused, TooManyReceipts
from domain.accounts.session import InvalidToken
from domain.errors import (
    DomainError,
    HashingOverloaded,
    InvalidInput,
    StoreOverloaded,
    StoreUnavailable,
    TooMuchContention,
)
from domain.ports import Begin, PasswordHasher
from entrypoints.http.dispatch.operations import IDEMPOTENCY_KEY, IF_MATCH, Operation
from entrypoints.http.dispatch.paths import names_in
from entrypoints.http.middleware.in_flight import EXEMPT_PATHS
from entrypoints.http.requests.errors import (
    AmbiguousCredentials,
    BadRequest,
    BodyTooLarge,
    BodyTooSlow,
    DeadlineExceeded,
    HeadersTooLarge,
    HeadTooSlow,
    InternalError,
    MissingCredentials,
    NoSuchPath,
    NotAcceptable,
    PreconditionRequired,
    RateLimited,
    TooBusy,
    UnsupportedMediaType,
    UriTooLong,
)

ErrorType: TypeAlias = type[DomainError]

ALWAYS: tuple[ErrorType, ...] = (
    *(InvalidInput, BadRequest, AmbiguousCredentials),
    *(HeadTooSlow, BodyTooSlow, BodyTooLarge, UriTooLong, HeadersTooLarge, InternalError, DeadlineExceeded),
)
"""Errors that are possible for every request."""


def problems_of(path: str, method: str, operation: Operation) -> Iterator[ErrorType]:
    """Yield every error of an operation at a path template, its method in lower case; some more than once."""
    yield from operation.errors
    yield from ALWAYS
    if path not in EXEMPT_PATHS:
        yield TooBusy
    if operation.answer is not None:
        yield NotAcceptable
    if names_in(path):
        yield NoSuchPath  # an id that is not a UUID with hyphens
    if operation.body is not None:
        yield UnsupportedMediaType
    if IF_MATCH in operation.takes:
        yield operation.stale
        if method != "get":
            yield PreconditionRequired
    if IDEMPOTENCY_KEY in operation.takes:
        yield IdempotencyKeyReused
        yield TooManyReceipts
    if not operation.public:
        yield MissingCredentials
        yield InvalidToken
        yield InsufficientScope
        yield RateLimited
        yield from errors_of(Authenticate)
        yield from errors_of(AuthenticateToken)
    for use_case in operation.does:
        yield from errors_of(use_case)


def errors_of(use_case: type) -> Iterator[ErrorType]:
    """Yield the errors of the ports that a use case and its parts use."""
    if any(hasattr(method, "__wrapped__") for method in vars(use_case).values()):
        yield TooMuchContention  # `retry_on_conflict` is what wraps methods of use cases
    for each in fields(use_case):
        if each.type == Begin:
            yield StoreUnavailable
            yield StoreOverloaded
        elif each.type is PasswordHasher:
            yield HashingOverloaded
        elif each.type is ChangeFeed:
            yield from (TooManyListeners, TooManyStreams, FeedClosed)
        elif has(each.type):
            yield from errors_of(each.type)
