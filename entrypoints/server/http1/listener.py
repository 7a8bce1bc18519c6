"""Accepting connections, as many as a worker may have."""

import asyncio
from socket import socket

import structlog
from attrs import define, field
from litestar.types import ASGIApp

from entrypoints.server.http1.connection import Connection
from entrypoints.server.http1.connections import Connections

RETRY_AFTER = 0.1
"""Seconds until the next attempt when the worker is full of busy connections, or has too many open files."""

_log = structlog.get_logger("taskapi.server")


@define(eq=False)
class Listener:
    """Accepts the connections of a socket on which all workers listen.

    It accepts one connection at a time, so that a busy worker leaves the next to another. When the worker has as many
    as it may have, an idle one ends for each new one; if there is none, the new ones wait in the socket.
    """

    listening: socket
    app: ASGIApp
    connections: Connections
    _listening: bool = field(default=False, init=False)
    _stopped: bool = field(default=False, init=False)

    def start(self) -> None:
        """Accept connections from now on."""
        self.listening.setblocking(False)  # noqa: FBT003 - the only way to write it
        self._resume()

    def stop(self) -> None:
        """Accept no more connections."""
        self._stopped = True
        self._pause()

    def _resume(self) -> None:
        if not (self._listening or self._stopped):
            self._listening = True
            self.connections.loop.add_reader(self.listening, self._accept)

    def _pause(self) -> None:
        if self._listening:
            self._listening = False
            self.connections.loop.remove_reader(self.listening)

    def _accept(self) -> None:
        if self.connections.full and not self.connections.make_room():
            self._pause()
            self.connections.loop.call_later(RETRY_AFTER, self._resume)
            return
        try:
            accepted, _ = self.listening.accept()
        except (BlockingIOError, InterruptedError, ConnectionError):
            return  # another worker was faster, or the client has left
        except OSError as error:
            _log.error("connections cannot be accepted", reason=str(error))
            self._pause()
            self.connections.loop.call_later(RETRY_AFTER, self._resume)
            return
        accepted.setblocking(False)  # noqa: FBT003 - the only way to write it
        self.connections.loop.create_task(self._serve(accepted))

    async def _serve(self, accepted: socket) -> None:
        try:
            await self.connections.loop.connect_accepted_socket(self._connection, accepted)
        except OSError:
            accepted.close()

    def _connection(self) -> asyncio.BaseProtocol:
        return Connection(self.app, self.connections)
