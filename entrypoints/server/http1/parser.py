"""Parsing the bytes of a connection, one request at a time."""

import re
from typing import TypeAlias

from attrs import define, field, frozen
from httptools import (
    HttpParserCallbackError,
    HttpParserError,
    HttpParserInvalidMethodError,
    HttpParserUpgrade,
    HttpRequestParser,
)

from domain.errors import DomainError
from entrypoints.http.requests.errors import BadRequest, HeadersTooLarge, UriTooLong
from entrypoints.http.requests.limits import MAX_TARGET
from entrypoints.server.http1.limits import MAX_CHUNK_OVERHEAD, MAX_CHUNKS, MAX_HEAD, MAX_HEADERS

Pair: TypeAlias = tuple[bytes, bytes]

END = b"\r\n\r\n"
VERSIONS = frozenset({"1.0", "1.1"})
FRAMING = frozenset({b"content-length", b"transfer-encoding"})
STAND_IN = b"TRACE"
"""What llhttp is given in place of a method that it does not know; the application never sees it."""
TOO_MANY_CHUNKS = f"the body must not arrive in more than {MAX_CHUNKS:,} parts; send larger chunks"
_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]"
_starts = re.compile(_TOKEN + rb"|[\r\n]").match
_method = re.compile(_TOKEN + rb"{1,64}(?= )").match


class TooManyChunksError(Exception):
    """Stops llhttp."""


@frozen
class Head:
    """A request line and its headers."""

    method: str
    target: bytes
    version: str
    headers: list[Pair]
    """Names in lower case."""
    persistent: bool
    """Whether the client keeps the connection open for further requests."""
    expects_continue: bool
    """Whether the client waits for `100 Continue` before it sends the body."""


@define(eq=False)
class RequestParser:
    """Parses one request; `reset` prepares for the next.

    llhttp (in httptools) decides what is valid. It receives a head in one piece that ends where the head ends, and a
    body in pieces that end where the body ends, so that it never sees bytes of the next request. Only the end of a
    chunked body is unknown in advance: bytes behind it in the same piece are lost, so the connection must be closed
    after the response (`excess`).
    """

    head: Head | None = field(default=None, init=False)
    body: list[bytes] = field(factory=list, init=False)
    """Parts of the body; the caller removes them."""
    complete: bool = field(default=False, init=False)
    """Whether the request has been parsed to its end."""
    excess: bool = field(default=False, init=False)
    """Whether bytes behind the request were discarded."""
    unfinished: bytearray = field(factory=bytearray, init=False)
    """The bytes of a head that has not ended yet."""
    _llhttp: HttpRequestParser | None = field(default=None, init=False)
    _method: str | None = field(default=None, init=False)
    """A method that llhttp does not know."""
    _target: bytes = field(default=b"", init=False)
    _headers: list[Pair] = field(factory=list, init=False)
    _length: int | None = field(default=None, init=False)
    """Bytes of the body; None if it is chunked."""
    _consumed: int = field(default=0, init=False)
    """Bytes after the head."""
    received: int = field(default=0, init=False)
    """Bytes of the body that were parsed."""
    _chunks: int = field(default=0, init=False)

    @property
    def announced(self) -> int:
        """Bytes of the body, 0 if its length is unknown."""
        return self._length or 0

    def feed(self, data: bytes) -> bytes:
        """Parse bytes and return those behind the request; raise the error that the client receives."""
        while data and not self.complete:
            data = self._feed_head(data) if self.head is None else self._feed_body(data)
        return data

    def reset(self) -> None:
        """Prepare for the next request of the connection."""
        self.head, self.complete = None, False
        self.body, self._headers = [], []
        self._method, self._target = None, b""
        self._chunks = self.received = self._consumed = 0
        self.excess = False

    def close(self) -> None:
        """Release what was not parsed, and llhttp, which refers to this object."""
        self._llhttp = None
        self.unfinished.clear()

    def _feed_head(self, data: bytes) -> bytes:
        unfinished = self.unfinished
        if not unfinished and not _starts(data):
            raise BadRequest("this is not a request in HTTP/1.1; for TLS, put a proxy in front")
        searched = max(0, len(unfinished) - 3)
        unfinished += data
        end = unfinished.find(END, searched)
        if end < 0:
            end = unfinished.find(b"\n\n", searched)  # not the end of a valid head, so llhttp need not wait
        if len(unfinished) > MAX_HEAD and not 0 <= end <= MAX_HEAD:
            raise _too_large(unfinished)
        if end < 0:
            return b""
        head, rest = bytes(unfinished[: end + len(END)]), bytes(unfinished[end + len(END) :])
        unfinished.clear()
        self._parse_head(head.removeprefix(b"\r\n"))  # RFC 9112, 2.2
        return rest

    def _parse_head(self, head: bytes) -> None:
        if head.count(b"\n") > MAX_HEADERS + 2:
            raise HeadersTooLarge
        try:
            self._parse(head)
        except HttpParserInvalidMethodError as error:
            method = _method(head)
            if method is None:
                raise BadRequest("a request must begin with a method and a path") from error
            self._llhttp, self._method = None, method[0].decode()
            self._parse(STAND_IN + head[method.end() :])
        if self.head is None or self.head.version not in VERSIONS:
            raise BadRequest("the version must be HTTP/1.1 or HTTP/1.0")
        if self._length is None and self.head.version == "1.0":
            raise BadRequest("HTTP/1.0 has no Transfer-Encoding")

    def _feed_body(self, data: bytes) -> bytes:
        if self._length is not None:
            piece, rest = data[: self._length - self._consumed], data[self._length - self._consumed :]
        else:
            piece, rest = data, b""
        self._consumed += len(piece)
        self._parse(piece)
        if self._consumed - self.received > MAX_CHUNK_OVERHEAD:
            raise BadRequest(f"chunk extensions and trailers must have at most {MAX_CHUNK_OVERHEAD:,} bytes")
        return rest

    def _parse(self, data: bytes) -> None:
        if self._llhttp is None:
            self._llhttp = HttpRequestParser(self)
        try:
            self._llhttp.feed_data(data)
        except HttpParserUpgrade:
            self._ignore_upgrade()
        except HttpParserInvalidMethodError:
            raise
        except HttpParserCallbackError:
            raise BadRequest(
                f"the body must not arrive in more than {MAX_CHUNKS:,} parts; send larger chunks"
            ) from None
        except HttpParserError as error:
            raise BadRequest(f"invalid HTTP/1.1: {error}") from None

    def _ignore_upgrade(self) -> None:
        """Continue in HTTP/1.1 although the client offers another protocol, before which llhttp would stop."""
        self.complete = False
        framing = [b"%b: %b\r\n" % pair for pair in self._headers if pair[0] in FRAMING]
        self._llhttp = HttpRequestParser(self)
        self._llhttp.feed_data(b"%b / HTTP/1.1\r\n%b\r\n" % (STAND_IN, b"".join(framing)))

    # What httptools calls. After the head, headers are those of a trailer or of `_ignore_upgrade`, and are ignored.

    def on_message_begin(self) -> None:
        if self.complete:
            self.excess = True

    def on_url(self, part: bytes) -> None:
        if self.head is None:
            self._target += part

    def on_header(self, name: bytes, value: bytes) -> None:
        if self.head is None:
            self._headers.append((name.lower(), value.rstrip(b" \t")))

    def on_headers_complete(self) -> None:
        if self.head is not None or self._llhttp is None:
            return
        headers = dict(self._headers)
        self._length = int(headers.get(b"content-length", b"0")) if b"transfer-encoding" not in headers else None
        self.head = Head(
            method=self._method or self._llhttp.get_method().decode(),
            target=self._target,
            version=self._llhttp.get_http_version(),
            headers=self._headers,
            persistent=self._llhttp.should_keep_alive(),
            expects_continue=headers.get(b"expect", b"").lower() == b"100-continue",
        )

    def on_chunk_header(self) -> None:
        self._chunks += 1
        if self._chunks > MAX_CHUNKS:
            raise TooManyChunksError

    def on_body(self, part: bytes) -> None:
        if not self.excess:
            self.received += len(part)
            self.body.append(part)

    def on_message_complete(self) -> None:
        self.complete = True


def _too_large(head: bytes | bytearray) -> DomainError:
    """Return which part of a head is too long."""
    in_first_line = b"\n" not in head[: MAX_TARGET + 100]
    return UriTooLong(limit=MAX_TARGET) if in_first_line else HeadersTooLarge()
