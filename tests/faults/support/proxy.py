"""A TCP proxy whose faults are switched at run time: the network between two machines on a bad day.

It knows no protocol but this: what the server says after the client has spoken is an answer.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from random import Random
from typing import Self

from attrs import define, field

from tests.support.waiting import until

CHUNK = 65_536
MOST_UNDER_WAY = 256
"""Chunks on the way in one direction; then nothing more is read, as on a full link."""
LINGER_NOT = struct.pack("ii", 1, 0)
"""For `SO_LINGER`: closing sends RST."""


@define
class Toxics:
    """What is wrong at the moment; times in seconds, each way."""

    latency: float = 0.0
    jitter: float = 0.0
    """Up to so much more or less latency."""
    rate: float | None = None
    """Bytes per second."""
    cut_answers: float = 0.0
    """Probability that a request arrives and is answered, but the connection breaks before the answer is back."""
    cut_after: int | None = None
    """Bytes of answers after which a connection breaks."""
    by_reset: bool = False
    """Connections break with RST instead of FIN."""
    black_hole: bool = False
    """Connections stay open, and nothing passes until the hole closes."""
    half_open: bool = False
    """Requests pass, answers do not."""


@define(eq=False)
class FaultProxy:
    """Passes connections from a port of its own on to a target, through `toxics`."""

    host: str
    port: int
    """The target's."""
    toxics: Toxics = field(factory=Toxics)
    random: Random = field(factory=lambda: Random(7))  # noqa: S311 - the same faults in every run
    cuts: int = field(default=0, init=False)
    """Connections that a toxic has broken."""
    links: set["Link"] = field(factory=set, init=False)
    """The connections that are open."""
    _server: asyncio.Server = field(init=False)

    @classmethod
    @asynccontextmanager
    async def before(cls, host: str, port: int) -> AsyncIterator[Self]:
        """A proxy in front of a target; at the end it is gone, and all its connections with it."""
        proxy = cls(host, port)
        proxy._server = await asyncio.start_server(proxy._accept, "127.0.0.1", 0)
        try:
            yield proxy
        finally:
            proxy._server.close()
            proxy.cut_all()
            await asyncio.wait_for(proxy._server.wait_closed(), 5)

    @property
    def listens_on(self) -> int:
        """The port for clients."""
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def cut_all(self) -> None:
        """Break every connection there is."""
        for link in list(self.links):
            link.cut()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answers, requests = await asyncio.open_connection(self.host, self.port)
        except OSError:
            writer.transport.abort()
            return
        link = Link(self, writer, requests)
        self.links.add(link)
        await link.carry(reader, answers)
        self.links.discard(link)


@define(eq=False)
class Link:
    """One connection through the proxy."""

    proxy: FaultProxy
    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    _ways: list[asyncio.Task[None]] = field(factory=list, init=False)
    _asked: bool = field(default=False, init=False)
    _answered: int = field(default=0, init=False)

    async def carry(self, requests: asyncio.StreamReader, answers: asyncio.StreamReader) -> None:
        """Carry bytes both ways until both sides have said everything, or the connection breaks."""
        there: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(MOST_UNDER_WAY)
        back: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(MOST_UNDER_WAY)
        self._ways = [
            asyncio.create_task(self._take(requests, there)),
            asyncio.create_task(self._take(answers, back)),
            asyncio.create_task(self._deliver(there, self.server, answers=False)),
            asyncio.create_task(self._deliver(back, self.client, answers=True)),
        ]
        with suppress(OSError, asyncio.CancelledError):
            await asyncio.gather(*self._ways)
        self.cut(by_reset=False)

    def cut(self, *, by_reset: bool | None = None) -> None:
        """Break it, on both sides."""
        for way in self._ways:
            way.cancel()
        for side in (self.client, self.server):
            # What was written to the client has left before the end; an abort would throw it away.
            if self.proxy.toxics.by_reset if by_reset is None else by_reset:
                side.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
                side.transport.abort()
            else:
                side.close()

    async def _take(self, source: asyncio.StreamReader, under_way: asyncio.Queue[tuple[float, bytes]]) -> None:
        data = b"not yet"
        while data:
            data = await source.read(CHUNK)
            toxics = self.proxy.toxics
            delay = toxics.latency + self.proxy.random.uniform(-toxics.jitter, toxics.jitter)
            await under_way.put((_now() + delay, data))

    async def _deliver(
        self, under_way: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter, *, answers: bool
    ) -> None:
        while True:
            due, data = await under_way.get()
            await asyncio.sleep(due - _now())
            await until(partial(self._passable, answers=answers), within=None)
            if not data:
                sink.write_eof()
                return
            if answers and self._breaks_on(data):
                self.proxy.cuts += 1
                self.cut()
                return
            self._asked |= not answers
            if self.proxy.toxics.rate:
                await asyncio.sleep(len(data) / self.proxy.toxics.rate)
            sink.write(data)
            await sink.drain()

    def _passable(self, *, answers: bool) -> bool:
        toxics = self.proxy.toxics
        return not (toxics.black_hole or (answers and toxics.half_open))

    def _breaks_on(self, answer: bytes) -> bool:
        toxics, begins = self.proxy.toxics, self._asked
        self._asked = False
        if begins and self.proxy.random.random() < toxics.cut_answers:
            return True
        if toxics.cut_after is not None and self._answered + len(answer) > toxics.cut_after:
            self.client.write(answer[: toxics.cut_after - self._answered])
            return True
        self._answered += len(answer)
        return False


def _now() -> float:
    return asyncio.get_running_loop().time()
