"""Request framing on a real socket: no ambiguous request is accepted, and none causes a server error."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPResponse

import pytest

from tests.support.server import Server, serving

BODY = b'{"email":"a@example.com","password":"x"}'
CHUNKED = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
TE = b"Transfer-Encoding: chunked\r\n"
HEALTH = b"GET /health HTTP/1.1\r\n"
HOST = b"Host: api.example\r\n"
SMUGGLED = HEALTH + HOST + b"\r\n"
WEBSOCKET = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAA\r\n"


def login(headers: bytes, body: bytes = BODY, *, version: bytes = b"1.1") -> bytes:
    start = b"POST /api/v1/auth/login HTTP/%b\r\n" % version
    return start + HOST + b"Content-Type: application/json\r\n" + headers + b"\r\n" + body


GOOD = {
    "a length": login(LENGTH),
    "chunks": login(TE, CHUNKED),
    "a body that is waited for": login(b"Expect: 100-continue\r\n" + LENGTH),
}
REFUSED = {
    "a request behind the last chunk": login(b"Content-Length: 6\r\n" + TE, b"0\r\n\r\n" + SMUGGLED),
    "the same length twice": login(LENGTH + LENGTH),
    "two lengths": login(LENGTH + b"Content-Length: 1\r\n"),
    "a list of lengths": login(b"Content-Length: 40, 40\r\n"),
    "a signed length": login(b"Content-Length: +40\r\n"),
    "a hexadecimal length": login(b"Content-Length: 0x28\r\n"),
    "a negative length": login(b"Content-Length: -1\r\n"),
    "a coding we do not know": login(b"Transfer-Encoding: gzip, chunked\r\n", CHUNKED),
    "an unknown coding": login(b"Transfer-Encoding: xchunked\r\n", CHUNKED),
    "a blank before the colon": login(b"Transfer-Encoding : chunked\r\n", CHUNKED),
    "chunks in HTTP/1.0": login(TE, CHUNKED, version=b"1.0"),
    "a chunk size that is none": login(TE, b"zz\r\nabc\r\n0\r\n\r\n"),
    "a chunk size without bounds": login(TE, b"fffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
    "a negative chunk size": login(TE, b"-3\r\nabc\r\n0\r\n\r\n"),
    "a chunk that does not end": login(TE, b"3\r\nabcX\r\n0\r\n\r\n"),
    "chunks with bare line feeds": login(TE, b"3\nabc\n0\n\n"),
    "no host": HEALTH + b"\r\n",
    "two hosts": HEALTH + HOST + HOST + b"\r\n",
    "a host that is none": HEALTH + b"Host: a/b@c d\r\n\r\n",
    "a folded header": HEALTH + HOST + b"X: a\r\n b\r\n\r\n",
    "a version to come": b"GET /health HTTP/9.9\r\n" + HOST + b"\r\n",
    "a tab in the path": b"GET /hea\tlth HTTP/1.1\r\n" + HOST + b"\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}
TOO_LARGE = {
    "a large header": (HEALTH + HOST + b"X: " + b"a" * 600_000 + b"\r\n\r\n", 431),
    "many headers": (HEALTH + HOST + b"".join(b"X%d: a\r\n" % number for number in range(5_000)) + b"\r\n", 431),
    "a large body": (login(b"Content-Length: 999999999\r\n", b"{"), 413),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("framing")
    with serving(folder, "--store", "memory", BODY_TIMEOUT_SECONDS="0.5") as server:
        yield server


@pytest.fixture
def connection(server: Server) -> Iterator[socket.socket]:
    """Yield a connection, and check afterwards that the server is still ready."""
    with server.socket() as connection:
        yield connection
    assert server.ready()


def answered(connection: socket.socket, request: bytes) -> HTTPResponse:
    # The server may reject the request before it has read all of it; the response arrives nevertheless.
    with suppress(ConnectionError):
        connection.sendall(request)
    answer = HTTPResponse(connection)
    answer.begin()
    answer.read()
    return answer


def nothing_more(connection: socket.socket) -> bool:
    """Return whether the server closes the connection without another response."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("request_", GOOD.values(), ids=GOOD)
def test_a_good_request_is_answered_and_the_connection_kept(connection: socket.socket, request_: bytes) -> None:
    assert answered(connection, request_).status == 401
    assert answered(connection, HEALTH + HOST + b"\r\n").status == 200


@pytest.mark.parametrize("request_", REFUSED.values(), ids=REFUSED)
def test_a_bad_request_is_refused(connection: socket.socket, request_: bytes) -> None:
    assert answered(connection, request_).status == 400


@pytest.mark.parametrize(
    "request_",
    [login(LENGTH + TE, CHUNKED), REFUSED["a request behind the last chunk"]],
    ids=["a length and chunks", "a request behind the last chunk"],
)
def test_nothing_is_smuggled(connection: socket.socket, request_: bytes) -> None:
    assert 400 <= answered(connection, request_).status < 500
    assert nothing_more(connection)


@pytest.mark.parametrize(("request_", "status"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_what_is_too_large_is_refused_unread(connection: socket.socket, request_: bytes, status: int) -> None:
    assert answered(connection, request_).status == status


def test_an_upgrade_is_not_taken_up(connection: socket.socket) -> None:
    assert answered(connection, HEALTH + HOST + WEBSOCKET + b"\r\n").status == 200


def test_a_body_that_does_not_arrive_is_not_waited_for(connection: socket.socket) -> None:
    assert answered(connection, login(LENGTH, BODY[:5])).status == 408
    assert nothing_more(connection)


def test_only_we_are_named(connection: socket.socket) -> None:
    answer = answered(connection, HEALTH + HOST + b"\r\n")

    assert answer.headers.get_all("server") == ["taskapi"]
