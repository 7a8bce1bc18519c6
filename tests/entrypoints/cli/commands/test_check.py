"""`taskapi check`: every line has a severity and a remedy, and nothing is changed."""

import os
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from attrs import evolve

from adapters.postgres import ConnectionSettings, PostgresStore
from adapters.postgres.connection.diagnosis import diagnosed
from adapters.postgres.connection.readiness import REVISION
from entrypoints.cli.checks import CONNECTIONS_PER_WORKER, check_database
from entrypoints.settings import Settings
from tests.support.postgres_fixtures import execute, with_database
from tests.support.program import CommandResult, Run, on
from tests.support.server import SECRET, Server


def lines(ran: CommandResult) -> dict[str, tuple[str, str]]:
    """Return state and text by subject."""
    assert ran.err == ""
    parts = (line.split(maxsplit=2) for line in ran.out.splitlines())
    return {subject: (state, text) for state, subject, text in parts}


def test_in_an_empty_folder_everything_is_ok_and_nothing_is_created(run: Run, tmp_path: Path) -> None:
    ran = run("check")

    assert ran.code == 0
    assert {state for state, _ in lines(ran).values()} == {"ok"}
    assert lines(ran)["database"] == ("ok", f"an embedded PostgreSQL 18 will be created in {tmp_path}/taskapi-data")
    assert list(tmp_path.iterdir()) == []


def test_a_running_server_is_checked_without_disturbing_it(server: Server, run: Run) -> None:
    ran = run("check", DATA_DIR=str(server.folder / "taskapi-data"), SERVER_PORT=str(server.port), SERVER_WORKERS="2")

    assert ran.code == 0
    assert lines(ran)["schema"] == ("ok", f"at {REVISION}, as this release requires")
    assert lines(ran)["port"][0] == "advice"
    assert lines(ran)["clock"][0] == "ok"
    assert server.ready()


def test_invalid_settings_are_problems(run: Run) -> None:
    ran = run("check", JWT_SECRET="short", LOG_LEVEL="loud")

    assert ran.code == 1
    assert [line.split()[:3] for line in ran.out.splitlines()] == [
        ["problem", "settings", "JWT_SECRET"],
        ["problem", "settings", "LOG_LEVEL"],
    ]


def test_an_unreachable_database_is_a_problem_with_a_remedy_and_without_a_password(run: Run) -> None:
    ran = run("check", **on("postgresql://app:hidden@127.0.0.1:1/tasks"))

    assert ran.code == 1
    assert lines(ran)["database"][0] == "problem"
    assert lines(ran)["database"][1].endswith("; start it, or correct DATABASE_URL")
    assert "hidden" not in ran.out


def test_a_schema_that_is_behind_is_a_problem_unless_the_start_migrates(
    run: Run, make_database: Callable[..., str]
) -> None:
    settings = on(make_database(empty=True))
    with_it, without = run("check", **settings), run("check", **settings, MIGRATE_ON_START="false")
    behind = f"the schema is at no revision, this release requires {REVISION}"

    assert lines(with_it)["schema"] == ("ok", f"{behind}: `taskapi serve` will migrate it")
    assert lines(without)["schema"] == ("problem", f"{behind}: run `taskapi migrate`")


def test_a_schema_of_a_later_release_is_reported(run: Run, later_schema: str) -> None:
    assert lines(run("check", **on(later_schema)))["schema"][1].endswith("install the later release")


def test_too_few_connections_for_the_workers_are_a_problem(run: Run, database_url: str) -> None:
    execute(database_url, f"ALTER DATABASE {urlsplit(database_url).path[1:]} CONNECTION LIMIT 11")
    enough, too_few = (run("check", **on(database_url), SERVER_WORKERS=workers) for workers in ("1", "2"))

    assert lines(enough)["connections"] == ("ok", "11 are free, 8 are required (workers: 1)")
    assert lines(too_few)["connections"][0] == "problem"


async def test_the_expected_connections_are_those_that_a_worker_holds(database_url: str) -> None:
    store = PostgresStore(ConnectionSettings(url=database_url))

    assert len(store._connections) == CONNECTIONS_PER_WORKER


@pytest.mark.parametrize(("seconds", "expected"), [(-1.5, "ok"), (1.5, "ok"), (-3.0, "advice"), (3.0, "advice")])
async def test_a_clock_that_differs_gets_advice(database_url: str, seconds: float, expected: str) -> None:
    found = await diagnosed(ConnectionSettings(url=database_url))
    (clock,) = (
        result
        for result in check_database(evolve(found, clock_ahead=timedelta(seconds=seconds)), Settings())
        if result.subject == "clock"
    )

    assert (clock.state, f"differs by {abs(seconds):.2f} s" in clock.text) == (expected, True)


def test_a_database_without_durability_is_a_problem(run: Run, database_url: str) -> None:
    """The test server runs with `fsync` off."""
    assert lines(run("check", **on(database_url)))["durability"][0] == "problem"


def test_a_database_with_another_encoding_is_a_problem(run: Run, postgres_url: str) -> None:
    execute(postgres_url, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0")
    ran = run("check", **on(with_database(postgres_url, "latin")))
    execute(postgres_url, "DROP DATABASE latin")

    assert lines(ran)["encoding"] == (
        "problem",
        "LATIN1 cannot store every text: create the database with ENCODING 'UTF8'",
    )


@pytest.fixture
def limited_role(database_url: str) -> Iterator[Callable[..., str]]:
    """Return the URL for a role without rights, after statements that give it some."""
    name = urlsplit(database_url).path[1:]
    execute(database_url, f"CREATE ROLE {name} LOGIN")

    def url(*statements: str, database: str = database_url) -> str:
        for statement in statements:
            execute(database, f"{statement} TO {name}")
        parts = urlsplit(database)
        return parts._replace(netloc=f"{name}@{parts.netloc.rpartition('@')[2]}", query=parts.query).geturl()

    yield url
    execute(database_url, f"DROP OWNED BY {name}; DROP ROLE {name}")


def test_a_role_that_may_only_read_is_a_problem_before_the_first_request(
    run: Run, limited_role: Callable[..., str]
) -> None:
    settings = on(limited_role("GRANT SELECT ON ALL TABLES IN SCHEMA public"))
    expected = "the role may not INSERT on users, UPDATE on users, DELETE on users, INSERT on sessions"

    assert lines(run("check", **settings))["rights"][1].startswith(expected)
    served = run("serve", **settings)
    assert (served.code, expected in served.err) == (2, True)


def test_a_role_that_cannot_create_the_tables_is_a_problem(
    run: Run, make_database: Callable[..., str], limited_role: Callable[..., str]
) -> None:
    settings = on(limited_role(database=make_database(empty=True)))

    assert lines(run("check", **settings))["rights"][1].startswith("there are no tables, and the role may not create")
    for command in ("serve", "migrate"):
        ran = run(command, **settings)
        assert (ran.code, "GRANT CREATE ON SCHEMA public" in ran.err) == (2, True)


async def test_a_pooler_that_breaks_prepared_statements_is_a_problem(database_url: str) -> None:
    broken = await diagnosed(SharedConnection(url=database_url))
    found = {result.subject: result for result in check_database(broken, Settings())}

    assert (found["pooler"].state, "PgBouncer 1.21 or newer" in found["pooler"].text) == ("problem", True)


class SharedConnection(ConnectionSettings):
    """Connects as over PgBouncer before 1.21 in transaction mode: clients share a connection to the server."""

    _shared: asyncpg.Connection | None = None

    async def connect(self) -> asyncpg.Connection:
        if SharedConnection._shared is None:
            SharedConnection._shared = await super().connect()
        return SharedConnection._shared


def test_an_exposed_server_gets_advice(run: Run, tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"JWT_SECRET={SECRET}\nJWT_EXPIRATION_HOURS=500\n", encoding="ascii")
    dotenv.chmod(0o644)
    ran = run("check", SERVER_HOST="0.0.0.0", LOG_LEVEL="debug", RATE_LIMIT_PER_USER="0")  # noqa: S104 - exposed on purpose
    advised = [subject for subject, (state, _) in lines(ran).items() if state == "advice"]

    assert (ran.code, advised) == (
        0,
        [".env", "ALLOWED_HOSTS", "CORS_ALLOW_ORIGINS", "RATE_LIMIT_PER_USER", "JWT_EXPIRATION_HOURS", "LOG_LEVEL"],
    )
    assert SECRET not in ran.out


def test_a_port_in_use_is_reported(run: Run) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        ran = run("check", SERVER_PORT=str(listener.getsockname()[1]))

    assert lines(ran)["port"][1].endswith(f"{os.strerror(98)}; ignore this if taskapi is running")


@pytest.mark.parametrize("state", ["ok", "advice", "problem"])
def test_the_help_names_every_state(run: Run, state: str) -> None:
    assert state in run("check", "--help").out
