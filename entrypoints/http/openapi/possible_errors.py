"""Every problem that a call may answer with, derived from what it declares and from what it is made of."""

from collections.abc import Iterator
from typing import TypeAlias

from attrs import fields, has

from application import Authenticate
from domain.accounts.receipt import IdempotencyKeyReused
from domain.accounts.session import InvalidToken
from domain.accounts.user import UserNotFound
from domain.errors import (
    DomainError,
    HashingOverloaded,
    InvalidInput,
    StoreOverloaded,
    StoreUnavailable,
    TooMuchContention,
)
from domain.ports import Begin, PasswordHasher
from domain.tasks.task import StaleTask
from entrypoints.http.dispatch.operations import IDEMPOTENCY_KEY, IF_MATCH, Operation
from entrypoints.http.dispatch.paths import names_in
from entrypoints.http.middleware.in_flight import ALWAYS_WELCOME
from entrypoints.http.requests.errors import (
    AmbiguousCredentials,
    BadRequest,
    BodyTooLarge,
    BodyTooSlow,
    DeadlineExceeded,
    InternalError,
    MissingCredentials,
    NoSuchPath,
    NotAcceptable,
    PreconditionRequired,
    RateLimited,
    TooBusy,
    UnsupportedMediaType,
)

ErrorType: TypeAlias = type[DomainError]

ALWAYS: tuple[ErrorType, ...] = (
    *(InvalidInput, BadRequest, AmbiguousCredentials, NotAcceptable),
    *(BodyTooSlow, BodyTooLarge, InternalError, DeadlineExceeded),
)
"""What admit_all can bring about anywhere, and what may happen to every request."""


def problems_of(path: str, method: str, operation: Operation) -> Iterator[ErrorType]:
    """Every error of an operation at a path template, its method in lower case; some come twice."""
    yield from operation.errors
    yield from ALWAYS
    if path not in ALWAYS_WELCOME:
        yield TooBusy
    if names_in(path):
        yield NoSuchPath  # an id that is not written as ids are
    if operation.body is not None:
        yield UnsupportedMediaType
    if IF_MATCH in operation.takes:
        yield StaleTask
        if method != "get":
            yield PreconditionRequired
    if IDEMPOTENCY_KEY in operation.takes:
        yield IdempotencyKeyReused
        yield UserNotFound  # nothing is kept for an account that went away meanwhile
    if not operation.public:
        yield MissingCredentials
        yield InvalidToken
        yield RateLimited
        yield from errors_of(Authenticate)
    for use_case in operation.does:
        yield from errors_of(use_case)


def errors_of(use_case: type) -> Iterator[ErrorType]:
    """What can be the matter with the ports that a use case and its parts stand on."""
    if any(hasattr(method, "__wrapped__") for method in vars(use_case).values()):
        yield TooMuchContention  # `retry_on_conflict` is what wraps methods of use cases
    for each in fields(use_case):
        if each.type == Begin:
            yield StoreUnavailable
            yield StoreOverloaded
        elif each.type is PasswordHasher:
            yield HashingOverloaded
        elif has(each.type):
            yield from errors_of(each.type)
