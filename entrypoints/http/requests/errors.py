"""What HTTP itself refuses, before or beside any use case; `problems.STATUSES` gives each its status."""

from attrs import define

from domain.errors import DomainError, Invalid, NotFound, TooMany, Unauthenticated, Unavailable


@define(eq=False)
class BadRequest(Invalid):
    """The request breaks a rule of HTTP, or one of ours about its headers."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@define(eq=False)
class MissingCredentials(Unauthenticated):
    def __str__(self) -> str:
        return "this call needs the header Authorization: Bearer <token>"


@define(eq=False)
class BodyIncomplete(Invalid):
    """The client left, or broke the framing, before its request was complete."""

    def __str__(self) -> str:
        return "the body broke off"


@define(eq=False)
class AmbiguousCredentials(Invalid):
    def __str__(self) -> str:
        return "there is more than one Authorization header"


@define(eq=False)
class NoSuchPath(NotFound):
    def __str__(self) -> str:
        return "there is nothing at this path"


@define(eq=False)
class MethodNotAllowed(DomainError):
    allowed: tuple[str, ...]

    def __str__(self) -> str:
        return f"this path knows the methods {', '.join(self.allowed)}"


@define(eq=False)
class NotAcceptable(DomainError):
    media_type: str

    def __str__(self) -> str:
        return f"the answer is {self.media_type}, which the Accept header rules out"


@define(eq=False)
class BodyTooSlow(DomainError):
    def __str__(self) -> str:
        return "the body took too long to arrive"


@define(eq=False)
class BodyTooLarge(DomainError):
    limit: int

    def __str__(self) -> str:
        return f"the body is larger than {self.limit:,} bytes"


@define(eq=False)
class UnsupportedMediaType(DomainError):
    reason: str

    def __str__(self) -> str:
        return self.reason


@define(eq=False)
class PreconditionRequired(DomainError):
    def __str__(self) -> str:
        return "this call needs If-Match with the ETag that the change was decided on"


@define(eq=False)
class RateLimited(TooMany):
    """The user has asked more often than everybody may; nothing was done."""

    retry_after: float

    def __str__(self) -> str:
        return "you ask more often than everybody may; nothing was done"


@define(eq=False)
class TooBusy(Unavailable):
    """More requests are in progress than the operator allows; nothing was done."""

    retry_after: float = 1.0

    def __str__(self) -> str:
        return "too many requests are in progress; nothing was done"


@define(eq=False)
class DeadlineExceeded(Unavailable):
    """The answer was not ready in time; whether a change took effect is unknown, an idempotency key tells."""

    retry_after: float = 1.0

    def __str__(self) -> str:
        return "the answer was not ready in time; a repeated request with the same Idempotency-Key is safe"


@define(eq=False)
class NotReady(Unavailable):
    """Not to be sent requests at the moment; says no more than that."""

    retry_after: float = 1.0

    def __str__(self) -> str:
        return "not ready"


@define(eq=False)
class InternalError(DomainError):
    """What an unforeseen exception is to everybody outside."""

    def __str__(self) -> str:
        return "something went wrong on our side; the request id finds it in our log"
