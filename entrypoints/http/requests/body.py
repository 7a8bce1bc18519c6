"""Reading the body of a request."""

from collections.abc import Mapping

from litestar.types import Receive

from entrypoints.http.requests.errors import BadRequest, BodyIncomplete, BodyTooLarge

LONGEST_NUMBER = 20
"""Digits of a length that are looked at, zeros in front aside; any number so long is too large."""


def has_body(headers: Mapping[bytes, bytes]) -> bool:
    """Whether a body follows (RFC 9112, 6.3)."""
    return headers.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in headers


async def read_body(receive: Receive, headers: Mapping[bytes, bytes], *, limit: int) -> bytes:
    """Return the whole body; raise `BodyTooLarge` as soon as that is known, `BodyIncomplete` if it breaks off.

    What was announced is all there is: the server sees to that, and to ask it for more only to hear so would cost as
    much as the reading.
    """
    announced = _announced(headers)
    if announced > limit:
        raise BodyTooLarge(limit=limit)
    body = b""
    more: bool = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise BodyIncomplete
        body += message.get("body", b"")
        more = message.get("more_body", False) and not (announced and len(body) >= announced)
        if len(body) > limit:
            raise BodyTooLarge(limit=limit)
    return body


def _announced(headers: Mapping[bytes, bytes]) -> int:
    """The length that is announced, 0 for none; raise `BadRequest` if there are two ways to see where the body ends."""
    length, coding = headers.get(b"content-length"), headers.get(b"transfer-encoding")
    if coding is None:
        length = length or b""
        if not length.isdigit():
            raise BadRequest("Content-Length must be a number")
        return int(length.lstrip(b"0")[:LONGEST_NUMBER] or b"0")
    if length is not None:
        raise BadRequest("Content-Length and Transfer-Encoding exclude each other")
    if coding.lower() != b"chunked":
        raise BadRequest("the only Transfer-Encoding that is known is chunked")
    return 0
