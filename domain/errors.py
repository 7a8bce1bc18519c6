"""Errors: one root, a few kinds, and concrete errors that carry data and a stable code.

Entry points (HTTP, CLI) map the kinds, never the concrete errors.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, Self, TypeAlias

from attrs import define, frozen


class DomainError(Exception):
    """An error that callers may expect and handle."""

    code: ClassVar[str] = "domain-error"
    """Stable name of the error, derived from the class name: `TaskNotFound` is `task-not-found`."""

    def __init_subclass__(cls) -> None:
        if "code" not in vars(cls):
            cls.code = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", cls.__name__).lower()


Path: TypeAlias = tuple[str | int, ...]
"""Names of fields and indexes of items, from the outside inwards; empty for the whole input."""


@frozen
class Violation:
    """One broken rule of an input."""

    path: Path
    code: str
    detail: str

    def inside(self, *outer: str | int) -> "Violation":
        """Return the same violation, seen from further out."""
        return Violation((*outer, *self.path), self.code, self.detail)


class Invalid(DomainError):
    """The input breaks a rule that always holds."""

    violations: tuple[Violation, ...] = ()


class Unauthenticated(DomainError):
    """The caller is not authenticated."""


class Forbidden(DomainError):
    """The caller is authenticated but not allowed to do this."""


class NotFound(DomainError):
    """There is no such thing, or it is not visible to this caller."""


class Conflict(DomainError):
    """The request is valid, but not in the present state."""


class Stale(DomainError):
    """The request is based on a version that is no longer current."""


class Mismatch(DomainError):
    """An idempotency key was reused for a different request."""


class TooMany(DomainError):
    """More attempts or requests than are allowed in a period of time."""

    retry_after: float = 1.0
    """Seconds until a retry can succeed."""


class Unavailable(DomainError):
    """A dependency is unreachable or overloaded."""

    retry_after: float = 1.0
    """Seconds until a retry can succeed."""


@define(eq=False)
class InvalidInput(Invalid):
    """One or more violations in an input."""

    violations: tuple[Violation, ...]

    @classmethod
    def of(cls, code: str, detail: str, *path: str | int) -> Self:
        """Return the error of one violation."""
        return cls((Violation(path, code, detail),))

    def __str__(self) -> str:
        return "; ".join(
            ": ".join(filter(None, (".".join(map(str, each.path)), each.detail))) for each in self.violations
        )


@contextmanager
def violations_at(*path: str | int) -> Iterator[None]:
    """Say where the violations are that are found inside the block."""
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput(tuple(violation.inside(*path) for violation in error.violations)) from None


@define(eq=False)
class TooMuchContention(Unavailable):
    """Other writers of the same entities were faster in every attempt."""

    code: ClassVar[str] = "contended"
    retry_after: float = 1.0

    def __str__(self) -> str:
        return "too many concurrent changes to the same object; nothing was changed; retry"


@define(eq=False)
class StoreUnavailable(Unavailable):
    """The store is unreachable or did not answer in time; it is unknown whether a write took effect."""

    reason: str
    retry_after: float = 1.0

    def __str__(self) -> str:
        return "the service cannot reach its database at the moment; retry"


@define(eq=False)
class StoreOverloaded(Unavailable):
    """The queue of the store is full; nothing was done."""

    retry_after: float = 1.0

    def __str__(self) -> str:
        return "too many requests are waiting; the request was not processed; retry"


@define(eq=False)
class HashingOverloaded(Unavailable):
    """The queue of the password hasher is full; nothing was done."""

    retry_after: float = 2.0

    def __str__(self) -> str:
        return "too many log-ins at the moment; the request was not processed; retry"
