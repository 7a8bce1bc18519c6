"""A reserved port: only the workers of this process can listen on it."""

import socket
from functools import partial

import pytest

from entrypoints.cli.errors import UsageError
from entrypoints.cli.listening_socket import reserved_port
from tests.faults.support.processes import free_port

HOST = "127.0.0.1"


def listening(port: int, host: str = HOST) -> socket.socket:
    """Return a socket with the options that workers set."""
    worker = socket.socket()
    worker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    worker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    worker.bind((host, port))
    worker.listen()
    return worker


rejected = partial(pytest.raises, UsageError, match="is in use")


def test_a_second_reservation_is_rejected_even_before_a_worker_listens() -> None:
    port = free_port()
    with reserved_port(HOST, port), rejected(), reserved_port(HOST, port):
        pass


@pytest.mark.parametrize("other", [HOST, "0.0.0.0"])  # noqa: S104 - includes HOST
def test_a_port_on_which_workers_listen_cannot_be_reserved(other: str) -> None:
    port = free_port()
    with reserved_port(HOST, port), listening(port), listening(port), rejected(), reserved_port(other, port):
        pass


def test_every_connection_goes_to_a_worker_and_none_to_the_reservation() -> None:
    port = free_port()
    with reserved_port(HOST, port), listening(port):
        for _ in range(50):
            socket.create_connection((HOST, port), timeout=1).close()


def test_connections_in_time_wait_do_not_prevent_a_reservation() -> None:
    port = free_port()
    with listening(port) as before:
        client = socket.create_connection((HOST, port))
        before.accept()[0].close()  # the side that closes first keeps the connection in TIME_WAIT
        client.close()

    with reserved_port(HOST, port):
        pass
