"""Serving an application on a listening socket until a signal stops the process."""

import asyncio
import socket
from collections.abc import Callable

import uvloop
from attrs import frozen
from litestar.types import ASGIApp

from entrypoints.server.http1.connections import Connections
from entrypoints.server.http1.limits import MAX_CONNECTIONS, MAX_HELD
from entrypoints.server.http1.listener import Listener
from entrypoints.server.lifespan import lifespan
from entrypoints.server.signals import STOP_WITHIN, STOPS

CHECK_INTERVAL = 0.05
"""Seconds between two looks at whether all connections have ended."""


def _nothing() -> None: ...


@frozen
class Serving:
    """An application and the socket on which it is served."""

    app: ASGIApp
    socket: socket.socket
    max_body: int
    """The bytes of the largest body that the application reads."""
    max_connections: int = MAX_CONNECTIONS

    def run(self, ready: Callable[[], None] = _nothing, stopping: Callable[[], None] = _nothing) -> None:
        """Serve until SIGINT or SIGTERM, then call `stopping` and finish the requests in progress."""
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._serve(ready, stopping))

    async def _serve(self, ready: Callable[[], None], stopping: Callable[[], None]) -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        for number in STOPS:
            loop.add_signal_handler(number, stopped.set)
        async with lifespan(self.app):
            connections = Connections(loop, self.max_connections, self.max_body, max(MAX_HELD, 4 * self.max_body))
            listener = Listener(self.socket, self.app, connections)
            connections.start()
            listener.start()
            ready()
            await stopped.wait()
            stopping()
            listener.stop()
            await _drain(connections)
            connections.stop()


async def _drain(connections: Connections) -> None:
    """Let every request in progress finish, for `STOP_WITHIN`; then end their connections."""
    connections.drain()
    deadline = asyncio.get_running_loop().time() + STOP_WITHIN
    while len(connections) and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110 - at most once in a life
        await asyncio.sleep(CHECK_INTERVAL)
    connections.abort()
    await asyncio.sleep(0)
