"""Following changes on a real server with two workers: streams of events and requests that wait."""

import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.support.person import Person
from tests.support.server import Server, serving, until

LISTENERS_PER_USER = 3
WORKERS = 2
WAITING = 30
"""Seconds that a held request waits; a test that took as long would fail."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("events")
    with serving(folder, "--workers", str(WORKERS), LISTENERS_PER_USER=str(LISTENERS_PER_USER)) as server:
        yield server


@pytest.fixture
def person(server: Server) -> Iterator[Person]:
    with httpx.Client(base_url=f"{server.url}/api/v1", timeout=WAITING) as client:
        yield Person.register(client)


def ask(server: Server, person: Person, target: str) -> socket.socket:
    """Send a request and return its connection."""
    url = httpx.URL(server.url)
    connection = socket.create_connection((url.host, url.port), timeout=WAITING)
    token = person.client.headers["Authorization"]
    connection.sendall(f"GET /api/v1{target} HTTP/1.1\r\nHost: {url.host}\r\nAuthorization: {token}\r\n\r\n".encode())
    return connection


def read_until(connection: socket.socket, expected: bytes) -> bytes:
    """Read until something has arrived; fail if the connection ends before."""
    received = b""
    while expected not in received:
        part = connection.recv(65_536)
        assert part, received
        received += part
    return received


def test_a_stream_has_every_change_of_every_worker_in_order(server: Server, person: Person) -> None:
    with closing(ask(server, person, "/events")) as stream:
        read_until(stream, b"\nid: 0\n\n")
        for number in range(1, 11):
            # A connection of its own each time, so that both workers commit some.
            with httpx.Client(base_url=person.client.base_url, headers=person.client.headers) as client:
                client.post("/tasks", json={"title": f"Task {number}"}).raise_for_status()
        received = read_until(stream, b"id: 10\n")

    numbers = [int(line[4:]) for line in received.split(b"\n") if line.startswith(b"id: ")]
    assert numbers == list(range(1, 11))


def test_a_stream_continues_behind_the_last_event(server: Server, person: Person) -> None:
    for title in ("One", "Two", "Three"):
        person.create_task(title)

    with closing(ask(server, person, "/events?since=1")) as stream:
        received = read_until(stream, b'"Three"')

    assert b"\nid: 2\nevent: change\n" in received
    assert b'"One"' not in received


@pytest.mark.parametrize("target", ["/events", f"/changes?since=0&wait={WAITING}"])
def test_a_client_that_goes_away_leaves_no_listener_behind(server: Server, person: Person, target: str) -> None:
    for _ in range(2 * WORKERS * LISTENERS_PER_USER):
        # The answer to a second request shows that the first one is being processed.
        until(lambda: _is_admitted(server, person, target))


def _is_admitted(server: Server, person: Person, target: str) -> bool:
    with closing(ask(server, person, target)) as connection:
        connection.settimeout(0.05)
        try:
            return b" 429 " not in connection.recv(65_536)
        except TimeoutError:
            return True  # it waits


def test_a_request_that_waits_is_answered_by_the_next_change(server: Server, person: Person) -> None:
    with closing(ask(server, person, f"/changes?since=0&wait={WAITING}")) as waiting:
        person.create_task("Awaited")
        received = read_until(waiting, b'"latest":1')

    assert b'"Awaited"' in received


def test_a_stream_ends_with_its_session(server: Server, person: Person) -> None:
    other = Person.log_in(httpx.Client(base_url=person.client.base_url), person.email)
    with closing(ask(server, person, "/events")) as stream, closing(other.client):
        read_until(stream, b"\nid: 0\n\n")
        person.client.post("/auth/logout").raise_for_status()
        other.create_task("Unseen")
        received = read_until(stream, b"0\r\n\r\n")

    assert b": invalid-token" in received
    assert b"Unseen" not in received


def test_a_server_that_stops_ends_its_streams(tmp_path: Path) -> None:
    with serving(tmp_path, "--store", "memory") as server, httpx.Client(base_url=f"{server.url}/api/v1") as client:
        person = Person.register(client)
        with closing(ask(server, person, "/events")) as stream:
            read_until(stream, b"\nid: 0\n\n")
            assert server.stop(signal.SIGINT) == 0
            assert stream.recv(65_536).endswith(b"0\r\n\r\n")


def test_head_of_a_stream_ends_at_once(person: Person) -> None:
    assert person.client.head("/events").headers["content-type"] == "text/event-stream"
