"""A claim on a port: for our own workers, and for nobody else from the first moment on."""

import socket
from functools import partial

import pytest

from entrypoints.cli.errors import UsageError
from entrypoints.cli.listening_socket import port_claimed
from tests.faults.support.processes import free_port

HOST = "127.0.0.1"


def listening(port: int, host: str = HOST) -> socket.socket:
    """A socket as our workers open theirs."""
    worker = socket.socket()
    worker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    worker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    worker.bind((host, port))
    worker.listen()
    return worker


refused = partial(pytest.raises, UsageError, match="is in use")


def test_a_second_claim_is_refused_even_before_anybody_listens() -> None:
    port = free_port()
    with port_claimed(HOST, port), refused(), port_claimed(HOST, port):
        pass


@pytest.mark.parametrize("other", [HOST, "0.0.0.0"])  # noqa: S104 - it includes ours
def test_where_workers_listen_nobody_else_can_claim(other: str) -> None:
    port = free_port()
    with port_claimed(HOST, port), listening(port), listening(port), refused(), port_claimed(other, port):
        pass


def test_every_connection_goes_to_a_worker_and_none_to_the_claim() -> None:
    port = free_port()
    with port_claimed(HOST, port), listening(port):
        for _ in range(50):
            socket.create_connection((HOST, port), timeout=1).close()


def test_connections_of_the_server_before_are_not_in_the_way() -> None:
    port = free_port()
    with listening(port) as before:
        client = socket.create_connection((HOST, port))
        before.accept()[0].close()  # we close first, and so the kernel remembers the connection for a minute
        client.close()

    with port_claimed(HOST, port):
        pass
