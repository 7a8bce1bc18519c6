"""The fault proxy does what it says, or no test that leans on it means anything."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from time import monotonic

import pytest
from attrs import define, frozen

from tests.faults.support.proxy import FaultProxy, Toxics
from tests.support.waiting import until


@define
class Echo:
    """A server that answers each line with the same line, and remembers what it heard."""

    heard: list[bytes]

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            self.heard.append(line)
            writer.write(line)
        writer.close()


@pytest.fixture
def echo() -> Echo:
    return Echo([])


@pytest.fixture
async def proxy(echo: Echo) -> AsyncIterator[FaultProxy]:
    """A proxy in front of the echo."""
    async with (
        await asyncio.start_server(echo, "127.0.0.1", 0) as server,
        FaultProxy.before("127.0.0.1", server.sockets[0].getsockname()[1]) as proxy,
    ):
        yield proxy


@frozen
class Client:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, line: bytes, within: float = 5.0) -> bytes:
        self.writer.write(line)
        return await asyncio.wait_for(self.reader.readline(), within)


Connect = Callable[[], Awaitable[Client]]


@pytest.fixture
async def connect(proxy: FaultProxy) -> AsyncIterator[Connect]:
    """Make a client of the proxy."""
    clients = []

    async def connected() -> Client:
        clients.append(Client(*await asyncio.open_connection("127.0.0.1", proxy.listens_on)))
        return clients[-1]

    yield connected
    for client in clients:
        client.writer.close()


async def test_without_toxics_everything_passes(connect: Connect) -> None:
    client = await connect()
    lines = [b"x" * length + b"\n" for length in (0, 1, 50_000)]

    assert lines == [await client.ask(line) for line in lines]
    client.writer.write_eof()
    assert await client.reader.read() == b""


async def test_latency_is_added_each_way_and_does_not_add_up(proxy: FaultProxy, connect: Connect) -> None:
    client = await connect()
    proxy.toxics = Toxics(latency=0.1, jitter=0.02)
    begin = monotonic()
    for number in range(20):
        client.writer.write(b"%d\n" % number)
        await asyncio.sleep(0.01)
    answers = [await client.reader.readline() for _ in range(20)]
    seconds = monotonic() - begin

    assert answers == [b"%d\n" % number for number in range(20)]
    # Added up it would be 20 times at least 0.16 s; the machine may be busy.
    assert 0.16 < seconds < 20 * 0.16


async def test_the_rate_is_kept(proxy: FaultProxy, connect: Connect) -> None:
    client = await connect()
    proxy.toxics = Toxics(rate=100_000)
    begin = monotonic()
    await client.ask(b"x" * 20_000 + b"\n")

    assert monotonic() - begin >= 0.2


@pytest.mark.parametrize("by_reset", [False, True], ids=["closed", "reset"])
async def test_a_cut_answer_was_heard_by_the_server(
    proxy: FaultProxy, echo: Echo, connect: Connect, *, by_reset: bool
) -> None:
    client = await connect()
    proxy.toxics = Toxics(cut_answers=1.0, by_reset=by_reset)
    try:
        answer = await client.ask(b"did it arrive?\n")
    except ConnectionResetError:
        answer = b"reset"

    assert (answer, echo.heard, proxy.cuts) == (b"reset" if by_reset else b"", [b"did it arrive?\n"], 1)


async def test_about_as_many_answers_are_cut_as_asked_for(proxy: FaultProxy, connect: Connect) -> None:
    proxy.toxics = Toxics(cut_answers=0.05)
    answered, client = 0, await connect()
    for _ in range(1_000):
        if await client.ask(b"hello\n"):
            answered += 1
        else:
            client = await connect()

    assert proxy.cuts == 1_000 - answered
    assert 25 <= proxy.cuts <= 80


async def test_a_connection_can_break_in_the_middle_of_an_answer(proxy: FaultProxy, connect: Connect) -> None:
    client = await connect()
    proxy.toxics = Toxics(cut_after=7)

    assert [await client.ask(b"1234\n"), await client.ask(b"6789\n")] == [b"1234\n", b"67"]


async def test_a_black_hole_keeps_connections_open_and_what_fell_in_comes_out(
    proxy: FaultProxy, echo: Echo, connect: Connect
) -> None:
    client = await connect()
    proxy.toxics = Toxics(black_hole=True)
    with pytest.raises(TimeoutError):
        await client.ask(b"hello\n", within=0.2)
    assert echo.heard == []
    proxy.toxics = Toxics()

    assert await asyncio.wait_for(client.reader.readline(), 5) == b"hello\n"


async def test_half_open_the_request_arrives_and_the_answer_does_not(
    proxy: FaultProxy, echo: Echo, connect: Connect
) -> None:
    client = await connect()
    proxy.toxics = Toxics(half_open=True)
    with pytest.raises(TimeoutError):
        await client.ask(b"hello\n", within=0.2)

    await until(lambda: echo.heard != [])
    assert echo.heard == [b"hello\n"]


async def test_all_connections_can_be_broken_at_once(proxy: FaultProxy, connect: Connect) -> None:
    clients = [await connect() for _ in range(10)]
    for client in clients:
        await client.ask(b"hello\n")
    proxy.cut_all()

    assert [await client.reader.read() for client in clients] == [b""] * 10
    await until(lambda: not proxy.links)


async def test_without_a_target_connections_end_at_once() -> None:
    async with FaultProxy.before("127.0.0.1", 1) as proxy:
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.listens_on)
        try:
            answer = await reader.read()
        except ConnectionResetError:
            answer = b""
        writer.close()

        assert answer == b""
