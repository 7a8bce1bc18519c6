"""An application with little in it, served on a real socket of this process."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager
from functools import wraps
from itertools import repeat
from typing import Any, ParamSpec

import uvloop
from attrs import define, field

from entrypoints.http.requests.malformed import MALFORMED
from entrypoints.server.http1.connections import Connections
from entrypoints.server.http1.listener import Listener
from entrypoints.server.listening import listen
from tests.support.waiting import until

P = ParamSpec("P")

LARGE = 8 * 1024 * 1024
"""Bytes: more than the sockets of a connection buffer."""


def _broken() -> Iterator[bytes]:
    yield b"half"
    raise RuntimeError("on purpose")


TEXT = [(b"content-type", b"text/plain")]
PIECES = (b"one", b"two", b"three")
STREAMS: dict[str, Callable[[], Iterable[bytes]]] = {
    "/stream": lambda: PIECES,
    "/endless": lambda: repeat(b"x" * 65_536),
    "/broken": _broken,
}


def on_uvloop(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run a test on the event loop of a worker."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(test(*args, **kwargs))

    return run


@define(eq=False)
class Application:
    """Answers by path, and notes what it was asked."""

    begun: list[str] = field(factory=list)
    """The path of every request, or the code of its error."""
    cancelled: list[str] = field(factory=list)
    gate: asyncio.Event = field(factory=asyncio.Event)
    """What `/wait` waits for."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        error = scope["extensions"].get(MALFORMED)
        path = scope["path"] if error is None else error.code
        self.begun.append(path)
        try:
            await self._respond(path, receive, send)
        except asyncio.CancelledError:
            self.cancelled.append(path)
            raise

    async def _respond(self, path: str, receive: Any, send: Any) -> None:
        if pieces := STREAMS.get(path):
            await send({"type": "http.response.start", "status": 200, "headers": TEXT})
            for piece in pieces():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        body = await self._body(path, receive)
        forged = [(b"x", b"a\r\nset-cookie: b")] if path == "/forged" else []
        headers = [*TEXT, *forged, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    async def _body(self, path: str, receive: Any) -> bytes:
        match path:
            case "/large":
                return b"x" * LARGE
            case "/body":
                return await _body_of(receive)
            case "/disconnect":
                await receive()
                return str((await receive())["type"]).encode()
            case "/wait":
                await self.gate.wait()
        return path.encode()


async def _body_of(receive: Any) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"disconnected after %d" % len(body)
        body += message["body"]
        more = message["more_body"]
    return body


@define(eq=False)
class Client:
    """A connection to it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    def reset(self) -> None:
        """Reset the connection (RST), instead of only closing the sending side (FIN)."""
        linger = struct.pack("ii", 1, 0)
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.writer.transport.abort()

    async def head(self) -> bytes:
        """Return the head of the next response."""
        async with asyncio.timeout(10):
            return await self.reader.readuntil(b"\r\n\r\n")

    async def response(self) -> tuple[int, bytes, bytes]:
        """Return status, head and body of the next response, whose length is declared."""
        head = await self.head()
        lengths = [line for line in head.split(b"\r\n") if line.startswith(b"content-length: ")]
        async with asyncio.timeout(10):
            body = await self.reader.readexactly(int(lengths[0].partition(b": ")[2]))
        return int(head.split()[1]), head, body

    async def rest(self) -> bytes:
        """Return everything until the connection is closed; the empty string if it was reset."""
        try:
            async with asyncio.timeout(10):
                return await self.reader.read()
        except ConnectionError:
            return b""


@define(eq=False)
class Served:
    """The served application."""

    app: Application
    connections: Connections
    port: int
    clients: list[Client] = field(factory=list)

    async def connect(self, *, small: bool = False) -> Client:
        """Return a connection; `small` if it shall receive little ahead of the reader."""
        peer = socket.socket()
        if small:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        peer.setblocking(False)  # noqa: FBT003 - the only way to write it
        await asyncio.get_running_loop().sock_connect(peer, ("127.0.0.1", self.port))
        client = Client(*await asyncio.open_connection(sock=peer, limit=1_024 if small else 65_536))
        self.clients.append(client)
        return client

    async def ask(self, data: bytes) -> Client:
        """Return a connection on which bytes were sent."""
        client = await self.connect()
        client.send(data)
        return client


@asynccontextmanager
async def serving(limit: int = 100, max_held: int = 1_000_000, max_body: int = 200_000) -> AsyncIterator[Served]:
    app = Application()
    connections = Connections(asyncio.get_running_loop(), limit, max_body, max_held)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listen(listening)
        listener = Listener(listening, app, connections)
        connections.start()
        listener.start()
        served = Served(app, connections, listening.getsockname()[1])
        try:
            yield served
        finally:
            listener.stop()
            connections.stop()
            connections.abort()
            for client in served.clients:
                client.writer.close()
            await until(lambda: not len(connections))
            await asyncio.gather(*(client.writer.wait_closed() for client in served.clients), return_exceptions=True)
