"""Limits on the target and the headers of a request, checked before anything is done with them."""

from litestar.types import HTTPScope

from entrypoints.http.requests.errors import HeadersTooLarge, UriTooLong

MAX_TARGET = 8_192
"""Bytes of path and query string together."""
MAX_HEADER = 8_192
"""Bytes of the name and value of one header."""
MAX_HEADERS = 16_384
"""Bytes of all names and values."""


def ensure_within_limits(scope: HTTPScope) -> None:
    """Raise `UriTooLong` or `HeadersTooLarge`."""
    if len(scope["raw_path"]) + len(scope["query_string"]) > MAX_TARGET:
        raise UriTooLong(limit=MAX_TARGET)
    total = 0
    for name, value in scope["headers"]:
        size = len(name) + len(value)
        if size > MAX_HEADER:
            raise HeadersTooLarge
        total += size
    if total > MAX_HEADERS:
        raise HeadersTooLarge
