"""The body of a request, whole."""

from collections.abc import Mapping

from litestar.types import Receive

from entrypoints.http.refusals import BadRequest, BodyIncomplete, BodyTooLarge


def has_body(headers: Mapping[bytes, bytes]) -> bool:
    """Whether a body follows (RFC 9112, 6.3)."""
    return headers.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in headers


async def read_body(receive: Receive, headers: Mapping[bytes, bytes], *, limit: int) -> bytes:
    """Return all of it; raise `BodyTooLarge` as soon as that is known, `BodyIncomplete` if it breaks off."""
    announced = headers.get(b"content-length", b"0")
    if not announced.isdigit():
        raise BadRequest("Content-Length must be a number")
    if int(announced[:20]) > limit:
        raise BodyTooLarge(limit=limit)
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise BodyIncomplete
        body += message["body"]
        more = message["more_body"]
        if len(body) > limit:
            raise BodyTooLarge(limit=limit)
    return body


def given(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives this body first."""
    unread = [body]

    async def receive_again() -> object:
        if unread:
            return {"type": "http.request", "body": unread.pop(), "more_body": False}
        return await receive()

    return receive_again  # type: ignore[return-value]  # the union of message types is Litestar's own
