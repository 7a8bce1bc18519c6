"""An account, and a machine that is logged in to it."""

from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.person import PASSWORD
from tests.support.program import CommandResult, Run, set_stdin
from tests.support.server import Server


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex}@example.com"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the settings of the programs of a user."""
    folder = tmp_path / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    return folder


@pytest.fixture
def logged_in(server: Server, run: Run, email: str, monkeypatch: pytest.MonkeyPatch) -> CommandResult:
    """The result of a log-in with a new account."""
    set_stdin(PASSWORD, monkeypatch)
    return run("login", "--register", "--url", server.url, "--email", email)
