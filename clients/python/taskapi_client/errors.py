"""What a call can raise: everything is a `TaskapiError`."""

from typing import ClassVar

from taskapi_client.types.codes import ErrorCode
from taskapi_client.types.problems import Problem, Violation


class TaskapiError(Exception):
    """A call has failed."""

    def __init__(self, message: str, *, request_id: str | None) -> None:
        super().__init__(message)
        self.request_id = request_id
        """Identifies the request in the log of the server; None if nothing was sent."""


class NoResponse(TaskapiError):
    """No response arrived, in spite of all retries. Whether a change took effect is unknown.

    `client.with_key(error.idempotency_key)` sends the same request again, which then takes effect once.
    """

    def __init__(self, message: str, *, request_id: str, idempotency_key: str | None) -> None:
        super().__init__(message, request_id=request_id)
        self.idempotency_key = idempotency_key


class UnexpectedResponse(TaskapiError):
    """The response is not one of the API, for instance the page of a proxy, or it is too large."""

    def __init__(self, message: str, *, request_id: str, status: int) -> None:
        super().__init__(message, request_id=request_id)
        self.status = status


class ApiError(TaskapiError):
    """The server rejected the request."""

    STATUSES: ClassVar[tuple[int, ...]] = ()

    def __init__(self, problem: Problem, *, retry_after: float | None = None) -> None:
        super().__init__(problem.detail, request_id=problem.request_id)
        self.problem = problem
        self.retry_after = retry_after
        """Seconds, if the server says when to send the request again."""

    def __str__(self) -> str:
        return f"{self.problem.detail} ({self.code}, request {self.request_id})"

    @property
    def status(self) -> int:
        """The status of the response."""
        return self.problem.status

    @property
    def code(self) -> ErrorCode:
        """What went wrong, for programs."""
        return self.problem.code

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All rules that the request breaks."""
        return self.problem.errors


class InvalidRequest(ApiError):
    """The input breaks a rule; `violations` lists every one."""

    STATUSES = (400, 405, 406, 408, 413, 414, 415, 422, 428, 431)


class Unauthenticated(ApiError):
    """There are no valid credentials: log in again."""

    STATUSES = (401,)


class Forbidden(ApiError):
    """The credentials do not permit it."""

    STATUSES = (403,)


class NotFound(ApiError):
    """There is no such object."""

    STATUSES = (404,)


class Conflict(ApiError):
    """The present state does not permit it."""

    STATUSES = (409,)


class Gone(ApiError):
    """The record of changes does not reach back so far."""

    STATUSES = (410,)


class Stale(ApiError):
    """The object has changed since it was read: read it again, and decide anew."""

    STATUSES = (412,)


class TooMany(ApiError):
    """A limit is exceeded; the request was not processed."""

    STATUSES = (429,)


class Unavailable(ApiError):
    """Not now; the code says whether the request was processed."""

    STATUSES = (502, 503, 504)


_CLASSES = {status: kind for kind in ApiError.__subclasses__() for status in kind.STATUSES}


def error_of(problem: Problem, retry_after: float | None) -> ApiError:
    """Return the error for a problem."""
    return _CLASSES.get(problem.status, ApiError)(problem, retry_after=retry_after)
