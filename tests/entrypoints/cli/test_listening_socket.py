"""The socket to listen on: no other program can have the port."""

import socket
from functools import partial

import pytest

from entrypoints.cli.errors import UsageError
from entrypoints.cli.listening_socket import bound_socket
from entrypoints.server.listening import listen
from tests.faults.support.processes import free_port

HOST = "127.0.0.1"

rejected = partial(pytest.raises, UsageError, match="is in use")


@pytest.mark.parametrize("other", [HOST, "0.0.0.0"])  # noqa: S104 - includes HOST
def test_a_port_cannot_be_bound_twice_whether_or_not_anything_listens_on_it(other: str) -> None:
    port = free_port()
    with bound_socket(HOST, port) as bound:
        with rejected(), bound_socket(other, port):
            pass
        bound.listen()
        with rejected(), bound_socket(other, port):
            pass


def test_nothing_is_accepted_before_it_listens() -> None:
    port = free_port()
    with bound_socket(HOST, port), pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, port), timeout=1)


def test_connections_in_time_wait_do_not_matter() -> None:
    port = free_port()
    with bound_socket(HOST, port) as before:
        listen(before)
        client = socket.create_connection((HOST, port))
        before.accept()[0].close()  # the side that closes first keeps the connection in TIME_WAIT
        client.close()

    with bound_socket(HOST, port):
        pass
