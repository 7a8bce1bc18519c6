"""Errors of HTTP itself, outside of any use case; `problems.STATUSES` maps each to its status."""

from attrs import define

from domain.errors import DomainError, Invalid, NotFound, TooMany, Unauthenticated, Unavailable


@define(eq=False)
class BadRequest(Invalid):
    """The request breaks a rule of HTTP, or a rule of this API about its headers."""

    reason: str

    def __str__(self) -> str:
        return self.reason


@define(eq=False)
class MissingCredentials(Unauthenticated):
    def __str__(self) -> str:
        return "this operation requires the header Authorization: Bearer <token>"


@define(eq=False)
class BodyIncomplete(Invalid):
    """The client left, or broke the framing, before its request was complete."""

    def __str__(self) -> str:
        return "the body is incomplete"


@define(eq=False)
class AmbiguousCredentials(Invalid):
    def __str__(self) -> str:
        return "there is more than one Authorization header; send one"


@define(eq=False)
class NoSuchPath(NotFound):
    nearest: str | None = None

    def __str__(self) -> str:
        return f"there is no such path; did you mean {self.nearest}?" if self.nearest else "there is no such path"


@define(eq=False)
class UriTooLong(DomainError):
    """The request target is longer than the limit."""

    limit: int

    def __str__(self) -> str:
        return f"the path and the query string together must have at most {self.limit:,} bytes"


@define(eq=False)
class HeadersTooLarge(DomainError):
    """A header, or all headers together, are longer than the limit."""

    def __str__(self) -> str:
        return "each header must have at most 8 KiB, all together at most 16 KiB"


@define(eq=False)
class MethodNotAllowed(DomainError):
    allowed: tuple[str, ...]

    def __str__(self) -> str:
        return f"this path supports the methods {', '.join(self.allowed)}"


@define(eq=False)
class NotAcceptable(DomainError):
    media_type: str

    def __str__(self) -> str:
        return f"the response is {self.media_type}, which the Accept header excludes"


@define(eq=False)
class BodyTooSlow(DomainError):
    def __str__(self) -> str:
        return "the body took too long to arrive"


@define(eq=False)
class HeadTooSlow(DomainError):
    def __str__(self) -> str:
        return "the headers took too long to arrive"


@define(eq=False)
class BodyTooLarge(DomainError):
    limit: int

    def __str__(self) -> str:
        return f"the body is larger than {self.limit:,} bytes"


@define(eq=False)
class UnsupportedMediaType(DomainError):
    reason: str
    method: str

    def __str__(self) -> str:
        return self.reason


@define(eq=False)
class PreconditionRequired(DomainError):
    def __str__(self) -> str:
        return "this operation requires If-Match with the ETag that the change is based on"


@define(eq=False)
class RateLimited(TooMany):
    """The user exceeded the rate limit; the request was not processed."""

    retry_after: float

    def __str__(self) -> str:
        return "rate limit exceeded; the request was not processed"


@define(eq=False)
class TooBusy(Unavailable):
    """More requests are in progress than the operator allows; nothing was done."""

    retry_after: float = 1.0

    def __str__(self) -> str:
        return "too many requests are in progress; the request was not processed"


@define(eq=False)
class DeadlineExceeded(Unavailable):
    """The response was not ready in time; it is unknown whether a change took effect."""

    retry_after: float = 1.0

    def __str__(self) -> str:
        return "the response was not ready in time; retry with the same Idempotency-Key"


@define(eq=False)
class NotReady(Unavailable):
    """The process should not receive requests at the moment."""

    retry_after: float = 1.0

    def __str__(self) -> str:
        return "not ready"


@define(eq=False)
class InternalError(DomainError):
    """An unexpected exception, as clients see it."""

    def __str__(self) -> str:
        return "internal error; report the request id to the operator"
