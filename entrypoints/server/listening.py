"""Listening on a bound socket."""

from socket import SO_REUSEADDR, SO_SNDBUF, SOL_SOCKET, socket

BACKLOG = 1_024
"""Connections that wait until a worker accepts them."""
SEND_BUFFER = 128 * 1024
"""Bytes that the kernel buffers for a client that does not read; Linux doubles them for its own needs.

Without this option the kernel would buffer up to 4 MiB for each, and report progress in steps of a third of that, and a
slow client could not be distinguished from a stalled one.
"""


def listen(bound: socket) -> None:
    """Listen on a bound socket; connections in TIME_WAIT do not matter."""
    bound.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    bound.setsockopt(SOL_SOCKET, SO_SNDBUF, SEND_BUFFER)
    bound.listen(BACKLOG)
