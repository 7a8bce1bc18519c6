"""Errors as the server describes them (RFC 9457)."""

from taskapi_client.types.choices import Status
from taskapi_client.types.codes import ErrorCode
from taskapi_client.types.model import Model


class Violation(Model, frozen=True, kw_only=True):
    """A rule that the request breaks, and where: a JSON pointer into the body, or `/` and the name of a parameter."""

    pointer: str
    code: str
    detail: str


class Problem(Model, frozen=True, kw_only=True):
    type: str
    title: str
    status: int
    detail: str
    error: str
    code: ErrorCode
    request_id: str
    errors: tuple[Violation, ...] = ()
    allowed: tuple[Status, ...] = ()
    fields: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
