"""`taskapi` without a server: help, migrate, openapi, and the administration of accounts."""

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version

import pytest

from adapters.postgres.connection.readiness import REVISION
from entrypoints.cli.program import CLIENT_COMMANDS, COMMANDS
from tests.support.person import PASSWORD
from tests.support.program import Run, on, set_stdin
from tests.support.server import TASKAPI

EMAIL = "ada@example.com"
LOADED = """
import sys
from entrypoints.cli import main

sys.argv = ["taskapi", "--help"]
try:
    main()
finally:
    print({"litestar", "sqlalchemy", "alembic", "asyncpg", "httptools"} & set(sys.modules))
"""


def test_the_help_names_every_command_and_loads_nothing_heavy() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)  # noqa: S603 - our own program

    assert re.findall(r"^  ([a-z]+)  +[A-Z].*\.$", ran.stdout, re.MULTILINE) == [*COMMANDS, *CLIENT_COMMANDS]
    assert ran.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize("command", [*COMMANDS, *CLIENT_COMMANDS, "user create"])
def test_every_command_has_a_help_text(run: Run, command: str) -> None:
    ran = run(*command.split(), "--help")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: taskapi {command} ")
    assert len(ran.out.splitlines()) > 5


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").out == f"taskapi {version('taskapi')}\n"


def test_the_printed_document_is_the_served_one(run: Run, server_document: object) -> None:
    ran = run("openapi")

    assert json.loads(ran.out) == server_document


def test_migrate_reports_its_result_and_can_be_repeated(run: Run, make_database: Callable[..., str]) -> None:
    settings = on(make_database(empty=True))
    first, second = run("migrate", **settings), run("migrate", **settings)

    assert (first.code, first.out) == (0, f"the schema is migrated from no revision to {REVISION}\n")
    assert (second.code, second.out) == (0, f"the schema is at {REVISION}\n")


def test_migrate_does_not_change_the_schema_of_a_later_release(run: Run, later_schema: str) -> None:
    ran = run("migrate", **on(later_schema))

    assert (ran.code, ran.out) == (0, "the schema is at 9999\n")
    assert "which is later: left unchanged" in ran.err


def test_without_migrate_on_start_nothing_is_migrated(run: Run, make_database: Callable[..., str]) -> None:
    ran = run("user", "list", **on(make_database(empty=True)), MIGRATE_ON_START="false")

    assert ran.code == 1
    assert (
        ran.err == f"taskapi: the schema is at no revision, this release requires {REVISION}; run `taskapi migrate`\n"
    )


def test_an_operator_administers_an_account(run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def user(*arguments: str) -> str:
        ran = run("user", *arguments, **on(database_url))
        assert (ran.code, ran.err) == (0, "")
        return ran.out

    set_stdin(f"{PASSWORD}\n", monkeypatch)
    assert re.fullmatch(rf"created {EMAIL} \([0-9a-f-]{{36}}\)\n", user("create", "Ada@Example.com"))
    assert re.fullmatch(rf"[0-9a-f-]{{36}}  \d{{4}}-\d\d-\d\d \d\d:\d\dZ  {EMAIL}\n", user("list"))
    set_stdin("another monkey dishwasher 8", monkeypatch)
    assert user("set-password", EMAIL) == f"{EMAIL} has a new password; 0 sessions ended\n"
    assert user("disable", EMAIL) == f"{EMAIL} is disabled; 0 sessions ended\n"
    assert f"{EMAIL}  disabled 2" in user("list")
    assert user("enable", EMAIL) == f"{EMAIL} is enabled\n"
    assert "disabled" not in user("list")
    assert user("sessions", EMAIL) == ""
    assert user("end-sessions", EMAIL) == f"0 sessions of {EMAIL} ended\n"
    assert user("tokens", EMAIL) == ""
    assert user("revoke-tokens", EMAIL) == f"0 tokens of {EMAIL} revoked\n"
    assert user("delete", "--yes", EMAIL) == f"{EMAIL} is deleted, with 0 tasks\n"
    assert user("list") == ""


@pytest.mark.parametrize(("answer", "deleted"), [("y\n", True), ("n\n", False), ("", False)])
def test_a_deletion_is_confirmed(
    run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch, answer: str, *, deleted: bool
) -> None:
    set_stdin(f"{PASSWORD}\n", monkeypatch)
    run("user", "create", EMAIL, **on(database_url))
    set_stdin(answer, monkeypatch)

    ran = run("user", "delete", EMAIL, **on(database_url))

    assert f"Delete {EMAIL} and everything that belongs to it?" in ran.out
    assert (ran.code == 0) is deleted
    assert (run("user", "list", **on(database_url)).out == "") is deleted


@pytest.mark.parametrize("arguments", [(), ("user",)])
def test_without_a_command_the_help_is_shown(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == run(*arguments, "--help").out


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("", "standard input must be exactly one line, the password; got 0 lines"),
        ("one\ntwo\n", "standard input must be exactly one line, the password; got 2 lines"),
        ("\udcff", "the password on standard input is not UTF-8"),
        ("short\n", "password: must have at least 15 characters; got 5"),
        (f"{EMAIL}{EMAIL}", "password: is your e-mail address; choose another"),
    ],
)
def test_an_invalid_password_is_rejected_with_the_reason(
    run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch, password: str, expected: str
) -> None:
    set_stdin(password, monkeypatch)
    ran = run("user", "create", EMAIL, **on(database_url))

    assert (ran.code > 0, ran.err) == (True, f"taskapi: {expected}\n")
    assert run("user", "list", **on(database_url)).out == ""


@pytest.mark.parametrize(
    "command", ["disable", "enable", "sessions", "end-sessions", "tokens", "revoke-tokens", "delete --yes"]
)
def test_an_unknown_account_is_reported(run: Run, database_url: str, command: str) -> None:
    ran = run("user", *command.split(), "nobody@example.com", **on(database_url))

    assert (ran.code, ran.out, ran.err) == (1, "", "taskapi: there is no such account\n")


def test_on_a_terminal_the_password_is_prompted_for_twice_without_echo(database_url: str) -> None:
    terminal, end = pty.openpty()
    environment = {"PATH": os.defpath, **on(database_url)}
    command = [*TASKAPI, "user", "create", EMAIL]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=end, stdout=end, stderr=end, env=environment, start_new_session=True
    ) as process:
        os.close(end)
        shown = ""
        for prompt in ("Password: ", "Repeat for confirmation: "):
            while prompt not in shown:
                shown += os.read(terminal, 1_000).decode()
            os.write(terminal, f"{PASSWORD}\n".encode())
        while "created" not in shown:
            shown += os.read(terminal, 1_000).decode()
    os.close(terminal)

    assert process.returncode == 0
    assert PASSWORD not in shown
