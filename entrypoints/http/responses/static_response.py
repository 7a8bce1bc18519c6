"""Responses that never change while the process runs: compressed once, with an entity tag."""

import gzip
from hashlib import sha256
from typing import Self

from attrs import frozen
from litestar.types import Receive, Scope, Send

from entrypoints.http.requests.etags import names
from entrypoints.http.requests.exchange import exchange_of
from entrypoints.http.responses.response import GZIP, VARY_ENCODING, HeaderPair


@frozen
class StaticResponse:
    """A 200 with a compressed body, or a 304; an ASGI application that sends it."""

    headers: tuple[HeaderPair, ...]
    zipped: bytes
    plain: bytes
    """The same, decompressed once."""
    tag: str

    @classmethod
    def of(cls, zipped: bytes, *headers: HeaderPair) -> Self:
        """Return the response with this body, given as gzip."""
        # A weak tag, because the same body is sent compressed to one client and not to another.
        tag = f'W/"{sha256(zipped).hexdigest()[:16]}"'
        return cls((*headers, (b"etag", tag.encode()), VARY_ENCODING), zipped, gzip.decompress(zipped), tag)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Send it, or that it has not changed; raise `BadRequest`."""
        exchange = exchange_of(scope)
        status, headers, body = 200, self.headers, self.zipped
        if_none_match = exchange.headers.get(b"if-none-match")
        if if_none_match is not None and names(if_none_match, self.tag):
            status, body = 304, b""
        elif exchange.takes_gzip:
            headers = (*headers, GZIP)
        else:
            body = self.plain
        if body:
            headers = (*headers, (b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})
