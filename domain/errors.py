"""What can go wrong: one root, a few kinds, and concrete errors that carry data and a stable code.

Adapters of the outside world (HTTP, CLI) map the kinds, never the concrete errors.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from attrs import define, frozen


class DomainError(Exception):
    """Something the caller may expect and handle."""

    code: ClassVar[str] = "domain-error"
    """Stable name of the error, derived from the class name: `TaskNotFound` is `task-not-found`."""

    def __init_subclass__(cls) -> None:
        if "code" not in vars(cls):
            cls.code = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", cls.__name__).lower()


@frozen
class Violation:
    """One mistake in something that came from outside."""

    pointer: str
    """JSON pointer (RFC 6901) to the place of the mistake, for example `/title`; empty for the whole."""
    code: str
    detail: str

    def under(self, parent: str) -> "Violation":
        """The same mistake, seen from one level further out."""
        return Violation(f"/{parent}{self.pointer}", self.code, self.detail)


class Invalid(DomainError):
    """The input breaks a rule that always holds."""

    violations: tuple[Violation, ...] = ()


class Unauthenticated(DomainError):
    """Nobody we trust is asking."""


class Forbidden(DomainError):
    """We know who asks, and they may not."""


class NotFound(DomainError):
    """No such thing, at least not for this caller."""


class Conflict(DomainError):
    """Fine, but not in the present state of things."""


class Stale(DomainError):
    """Decided on a version that is no longer current."""


class Mismatch(DomainError):
    """The same idempotency key came back with another request."""


class TooMany(DomainError):
    """More than is allowed in a stretch of time."""

    retry_after: float = 1.0
    """Seconds until it is worth asking again."""


class Unavailable(DomainError):
    """Not now: something we depend on is away or overloaded."""

    retry_after: float = 1.0
    """Seconds until it is worth asking again."""


@define(eq=False)
class InvalidInput(Invalid):
    """One or more mistakes in what was sent."""

    violations: tuple[Violation, ...]

    def __str__(self) -> str:
        return "; ".join(
            f"{violation.pointer[1:]}: {violation.detail}" if violation.pointer else violation.detail
            for violation in self.violations
        )


@contextmanager
def violations_in(place: str) -> Iterator[None]:
    """Say in which field the mistakes are that are found inside the block."""
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput(tuple(violation.under(place) for violation in error.violations)) from None


@define(eq=False)
class TooMuchContention(Unavailable):
    """Other writers of the same things were faster every time."""

    code: ClassVar[str] = "contended"
    retry_after: float = 1.0

    def __str__(self) -> str:
        return "too many simultaneous changes to the same thing; try again"


@define(eq=False)
class StoreUnavailable(Unavailable):
    """The store cannot be reached or did not answer in time; whether a write took effect is unknown."""

    reason: str
    retry_after: float = 1.0

    def __str__(self) -> str:
        return "the service cannot reach its database at the moment"


@define(eq=False)
class StoreOverloaded(Unavailable):
    """Too much is waiting for the store; nothing was done."""

    retry_after: float = 1.0

    def __str__(self) -> str:
        return "too many requests are waiting; nothing was done"


@define(eq=False)
class HashingOverloaded(Unavailable):
    """Too many passwords wait to be hashed; nothing was done."""

    retry_after: float = 2.0

    def __str__(self) -> str:
        return "too many people are signing in at the moment; try again shortly"
