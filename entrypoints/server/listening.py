"""Listening on a bound socket."""

from socket import SO_REUSEADDR, SOL_SOCKET, socket

BACKLOG = 1_024
"""Connections that wait until a worker accepts them."""


def listen(bound: socket) -> None:
    """Listen on a bound socket; connections in TIME_WAIT do not matter."""
    bound.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    bound.listen(BACKLOG)
