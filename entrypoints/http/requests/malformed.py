"""Requests that the server could not parse: the application answers them like every other."""

from litestar.types import HTTPScope

from domain.errors import DomainError

MALFORMED = "taskapi.malformed"
"""The name of an ASGI extension: its value is the error to respond with."""


def ensure_well_formed(scope: HTTPScope) -> None:
    """Raise the error that the server found in a request, if any."""
    error = (scope.get("extensions") or {}).get(MALFORMED)
    if isinstance(error, DomainError):
        raise error
