"""Every way a server can stop, and the state that the next start finds."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.faults.support.processes import alive, children, descendants
from tests.support.person import Person
from tests.support.server import Server, serving, until

BODY = b'{"title": "Finished"}'
QUICK = 5.0
"""Seconds: less than the time after which a worker is killed."""

SLOW_BEFORE_THE_EVENT_LOOP = """
import time
from entrypoints.cli import main
from entrypoints.server.serving import Serving

run = Serving.run

def slowly(serving, **hooks):
    print("does not hear", flush=True)
    time.sleep(1)
    run(serving, **hooks)

Serving.run = slowly
main()
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that each test stops in its own way and starts again."""
    with serving(tmp_path_factory.mktemp("restarted"), "--workers", "2") as server:
        yield server


def sigterm(server: Server) -> None:
    server.process.send_signal(signal.SIGTERM)


def ctrl_c_on_its_terminal(server: Server) -> None:
    """Send a signal to all its processes except PostgreSQL."""
    os.killpg(server.process.pid, signal.SIGINT)


def kill_9(server: Server) -> None:
    server.process.kill()


def kill_9_for_all_its_processes(server: Server) -> None:
    for pid in (*descendants(server.process.pid), server.process.pid):
        os.kill(pid, signal.SIGKILL)


def the_end_of_its_postgres(server: Server) -> None:
    os.kill(postgres_of(server), signal.SIGKILL)


@pytest.mark.parametrize(
    ("end", "expected", "says"),
    [
        (sigterm, 0, ""),
        (ctrl_c_on_its_terminal, 0, ""),
        (kill_9, -signal.SIGKILL, ""),
        (kill_9_for_all_its_processes, -signal.SIGKILL, ""),
        (the_end_of_its_postgres, 1, "taskapi: the embedded PostgreSQL has exited (code -9), so taskapi stopped"),
    ],
)
def test_nothing_is_left_and_nothing_is_lost(
    server: Server, end: Callable[[Server], None], expected: int, says: str
) -> None:
    with server.client() as client:
        person = Person.register(client)
        person.create_task("Survive")
        family = descendants(server.process.pid)
        began = time.monotonic()
        end(server)
        actual = server.process.wait(20)
        until(partial(_are_gone, family), within=QUICK)

        assert (actual, "Traceback" in server.stderr + server.log) == (expected, False)
        assert time.monotonic() - began < QUICK
        assert says in server.stderr
        server.start()
        assert Person.log_in(client, person.email).titles() == ["Survive"]


def test_a_crash_of_one_postgres_connection_does_not_end_the_service(server: Server) -> None:
    with server.client() as client:
        person = Person.register(client)
        person.create_task("Survive")
        before = connections_of(server)
        os.kill(before[0], signal.SIGKILL)
        until(lambda: not {*before} & {*connections_of(server)})  # PostgreSQL ends them all and recovers
        until(server.ready)

        assert server.process.poll() is None
        assert Person.log_in(client, person.email).titles() == ["Survive"]


def test_a_worker_that_is_killed_comes_back(server: Server) -> None:
    first, second = workers_of(server)
    os.kill(first, signal.SIGKILL)
    until(lambda: len(set(workers_of(server)) - {first}) == 2)

    assert second in workers_of(server)
    until(server.ready)


def test_what_was_begun_before_sigterm_is_finished_and_load_balancers_are_warned(tmp_path: Path) -> None:
    with serving(tmp_path, "--store", "memory", DRAIN_SECONDS="2") as server, half_a_request(server) as connection:
        server.process.send_signal(signal.SIGTERM)
        until(lambda: server.status("/health/ready") == 503, within=1.5)
        health = server.status("/health")

        assert finished(connection).startswith(b"HTTP/1.1 201 ")
        assert health == 200
        assert server.process.wait(10) == 0


def test_a_worker_that_is_signalled_repeatedly_finishes_its_requests_and_stops(tmp_path: Path) -> None:
    with serving(tmp_path, "--store", "memory") as server, half_a_request(server) as connection:
        (worker,) = children(server.process.pid)
        server.process.send_signal(signal.SIGINT)
        for _ in range(3):
            os.kill(worker, signal.SIGTERM)
            os.kill(worker, signal.SIGINT)
            time.sleep(0.2)  # or they would be one signal
        began = time.monotonic()

        assert finished(connection).startswith(b"HTTP/1.1 201 ")
        assert server.process.wait(10) == 0
        assert time.monotonic() - began < QUICK


@contextmanager
def half_a_request(server: Server) -> Iterator[socket.socket]:
    """Open a connection and send part of a body; `finished` sends the rest."""
    with server.client() as client:
        token = Person.register(client).tokens["token"]
    head = (
        f"POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
    )
    with server.socket() as connection:
        connection.sendall(head.encode() + BODY[:5])
        yield connection


def finished(connection: socket.socket) -> bytes:
    """The answer."""
    connection.sendall(BODY[5:])
    return connection.recv(65_536)


def test_a_start_that_is_broken_off_leaves_nothing_that_disturbs_the_next(tmp_path: Path) -> None:
    server = Server(tmp_path, ["--workers", "2"])
    for seconds in (0.4, 0.8, 1.2):
        server.launch()
        time.sleep(seconds)  # wherever it is then
        family = descendants(server.process.pid)
        began = time.monotonic()

        assert server.stop() in {0, -signal.SIGTERM}
        until(partial(_are_gone, family), within=QUICK)
        assert time.monotonic() - began < QUICK

    with serving(tmp_path) as restarted:
        assert restarted.ready()


def test_workers_that_are_still_starting_do_not_delay_the_end(tmp_path: Path) -> None:
    server = Server(tmp_path, ["--workers", "6"])
    server.launch()
    until(lambda: len(workers_of(server)) == 6)
    began = time.monotonic()

    assert server.stop(signal.SIGINT) == 0
    assert time.monotonic() - began < QUICK


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.2, 0.3])
def test_ctrl_c_is_no_failure_of_a_worker_that_is_still_starting(tmp_path: Path, seconds: float) -> None:
    server = Server(tmp_path, ["--store", "memory"])
    server.launch()
    until(lambda: workers_of(server) != [])
    time.sleep(seconds)  # wherever it is then
    began = time.monotonic()
    ctrl_c_on_its_terminal(server)

    assert server.process.wait(20) == 0
    assert time.monotonic() - began < QUICK


def test_a_worker_without_an_event_loop_does_not_delay_the_end_either(tmp_path: Path) -> None:
    server = Server(tmp_path, ["--store", "memory"], program=(sys.executable, "-c", SLOW_BEFORE_THE_EVENT_LOOP))
    server.launch()
    until(lambda: "does not hear" in server.log)
    began = time.monotonic()

    assert server.stop(signal.SIGINT) == 0
    assert time.monotonic() - began < QUICK


def _are_gone(pids: list[int]) -> bool:
    return not any(map(alive, pids))


def workers_of(server: Server) -> list[int]:
    return [pid for pid in children(server.process.pid) if b"\0serve\0" in command(pid)]


def postgres_of(server: Server) -> int:
    (postgres,) = (pid for pid in children(server.process.pid) if b"--port=5432" in command(pid))
    return postgres


def connections_of(server: Server) -> list[int]:
    return [pid for pid in children(postgres_of(server)) if b"[local]" in command(pid)]


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
