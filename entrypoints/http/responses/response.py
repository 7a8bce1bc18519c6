"""Responses, ready to be sent."""

import gzip
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, TypeAlias

import msgspec
from attrs import frozen
from litestar.types import Receive, Scope, Send

from entrypoints.http.requests.etags import names
from entrypoints.http.requests.exchange import exchange_of

HeaderPair: TypeAlias = tuple[bytes, bytes]

TAG_BYTES = 12
"""Of a digest: enough that no two pages of one client ever agree by chance."""
CONTENT_TYPE_JSON = (b"content-type", b"application/json")
VARY_ENCODING = (b"vary", b"Accept-Encoding")
GZIP = (b"content-encoding", b"gzip")
WORTH_COMPRESSING = 1_400
"""Bytes; what is shorter fits into one packet anyway."""
LEVEL = 4

encoded = msgspec.json.Encoder().encode


@frozen
class Response:
    """Status, headers and a whole body; an ASGI application that sends them."""

    status: int
    headers: tuple[HeaderPair, ...] = ()
    body: bytes = b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Send the response, compressed if it is large enough and the client accepts it.

        A strong entity tag names these very bytes (RFC 9110, 8.8.3.3); they are sent as they are.
        """
        headers, body = self.headers, self.body
        if len(body) >= WORTH_COMPRESSING and not any(map(_is_strong_tag, headers)):
            headers = (*headers, VARY_ENCODING)
            if exchange_of(scope).takes_gzip:
                headers = (*headers, GZIP)
                body = gzip.compress(body, LEVEL, mtime=0)
        if self.status not in BODILESS:
            headers = (*headers, (b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def _is_strong_tag(header: HeaderPair) -> bool:
    return header[0] == b"etag" and not header[1].startswith(b"W/")


BODILESS = frozenset({204, 304})
NOTHING = Response(204)


def nothing_response(_: object) -> Response:
    """204, whatever the result was."""
    return NOTHING


def ok(view: Any, *headers: HeaderPair) -> Response:
    """200 with a view."""
    return Response(200, (CONTENT_TYPE_JSON, *headers), encoded(view))


def created(view: Any, *headers: HeaderPair) -> Response:
    """201 with a view."""
    return Response(201, (CONTENT_TYPE_JSON, *headers), encoded(view))


def tagged_page(body: bytes, headers: Sequence[HeaderPair], rest: bytes, if_none_match: bytes | None) -> Response:
    """Return a page, or 304 if the client has it; raise `BadRequest`.

    The tag is a digest of all that can change: the body and the rest, which stands for the headers. (A cursor differs
    each time, and says no more.) It is weak, because the same page is sent compressed to one client and not to another.
    """
    digest = blake2b(body, digest_size=TAG_BYTES)
    digest.update(rest)
    tag = f'W/"{digest.hexdigest()}"'
    tagged = ((b"etag", tag.encode()), *headers)
    if if_none_match is not None and names(if_none_match, tag):
        return Response(304, (*tagged, VARY_ENCODING))
    return Response(200, (CONTENT_TYPE_JSON, *tagged), body)
