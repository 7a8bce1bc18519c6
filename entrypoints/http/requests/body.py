"""Reading the body of a request."""

import re
from collections.abc import Mapping

from litestar.types import Receive

from entrypoints.http.requests.errors import BadRequest, BodyIncomplete, BodyTooLarge

MAX_PARTS = 1_000
"""Messages of one body, so that its cost is bounded by its size."""
NO_BODY_LIMIT = 1_024
"""Bytes that are read for an operation without a body, which may be sent as `{}`."""
LONGEST_NUMBER = 20
"""Digits of a length that are read, without leading zeros; any number so long is too large."""


def has_body(headers: Mapping[bytes, bytes]) -> bool:
    """Return whether a body follows (RFC 9112, 6.3)."""
    return headers.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in headers


async def read_body(receive: Receive, headers: Mapping[bytes, bytes], *, limit: int) -> bytes:
    """Return the whole body; raise `BodyTooLarge` as soon as that is known, `BodyIncomplete` if it breaks off.

    The announced length is not exceeded: the server enforces it, and waiting for its confirmation would cost as much as
    the reading.
    """
    announced = _announced(headers)
    if announced > limit:
        raise BodyTooLarge(limit=limit)
    parts: list[bytes] = []
    received, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise BodyIncomplete
        parts.append(message.get("body", b""))
        received += len(parts[-1])
        more = message.get("more_body", False) and not (announced and received >= announced)
        if received > limit:
            raise BodyTooLarge(limit=limit)
        if len(parts) > MAX_PARTS:
            raise BadRequest(f"the body must not arrive in more than {MAX_PARTS:,} parts; send larger chunks")
    return b"".join(parts)


def _announced(headers: Mapping[bytes, bytes]) -> int:
    """Return the announced length, 0 for none; raise `BadRequest` if the end of the body is ambiguous."""
    length, coding = headers.get(b"content-length"), headers.get(b"transfer-encoding")
    if coding is None:
        length = length or b""
        if not length.isdigit():
            raise BadRequest("Content-Length must be a number")
        return int(length.lstrip(b"0")[:LONGEST_NUMBER] or b"0")
    if length is not None:
        raise BadRequest("Content-Length and Transfer-Encoding exclude each other")
    if coding.lower() != b"chunked":
        raise BadRequest("the only supported Transfer-Encoding is chunked")
    return 0


is_empty_object = re.compile(rb"[ \t\r\n]*(?:\{[ \t\r\n]*\}[ \t\r\n]*)?").fullmatch
"""Matches nothing, blanks, and `{}`: what some clients send where there is no body."""
