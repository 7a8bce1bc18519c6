"""The bounds of connections: time, number, and memory."""

import asyncio
import gc

import pytest

from entrypoints.server.http1 import connection, connections, writer
from entrypoints.server.http1.connection import Connection
from entrypoints.server.http1.conversation import Conversation
from entrypoints.server.http1.parser import RequestParser
from tests.entrypoints.server.http1.served import LARGE, Served, on_uvloop, serving
from tests.support.waiting import until

GET = b"GET %b HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
SHORT = 0.2
"""Seconds."""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """All times are short, and checked often."""
    monkeypatch.setattr(connections, "CHECK_INTERVAL", 0.02)
    for name in ("HEAD_WITHIN", "IDLE_WITHIN", "LINGER_WITHIN"):
        monkeypatch.setattr(connection, name, SHORT)
    monkeypatch.setattr(writer, "PROGRESS_WITHIN", SHORT)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("sent", [b"GET / HTTP/1.1\r\nHost:", b"\r\n", GET % b"/first" + b"GE"])
@on_uvloop
async def test_a_head_that_does_not_end_is_answered_and_the_connection_closed(sent: bytes) -> None:
    async with serving() as served:
        client = await served.ask(sent)
        answer = await client.rest()

        assert answer.endswith(b"head-too-slow")
        assert served.app.begun[-1] == "head-too-slow"


@pytest.mark.usefixtures("impatient")
@on_uvloop
async def test_a_head_does_not_get_more_time_by_coming_in_small_pieces() -> None:
    async with serving() as served:
        client = await served.ask(b"GET / HTTP/1.1\r\nX: ")
        began = asyncio.get_running_loop().time()
        while len(served.connections) and asyncio.get_running_loop().time() - began < 5:
            client.send(b"x")
            await asyncio.sleep(0.02)

        assert "head-too-slow" in served.app.begun


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("sent", [b"", GET % b"/first"])
@on_uvloop
async def test_an_idle_connection_is_closed_without_an_answer(sent: bytes) -> None:
    async with serving() as served:
        client = await served.ask(sent)
        answer = await client.rest()

        assert answer.count(b"HTTP/1.1") == (1 if sent else 0)
        assert "head-too-slow" not in served.app.begun


@pytest.mark.usefixtures("impatient")
@on_uvloop
async def test_a_request_in_progress_is_not_idle() -> None:
    async with serving() as served:
        client = await served.ask(GET % b"/wait")
        await asyncio.sleep(3 * SHORT)
        served.app.gate.set()

        assert (await client.response())[2] == b"/wait"


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("path", [b"/large", b"/endless"])
@on_uvloop
async def test_a_client_that_does_not_read_its_response_is_disconnected(path: bytes) -> None:
    async with serving(max_held=4 * LARGE) as served:
        client = await served.connect(small=True)
        client.send(GET % path)
        await until(lambda: served.app.begun != [])
        await until(lambda: not len(served.connections))

        assert len(await client.rest()) < LARGE


@pytest.mark.usefixtures("impatient")
@on_uvloop
async def test_a_client_that_reads_slowly_receives_everything() -> None:
    async with serving(max_held=4 * LARGE) as served:
        client = await served.ask(GET % b"/large")
        began = asyncio.get_running_loop().time()
        received = 0
        while received < LARGE and (part := await client.reader.read(50_000)):
            received += len(part)
            await asyncio.sleep(0.005)

        assert received >= LARGE
        assert asyncio.get_running_loop().time() - began > 2 * SHORT


@pytest.mark.usefixtures("impatient")
@on_uvloop
async def test_a_client_that_never_stops_sending_is_disconnected() -> None:
    async with serving() as served:
        client = await served.ask(b"\x16")
        while len(served.connections):
            client.send(b"x" * 1_000)
            await asyncio.sleep(0.02)

        assert served.app.begun == ["bad-request"]


@on_uvloop
async def test_a_new_connection_replaces_the_one_that_was_idle_the_longest() -> None:
    async with serving(limit=3) as served:
        first = await served.ask(GET % b"/1")
        await first.response()
        others = [await served.ask(GET % b"/x") for _ in range(2)]
        for other in others:
            await other.response()
        new = await served.ask(GET % b"/new")

        assert (await new.response())[2] == b"/new"
        assert await first.rest() == b""
        for other in others:
            other.send(GET % b"/still")
            assert (await other.response())[2] == b"/still"


@on_uvloop
async def test_connections_without_a_request_are_replaced_first() -> None:
    async with serving(limit=3) as served:
        used = await served.ask(GET % b"/1")
        await used.response()
        silent = [await served.connect() for _ in range(10)]
        await until(lambda: not served.app.begun[1:] and len(served.connections) == 3)
        for client in silent[:8]:
            assert await client.rest() == b""
        used.send(GET % b"/still")

        assert (await used.response())[2] == b"/still"


@on_uvloop
async def test_connections_with_requests_in_progress_are_not_replaced() -> None:
    async with serving(limit=2) as served:
        busy = [await served.ask(GET % b"/wait") for _ in range(2)]
        await until(lambda: len(served.app.begun) == 2)
        waiting = await served.ask(GET % b"/new")
        await asyncio.sleep(0.1)
        begun = len(served.app.begun)
        served.app.gate.set()
        for client in busy:
            assert (await client.response())[2] == b"/wait"

        assert begun == 2
        assert (await waiting.response())[2] == b"/new"


async def hold(served: Served, data: bytes, count: int) -> None:
    for _ in range(count):
        client = await served.connect(small=True)
        client.send(data)
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    "data",
    [
        GET % b"/large",
        POST % 60_000 + b"x" * 50_000,
        b"GET / HTTP/1.1\r\nX: " + b"x" * 30_000,
        b"POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nc000\r\n" + b"x" * 0xC000,
        GET % b"/wait" + b"x" * 60_000,
    ],
    ids=["unread responses", "bodies", "heads", "chunks", "requests behind a request"],
)
@on_uvloop
async def test_what_clients_make_the_server_hold_is_bounded(data: bytes) -> None:
    async with serving(max_held=300_000) as served:
        await hold(served, data, 40)
        await asyncio.sleep(0.3)
        held = served.connections.held
        bystander = await served.ask(GET % b"/bystander")

        assert (await bystander.response())[2] == b"/bystander"
        assert held <= 300_000


@on_uvloop
async def test_a_large_body_is_rejected_before_it_is_read_if_there_is_no_memory_for_it() -> None:
    async with serving(max_held=300_000) as served:
        first = await served.ask(POST % 190_000)
        await until(lambda: served.app.begun != [])
        second = await served.ask(POST % 190_000)
        _, _, code = await second.response()
        third = await served.ask(POST % 3 + b"abc")

        assert code == b"too-busy"
        assert (await third.response())[2] == b"abc"
        first.send(b"x" * 190_000)
        assert len((await first.response())[2]) == 190_000
        first.send(POST % 190_000 + b"x" * 190_000)
        assert len((await first.response())[2]) == 190_000
        assert served.connections.held == 0


@on_uvloop
async def test_draining_ends_idle_connections_at_once_and_others_after_their_response() -> None:
    async with serving() as served:
        idle = await served.ask(GET % b"/1")
        await idle.response()
        busy = await served.ask(GET % b"/wait")
        await until(lambda: len(served.app.begun) == 2)
        served.connections.drain()
        rest = await idle.rest()
        served.app.gate.set()
        _, head, body = await busy.response()

        assert (rest, body) == (b"", b"/wait")
        assert b"connection: close" in head
        await until(lambda: not len(served.connections))


@pytest.mark.parametrize(
    "data", [b"", b"GET / HTTP/1.1\r\nX: " + b"x" * 3_000, GET % b"/x", GET % b"/wait", POST % 9, b"\x16"]
)
@on_uvloop
async def test_a_connection_that_has_ended_leaves_no_reference_cycles(data: bytes) -> None:
    async with serving() as served:

        async def come_and_go() -> None:
            begun = len(served.app.begun)
            client = await served.ask(data)
            await until(lambda: len(served.connections) == 1)
            if data.endswith((b"\n", b"\x16")):  # then the application is asked
                await until(lambda: len(served.app.begun) > begun)
            client.reset()
            await until(lambda: not len(served.connections))
            await asyncio.sleep(0.01)

        await come_and_go()
        gc.collect()
        gc.disable()
        try:
            before = count_of(Connection, Conversation, RequestParser)
            for _ in range(5):
                await come_and_go()
            after = count_of(Connection, Conversation, RequestParser)
        finally:
            gc.enable()

    assert after == before


def count_of(*kinds: type) -> int:
    """Return how many objects of these classes exist, whether or not anything refers to them."""
    return sum(isinstance(each, kinds) for each in gc.get_objects())
