"""Where a server stores its data, and who can access it."""

import signal
import sys
from pathlib import Path

import pytest

from tests.faults.support.processes import alive, children, descendants
from tests.support.person import Person
from tests.support.server import serving, until


def test_a_demo_in_memory_makes_no_file_and_forgets_everything(tmp_path: Path) -> None:
    with serving(tmp_path, "--store", "memory") as server:
        with server.client() as client:
            Person.register(client).create_task("Forget")
            until(lambda: "in memory, lost on exit" in server.stderr)
        server.stop(signal.SIGINT)

        assert {path.suffix for path in tmp_path.iterdir()} == {".err", ".log"}
        with server.start().client() as client:
            Person.register(client)
            assert client.get("/tasks").json() == []


def test_two_servers_side_by_side_have_nothing_in_common(person: Person, tmp_path: Path) -> None:
    (tmp_path / "ünïcode").mkdir()
    with serving(tmp_path / "ünïcode") as other, other.client() as stranger:
        person.create_task("Mine")
        stranger.headers["Authorization"] = f"Bearer {person.tokens['token']}"

        assert stranger.get("/tasks").status_code == 401
        assert person.titles() == ["Mine"]


def test_with_reload_every_change_restarts_it_and_a_failed_start_waits_for_the_next(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    with serving(tmp_path, "--reload", "--store", "memory") as server:
        (first,) = children(server.process.pid)
        dotenv.write_text("JWT_SECRET=short\n", encoding="ascii")
        until(lambda: "taskapi: waiting for a change" in server.stderr)
        broken = server.status("/health")
        dotenv.unlink()
        until(server.ready)

        assert (
            "taskapi: .env changed, restarting\ntaskapi: JWT_SECRET (.env, line 1): must be at least 32 bytes"
            in server.stderr
        )
        assert broken is None
        assert children(server.process.pid) != [first]
        (second,) = children(server.process.pid)
        assert server.stop() == 0
        assert not alive(second)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux signals the end of a killed parent")
def test_with_reload_a_killed_supervisor_takes_everything_along(tmp_path: Path) -> None:
    with serving(tmp_path, "--reload", "--store", "memory") as server:
        (child,) = children(server.process.pid)
        family = [child, *descendants(child)]

        server.process.kill()

        until(lambda: not any(map(alive, family)))
        assert server.status("/health") is None
