"""The socket to listen on."""

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from entrypoints.cli.errors import UsageError

REMEDIES = {
    errno.EADDRINUSE: "is in use by another program: stop it, or choose another port with --port or SERVER_PORT",
    errno.EACCES: "requires more rights: choose a port above 1023 with --port or SERVER_PORT",
    errno.EADDRNOTAVAIL: "is not an address of this machine: set SERVER_HOST to one that is, or to 0.0.0.0 for all",
}


@contextmanager
def bound_socket(host: str, port: int) -> Iterator[socket.socket]:
    """Yield a bound socket that does not listen yet; raise `UsageError` if the port is unavailable."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as bound:
        # Connections in TIME_WAIT do not matter.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, port))
        except OSError as error:
            remedy = REMEDIES.get(error.errno or 0, f"cannot be used: {os.strerror(error.errno or 0)}")
            raise UsageError(f"{host} port {port} {remedy}") from error
        # On Linux, a second socket with this option could be bound as well until this one listens.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        yield bound
