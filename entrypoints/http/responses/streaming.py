"""Streaming responses."""

import zlib
from collections.abc import AsyncGenerator
from contextlib import aclosing

from attrs import frozen
from litestar.types import Receive, Scope, Send

from entrypoints.http.requests.exchange import exchange_of
from entrypoints.http.responses.response import GZIP, LEVEL, VARY_ENCODING, HeaderPair

CHUNK = 32 * 1024
"""Bytes that are collected before they are sent."""
GZIP_WINDOW = zlib.MAX_WBITS | 16


@frozen
class Stream:
    """200 with a body in pieces; an ASGI application that sends them.

    A failure before the first piece is an ordinary error; a later one closes the
    connection, so that no client takes a part for the whole.
    """

    headers: tuple[HeaderPair, ...]
    pieces: AsyncGenerator[bytes, None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Send the response, compressed if the client accepts it."""
        zipped = exchange_of(scope).takes_gzip
        headers = (*self.headers, VARY_ENCODING, GZIP) if zipped else (*self.headers, VARY_ENCODING)
        async with aclosing(self.pieces), aclosing(_chunks(self.pieces)) as plain:
            chunks = _compressed(plain) if zipped else plain
            first = await anext(chunks)
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": first, "more_body": True})
            async for chunk in chunks:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _chunks(pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    chunk = bytearray()
    async for piece in pieces:
        chunk += piece
        if len(chunk) >= CHUNK:
            yield bytes(chunk)
            chunk.clear()
    yield bytes(chunk)


async def _compressed(chunks: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    gzip = zlib.compressobj(LEVEL, wbits=GZIP_WINDOW)
    async for chunk in chunks:
        yield gzip.compress(chunk)
    yield gzip.flush()
