"""Requests and responses on a real connection."""

import asyncio

import pytest

from tests.entrypoints.server.http1.served import LARGE, PIECES, on_uvloop, serving
from tests.support.waiting import until

HOST = b"Host: a\r\n"


def get(path: str, *, version: bytes = b"1.1", headers: bytes = b"", method: bytes = b"GET") -> bytes:
    return b"%b %b HTTP/%b\r\n%b%b\r\n" % (method, path.encode(), version, HOST, headers)


def post(body: bytes, *, path: str = "/body", headers: bytes = b"", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return b"POST %b HTTP/1.1\r\n%b%bContent-Length: %d\r\n\r\n%b" % (path.encode(), HOST, headers, size, body)


@on_uvloop
async def test_pipelined_requests_are_answered_in_their_order() -> None:
    async with serving() as served:
        client = await served.ask(get("/1") + post(b"first") + get("/2") + post(b"second"))

        assert [(await client.response())[2] for _ in range(4)] == [b"/1", b"first", b"/2", b"second"]


@on_uvloop
async def test_many_pipelined_requests_are_all_answered() -> None:
    async with serving() as served:
        client = await served.ask(get("/x") * 2_000)

        assert {(await client.response())[2] for _ in range(2_000)} == {b"/x"}


@on_uvloop
async def test_a_request_is_not_begun_before_the_response_before_it_is_read() -> None:
    async with serving() as served:
        client = await served.connect(small=True)
        client.send(get("/large") + get("/second"))
        await until(lambda: served.app.begun == ["/large"])
        await asyncio.sleep(0.1)
        begun = list(served.app.begun)
        sizes = [len((await client.response())[2]) for _ in range(2)]

        assert begun == ["/large"]
        assert sizes == [LARGE, len("/second")]


@on_uvloop
async def test_a_body_may_arrive_in_any_pieces() -> None:
    async with serving() as served:
        client = await served.connect()
        for byte in post(b"slowly"):
            client.send(bytes([byte]))
            await asyncio.sleep(0.001)

        assert (await client.response())[2] == b"slowly"


@on_uvloop
async def test_a_large_body_arrives_completely() -> None:
    async with serving() as served:
        client = await served.ask(post(b"x" * 190_000) + get("/after"))

        assert len((await client.response())[2]) == 190_000
        assert (await client.response())[2] == b"/after"


@on_uvloop
async def test_a_client_that_closes_its_sending_side_is_answered() -> None:
    async with serving() as served:
        client = await served.ask(get("/1") + get("/2"))
        client.writer.write_eof()

        assert [(await client.response())[2] for _ in range(2)] == [b"/1", b"/2"]
        assert await client.rest() == b""


@on_uvloop
async def test_an_application_that_takes_time_does_so_as_well_when_the_client_has_closed_its_sending_side() -> None:
    async with serving() as served:
        client = await served.ask(get("/wait"))
        client.writer.write_eof()
        await until(lambda: served.app.begun == ["/wait"])
        await asyncio.sleep(0.05)
        served.app.gate.set()
        status, head, body = await client.response()

        assert (status, body) == (200, b"/wait")
        assert b"connection: close" in head


@on_uvloop
async def test_a_body_that_ends_early_is_a_disconnect() -> None:
    async with serving() as served:
        client = await served.ask(post(b"abc", length=10))
        client.writer.write_eof()
        _, head, body = await client.response()

        assert body == b"disconnected after 3"
        assert b"connection: close" in head


@on_uvloop
async def test_after_the_body_the_application_may_wait_for_the_end_of_the_connection() -> None:
    async with serving() as served:
        client = await served.ask(get("/disconnect"))
        await until(lambda: served.app.begun == ["/disconnect"])
        client.writer.close()
        await until(lambda: not len(served.connections))


@on_uvloop
async def test_a_lost_connection_cancels_the_application() -> None:
    async with serving() as served:
        client = await served.ask(get("/endless"))
        await client.head()
        client.writer.transport.abort()
        await until(lambda: not len(served.connections))

        assert served.app.begun == ["/endless"]


@on_uvloop
async def test_a_body_that_the_client_hesitates_to_send_is_asked_for_when_the_application_reads_it() -> None:
    async with serving() as served:
        expecting = post(b"", headers=b"Expect: 100-continue\r\n", length=3)
        client = await served.ask(expecting)
        first = await client.head()
        client.send(b"abc")

        assert first == b"HTTP/1.1 100 Continue\r\n\r\n"
        assert (await client.response())[2] == b"abc"


@on_uvloop
async def test_a_body_that_the_application_does_not_read_is_not_asked_for_and_ends_the_connection() -> None:
    async with serving() as served:
        client = await served.ask(post(b"", path="/early", headers=b"Expect: 100-continue\r\n", length=3))
        status, head, body = await client.response()

        assert (status, body) == (200, b"/early")
        assert b"connection: close" in head
        assert await client.rest() == b""


@on_uvloop
async def test_a_response_arrives_although_the_body_is_not_read() -> None:
    async with serving() as served:
        client = await served.connect()
        client.send(post(b"", path="/early", length=50_000_000))
        for _ in range(50):
            client.send(b"x" * 10_000)
            await asyncio.sleep(0)
        status, _, body = await client.response()

        assert (status, body) == (200, b"/early")
        assert await client.rest() == b""


@on_uvloop
async def test_a_stream_is_sent_in_chunks() -> None:
    async with serving() as served:
        client = await served.ask(get("/stream") + get("/after"))
        head = await client.head()
        body = await client.reader.readuntil(b"0\r\n\r\n")

        assert b"transfer-encoding: chunked" in head
        assert body == b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in PIECES) + b"0\r\n\r\n"
        assert (await client.response())[2] == b"/after"


@on_uvloop
async def test_a_stream_to_http_1_0_ends_with_the_connection() -> None:
    async with serving() as served:
        client = await served.ask(get("/stream", version=b"1.0", headers=b"Connection: keep-alive\r\n"))
        head = await client.head()

        assert b"chunked" not in head
        assert b"connection: close" in head
        assert await client.rest() == b"".join(PIECES)


@pytest.mark.parametrize("path", ["/stream", "/large"])
@on_uvloop
async def test_a_response_to_head_has_no_body(path: str) -> None:
    async with serving() as served:
        client = await served.ask(get(path, method=b"HEAD") + get("/after"))
        head = await client.head()

        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert (b"chunked" in head) == (path == "/stream")
        assert (await client.response())[2] == b"/after"


@pytest.mark.parametrize(
    ("request_", "stays"),
    [
        (get("/x"), True),
        (get("/x", headers=b"Connection: close\r\n"), False),
        (get("/x", version=b"1.0"), False),
        (get("/x", version=b"1.0", headers=b"Connection: keep-alive\r\n"), True),
        (post(b"", headers=b"Connection: Upgrade\r\nUpgrade: h2c\r\n"), True),
    ],
)
@on_uvloop
async def test_the_connection_stays_if_the_client_wants_it(request_: bytes, stays: bool) -> None:  # noqa: FBT001 - expected
    async with serving() as served:
        client = await served.ask(request_)
        _, head, _ = await client.response()
        assert (b"connection: close" in head) == (not stays)
        client.send(get("/again"))

        assert b"/again" in (await client.response())[1:] if stays else await client.rest() == b""


@on_uvloop
async def test_half_a_response_is_not_taken_for_a_whole_one() -> None:
    async with serving() as served:
        client = await served.ask(get("/broken"))

        assert not (await client.rest()).endswith(b"0\r\n\r\n")


@on_uvloop
async def test_a_header_cannot_contain_another_one() -> None:
    async with serving() as served:
        client = await served.ask(get("/forged"))

        assert b"set-cookie" not in await client.rest()


@pytest.mark.parametrize(
    "data", [b"\x16\x03\x01", b"GET / HTTP/1.1\nHost: a\n\n", b"GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"]
)
@on_uvloop
async def test_the_application_answers_what_is_no_request_and_the_connection_ends(data: bytes) -> None:
    async with serving() as served:
        client = await served.ask(data + get("/smuggled"))
        status, head, body = await client.response()

        assert (status, body) == (200, b"bad-request")
        assert b"connection: close" in head
        assert await client.rest() == b""
        assert served.app.begun == ["bad-request"]


@on_uvloop
async def test_an_error_in_the_framing_of_a_body_reaches_the_application() -> None:
    async with serving() as served:
        client = await served.ask(b"POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        await until(lambda: served.app.begun == ["/body"])
        client.send(b"zz\r\n")

        assert await client.rest() == b""  # this application does not answer it
        assert served.app.begun == ["/body"]


@on_uvloop
async def test_what_follows_the_last_chunk_at_once_is_not_processed() -> None:
    async with serving() as served:
        chunked = b"POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
        client = await served.ask(chunked + get("/lost"))
        _, head, body = await client.response()

        assert body == b"a"
        assert b"connection: close" in head
        assert await client.rest() == b""
        assert served.app.begun == ["/body"]
