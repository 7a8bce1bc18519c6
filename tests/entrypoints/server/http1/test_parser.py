"""Parsing requests: what is valid, what is not, and where a request ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DomainError
from entrypoints.http.requests.errors import BadRequest, HeadersTooLarge, UriTooLong
from entrypoints.server.http1.limits import MAX_CHUNK_OVERHEAD, MAX_CHUNKS, MAX_HEAD
from entrypoints.server.http1.parser import Head, RequestParser
from entrypoints.server.http1.target import target_of

GET = b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST /x HTTP/1.1\r\nHost: a\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
UPGRADE = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
VALID = {
    "without a body": (GET, b""),
    "with a length": (POST + b"Content-Length: 5\r\n\r\nab\r\n\r", b"ab\r\n\r"),
    "with an empty body": (POST + b"Content-Length: 0\r\n\r\n", b""),
    "in chunks": (CHUNKED + b"3\r\nabc\r\n2;a=b\r\nde\r\n0\r\nTrailer: x\r\n\r\n", b"abcde"),
    "after a blank line": (b"\r\n" + GET, b""),
    "with an upgrade": (b"GET / HTTP/1.1\r\nHost: a\r\n" + UPGRADE + b"\r\n", b""),
    "with an upgrade and a length": (POST + UPGRADE + b"Content-Length: 3\r\n\r\nabc", b"abc"),
    "with an upgrade in chunks": (POST + UPGRADE + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", b"abc"),
    "of HTTP/1.0": (b"POST /x HTTP/1.0\r\nContent-Length: 1\r\n\r\na", b"a"),
    "with an unknown method": (b"BREW /pot HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab", b"ab"),
}
INVALID = {
    "blank lines": b"\r\n\r\n",
    "no request": b"\x16\x03\x01\x02\x00",
    "no method": b": /x HTTP/1.1\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: a\n\n",
    "HTTP/0.9": b"GET /x\r\n\r\n",
    "HTTP/2": b"GET /x HTTP/2.0\r\nHost: a\r\n\r\n",
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "chunks in HTTP/1.0": b"POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
    "a length and chunks": POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
    "two lengths": POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n",
    "NUL in a value": b"GET / HTTP/1.1\r\nX: a\0b\r\n\r\n",
    "a blank in a name": b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    "a byte beyond ASCII in the target": b"GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n",
    "too many chunks": CHUNKED + b"1\r\na\r\n" * (MAX_CHUNKS + 1),
    "long chunk extensions": CHUNKED + b"1;" + b"x" * (MAX_CHUNK_OVERHEAD + 1),
    "long trailers": CHUNKED + b"0\r\nX: " + b"x" * (MAX_CHUNK_OVERHEAD + 1),
}
TOO_LARGE = {
    "a target": (b"GET /" + b"a" * MAX_HEAD, UriTooLong),
    "a header": (b"GET / HTTP/1.1\r\nX: " + b"a" * MAX_HEAD, HeadersTooLarge),
    "many headers": (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 101 + b"\r\n", HeadersTooLarge),
}
TARGETS = {
    b"/a%20b?c=%20": ("/a b", b"/a%20b", b"c=%20"),
    b"/": ("/", b"/", b""),
    b"http://a/x?y": ("/x", b"/x", b"y"),
    b"HTTP://A": ("/", b"/", b""),
    b"http://a?y": ("/", b"/", b"y"),
}


def parsed(*pieces: bytes) -> tuple[RequestParser, bytes]:
    """Return the parser after the pieces, and the bytes behind the request."""
    parser, rest = RequestParser(), b""
    for piece in pieces:
        rest = parser.feed(rest + piece)
    return parser, rest


@pytest.mark.parametrize(("request_", "body"), VALID.values(), ids=VALID)
def test_a_valid_request_is_parsed_to_its_end(request_: bytes, body: bytes) -> None:
    parser, rest = parsed(request_)

    assert (parser.complete, b"".join(parser.body), rest, parser.excess) == (True, body, b"", False)


@given(st.data())
@pytest.mark.parametrize(("request_", "body"), VALID.values(), ids=VALID)
def test_it_does_not_matter_how_the_bytes_are_divided(request_: bytes, body: bytes, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(request_)), max_size=8).map(sorted))
    ends = [*cuts, len(request_)]
    parser, rest = parsed(*(request_[begin:end] for begin, end in zip([0, *cuts], ends, strict=True)))

    assert (parser.complete, b"".join(parser.body), rest) == (True, body, b"")
    assert parser.head == parsed(request_)[0].head


@pytest.mark.parametrize("request_", [VALID[name][0] for name in VALID if "chunks" not in name and "1.0" not in name])
def test_bytes_of_the_next_request_are_returned(request_: bytes) -> None:
    parser, rest = parsed(request_ + GET)

    assert (parser.complete, rest) == (True, GET)
    parser.reset()
    assert parser.feed(rest) == b""
    assert parser.head is not None
    assert parser.head.target == b"/health"


def test_what_follows_the_last_chunk_in_one_piece_is_discarded_and_this_is_reported() -> None:
    parser, rest = parsed(CHUNKED + b"1\r\na\r\n0\r\n\r\n" + GET)

    assert (parser.complete, parser.excess, b"".join(parser.body), rest) == (True, True, b"a", b"")


@pytest.mark.parametrize("request_", INVALID.values(), ids=INVALID)
def test_an_invalid_request_is_a_bad_request(request_: bytes) -> None:
    with pytest.raises(BadRequest):
        parsed(request_)


@pytest.mark.parametrize(("request_", "error"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_what_is_too_large_is_rejected_before_it_ends(request_: bytes, error: type[DomainError]) -> None:
    with pytest.raises(error):
        parsed(request_)


@given(st.binary(max_size=200) | st.text(st.sampled_from("GETPOS/ :HT1.\r\n0aCo-l"), max_size=200).map(str.encode))
def test_anything_else_is_parsed_or_a_client_error(data: bytes) -> None:
    try:
        parser, _ = parsed(data)
    except DomainError as error:
        assert isinstance(error, (BadRequest, UriTooLong, HeadersTooLarge))  # noqa: PT017 - either way
    else:
        assert parser.head is None or parser.head.version in {"1.0", "1.1"}


def test_an_unknown_method_keeps_its_name() -> None:
    parser, _ = parsed(VALID["with an unknown method"][0])

    assert parser.head is not None
    assert (parser.head.method, parser.head.target) == ("BREW", b"/pot")


@pytest.mark.parametrize(
    ("lines", "persistent"),
    [
        (b"GET / HTTP/1.1\r\n", True),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n", False),
        (b"GET / HTTP/1.0\r\n", False),
        (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n", True),
    ],
)
def test_whether_the_connection_persists(lines: bytes, persistent: bool) -> None:  # noqa: FBT001 - an expected value
    parser, _ = parsed(lines + b"\r\n")

    assert parser.head is not None
    assert parser.head.persistent is persistent


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_is_a_path_and_a_query(target: bytes) -> None:
    parser, _ = parsed(b"GET " + target + b" HTTP/1.1\r\nHost: a\r\n\r\n")
    assert parser.head is not None
    found = target_of(parser.head)

    assert (found.path, found.raw_path, found.query) == TARGETS[target]


@pytest.mark.parametrize("target", [b"/a#b", b"/#", b"http://b/", b"http://a:80/", b"*", b"ftp://a/", b"http:///"])
def test_another_target_is_a_bad_request(target: bytes) -> None:
    head = Head("GET", target, "1.1", [(b"host", b"a")], persistent=True, expects_continue=False)

    with pytest.raises(BadRequest):
        target_of(head)
