"""One server shared by all tests that do not change its state, and the program without a server."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from entrypoints.cli import main
from entrypoints.settings.settings import all_settings
from tests.faults.support.processes import free_port
from tests.support.person import Person
from tests.support.postgres_fixtures import execute
from tests.support.program import CommandResult, Run
from tests.support.server import Server, serving

TIMEOUT = 20
"""Seconds for a command in this process."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with two workers and embedded PostgreSQL, in a folder with a space in its name."""
    with serving(tmp_path_factory.mktemp("a server"), "--workers", "2") as server:
        yield server


@pytest.fixture
def person(server: Server) -> Iterator[Person]:
    """A user who is logged in to the shared server."""
    with server.client() as client:
        yield Person.register(client)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run commands in an empty folder, with no settings except a free port and the given ones."""
    signals = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)}
    # A server that starts unexpectedly would never return.
    signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    monkeypatch.chdir(tmp_path)
    for setting in all_settings():
        monkeypatch.delenv(setting.name, raising=False)
    monkeypatch.setenv("SERVER_PORT", str(free_port()))

    def run(*arguments: str, **settings: str) -> CommandResult:
        with monkeypatch.context() as context:
            context.setattr(sys, "argv", ["taskapi", *arguments])
            for name, text in settings.items():
                context.setenv(name, text)
            signal.alarm(TIMEOUT)
            try:
                with pytest.raises(SystemExit) as ended:
                    main()
            finally:
                signal.alarm(0)
        output = capsys.readouterr()
        return CommandResult(int(ended.value.code or 0), output.out, output.err)

    yield run
    for number, handler in signals.items():
        signal.signal(number, handler)


@pytest.fixture
def later_schema(database_url: str) -> str:
    """A database that a later release has migrated."""
    execute(database_url, "UPDATE taskapi_alembic_version SET version_num = '9999'")
    return database_url


@pytest.fixture
def server_document(server: Server) -> object:
    """The OpenAPI document of a real server."""
    return httpx.get(f"{server.url}/openapi.json").raise_for_status().json()
