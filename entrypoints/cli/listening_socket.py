"""Reserving the port to listen on."""

import errno
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from entrypoints.cli.errors import UsageError

REMEDIES = {
    errno.EADDRINUSE: "is in use by another program: stop it, or choose another port with --port or SERVER_PORT",
    errno.EACCES: "requires more rights: choose a port above 1023 with --port or SERVER_PORT",
    errno.EADDRNOTAVAIL: "is not an address of this machine: set SERVER_HOST to one that is, or to 0.0.0.0 for all",
}


@contextmanager
def reserved_port(host: str, port: int) -> Iterator[None]:
    """Inside the block only workers of this process can listen on the port; raise `UsageError` if it is not available.

    Workers share the port (`SO_REUSEPORT`), and so could the workers of a second server of the same user: each would
    get some of the requests. So this process binds the port exclusively first, and only then allows sharing.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as reservation:
        # Connections in TIME_WAIT do not matter.
        reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            reservation.bind((host, port))
        except OSError as error:
            remedy = REMEDIES.get(error.errno or 0, f"cannot be used: {os.strerror(error.errno or 0)}")
            raise UsageError(f"{host} port {port} {remedy}") from error
        if sys.platform == "linux":
            reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
            reservation.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        else:
            # Elsewhere the server has one socket for all its workers, and no other process can listen on the port.
            reservation.close()
        yield
