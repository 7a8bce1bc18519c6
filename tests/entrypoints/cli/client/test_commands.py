"""The commands for people, against a real server."""

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.person import PASSWORD
from tests.support.program import CommandResult, Run, set_stdin
from tests.support.server import TASKAPI, Server


def add(run: Run, *arguments: str) -> dict[str, Any]:
    """Create a task and return it."""
    ran = run("add", *arguments, "--json")
    assert ran.code == 0, ran.err
    task: dict[str, Any] = json.loads(ran.out)
    return task


def end_of(task: dict[str, Any]) -> str:
    return str(task["id"])[-6:]


def test_a_login_stores_a_token_that_only_the_user_can_read(
    logged_in: CommandResult, home: Path, email: str, server: Server
) -> None:
    file = home / "taskapi" / "credentials.json"
    stored = json.loads(file.read_text())

    assert (logged_in.code, logged_in.err) == (0, "")
    assert logged_in.out.startswith(f"logged in to {server.url} as {email}; the token is in {file}, and valid until 20")
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)
    assert (stored["url"], stored["email"]) == (server.url, email)
    assert stored["token"] not in logged_in.out


def test_a_second_login_replaces_the_token_of_the_first(
    logged_in: CommandResult, run: Run, email: str, home: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert logged_in.code == 0
    first = json.loads((home / "taskapi" / "credentials.json").read_text())

    set_stdin(PASSWORD, monkeypatch)
    assert run("login", "--url", server.url, "--email", email).code == 0
    monkeypatch.setenv("TASKAPI_URL", server.url)
    monkeypatch.setenv("TASKAPI_TOKEN", first["token"])
    ran = run("ls")

    assert (ran.code, ran.err) == (3, "taskapi: the login is no longer valid; run `taskapi login`\n")


def test_a_logout_revokes_the_token_and_forgets_it(
    logged_in: CommandResult, run: Run, home: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert logged_in.code == 0
    token = json.loads((home / "taskapi" / "credentials.json").read_text())["token"]

    set_stdin(PASSWORD, monkeypatch)
    ended = run("logout")
    afterwards = run("ls")
    monkeypatch.setenv("TASKAPI_URL", server.url)
    monkeypatch.setenv("TASKAPI_TOKEN", token)
    with_the_token = run("ls")

    assert (ended.code, ended.out) == (0, f"logged out of {server.url}\n")
    assert (afterwards.code, afterwards.err) == (3, "taskapi: you are not logged in; run `taskapi login`\n")
    assert with_the_token.code == 3


def test_a_wrong_password_is_reported_and_stores_nothing(
    run: Run, server: Server, email: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_stdin("not the password of anyone", monkeypatch)

    ran = run("login", "--url", server.url, "--email", email)

    assert (ran.code, len(ran.err.splitlines())) == (3, 1)
    assert not home.exists()


@pytest.mark.usefixtures("logged_in")
def test_a_task_is_created_listed_edited_completed_and_deleted(run: Run) -> None:
    soil = add(run, "Buy soil", "-p", "high", "--due", "2026-12-24", "-d", "Two bags")
    add(run, "Call Ada")
    assert (soil["priority"], soil["due_on"], soil["description"]) == ("high", "2026-12-24", "Two bags")

    listed = run("ls")
    shown = run("show", end_of(soil))
    edited = run("edit", end_of(soil), "--title", "Buy more soil", "--due", "none")
    done = run("done", end_of(soil))
    still_open = run("ls", "--json")
    everything = run("ls", "-a", "more soil", "--json")
    removed = run("rm", soil["id"])

    assert listed.out.split()[0] == end_of(soil)
    assert "Buy soil" in shown.out
    assert "Two bags" in shown.out
    assert (edited.code, edited.out) == (0, f"{end_of(soil)}  Buy more soil\n")
    assert (done.code, done.out) == (0, f"{end_of(soil)}  done  Buy more soil\n")
    assert [task["title"] for task in json.loads(still_open.out)] == ["Call Ada"]
    assert [(task["status"], task["due_on"]) for task in json.loads(everything.out)] == [("done", None)]
    assert (removed.code, run("show", soil["id"]).code) == (0, 4)


@pytest.mark.usefixtures("logged_in")
def test_the_last_change_and_any_other_can_be_undone(run: Run) -> None:
    soil = add(run, "Buy soil")
    run("edit", end_of(soil), "-t", "Buy pots")
    run("edit", end_of(soil), "-p", "low")
    run("rm", end_of(soil))

    back = run("undo")
    changes = json.loads(run("history", soil["id"], "--json").out)
    renamed = run(
        "undo", str(next(each["number"] for each in changes if "title" in each["fields"] and each["kind"] == "edited"))
    )

    task = json.loads(run("show", end_of(soil), "--json").out)
    assert (back.code, renamed.code) == (0, 0)
    assert "task restored  Buy pots" in back.out
    assert "title: Buy pots -> Buy soil" in renamed.out
    assert (task["title"], task["priority"]) == ("Buy soil", "low")


@pytest.mark.usefixtures("logged_in")
def test_an_undo_that_later_changes_forbid_has_an_exit_code_of_its_own(run: Run) -> None:
    soil = add(run, "Buy soil")
    run("edit", end_of(soil), "-t", "Buy pots")
    run("edit", end_of(soil), "-t", "Buy spades")

    ran = run("undo", "2")

    assert ran.code == 5
    assert "undo these first: 3" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("show", "xyz1"), 2, "'xyz1' is not an id"),
        (("show", "abcdef"), 4, "there is no task whose id ends with abcdef"),
        (("add", "Soil", "--due", "soon"), 2, "'soon' is not a date that is understood; examples: tomorrow"),
        (("add", " "), 1, "title must not be blank"),
        (("edit", "abcdef"), 2, "nothing to change; name at least one field"),
        (("undo",), 2, "there is no change to undo"),
        (("ls", "--sort", "size"), 2, "Invalid value for '--sort'"),
    ],
)
@pytest.mark.usefixtures("logged_in")
def test_what_cannot_be_done_is_reported_in_one_line(
    run: Run, arguments: tuple[str, ...], code: int, message: str
) -> None:
    ran = run(*arguments)

    assert (ran.code, ran.out, len(ran.err.splitlines())) == (code, "", 1)
    assert message in ran.err


@pytest.mark.usefixtures("logged_in")
def test_what_would_steer_the_terminal_is_not_printed(run: Run, server: Server, home: Path) -> None:
    del server, home
    add(run, "Tidy", "-d", "one\ntwo")
    odd = add(run, "right-to-left \u202e override")

    assert "\u202e" not in run("ls").out
    assert "\u202e" not in run("history", odd["id"]).out


KEYRING = """
import json, pathlib
from types import SimpleNamespace

FILE = pathlib.Path(__file__).with_name("secrets.json")

class PasswordDeleteError(Exception): ...

errors = SimpleNamespace(PasswordDeleteError=PasswordDeleteError)

def get_keyring():
    return SimpleNamespace(priority=5, name="a wallet")

def _secrets():
    return json.loads(FILE.read_text()) if FILE.exists() else {}

def set_password(service, user, secret):
    FILE.write_text(json.dumps(_secrets() | {f"{service} {user}": secret}))

def get_password(service, user):
    return _secrets().get(f"{service} {user}")

def delete_password(service, user):
    FILE.write_text(json.dumps({key: value for key, value in _secrets().items() if key != f"{service} {user}"}))
"""


def test_a_keyring_keeps_the_token_if_there_is_one(
    run: Run, server: Server, email: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "packages"
    folder.mkdir()
    (folder / "keyring.py").write_text(KEYRING)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setitem(sys.modules, "keyring", None)  # so that it is removed after the test
    del sys.modules["keyring"]
    set_stdin(PASSWORD, monkeypatch)

    ran = run("login", "--register", "--url", server.url, "--email", email)
    stored = json.loads((home / "taskapi" / "credentials.json").read_text())
    secrets = json.loads((folder / "secrets.json").read_text())
    listed = run("ls")
    run("logout", "--local")

    assert "the token is in the keyring (a wallet)" in ran.out
    assert "token" not in stored
    assert list(secrets) == [f"taskapi {stored['token_id']}"]
    assert listed.code == 0
    assert json.loads((folder / "secrets.json").read_text()) == {}


@pytest.mark.usefixtures("logged_in")
def test_watch_prints_what_another_program_changes(run: Run, home: Path) -> None:
    environment = {**os.environ, "XDG_CONFIG_HOME": str(home)}
    command = [*TASKAPI, "watch", "--since", "0", "--json"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as watcher:
        task = add(run, "Buy soil")
        line = watcher.stdout.readline() if watcher.stdout else ""
        watcher.send_signal(signal.SIGINT)
        error = watcher.stderr.read() if watcher.stderr else ""

    assert (line[:1], error.strip()) == ("{", "")
    change = json.loads(line)
    assert (change["number"], change["kind"], change["id"]) == (1, "created", task["id"])
    assert watcher.returncode == 130


def test_a_server_that_cannot_be_reached_is_reported(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TASKAPI_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("TASKAPI_TOKEN", "any")

    ran = run("ls")

    assert (ran.code, len(ran.err.splitlines())) == (1, 1)


def test_damaged_credentials_are_reported(run: Run, home: Path) -> None:
    (home / "taskapi").mkdir(parents=True)
    (home / "taskapi" / "credentials.json").write_text("{")

    ran = run("ls")

    assert (ran.code, ran.err.count("delete it and run `taskapi login`")) == (1, 1)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_printed(run: Run, shell: str) -> None:
    ran = run("completion", shell)

    assert ran.code == 0
    assert "_TASKAPI_COMPLETE" in ran.out
