"""The image, and the example that runs it on one machine: small, not root, and nothing in it unchecked."""

import json
import re
import shlex
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from entrypoints.server.signals import STOP_WITHIN
from tests.deploy.files import DEPLOY, DRAIN, SETTINGS, documents, ensure_command, readable, text
from tests.support.repository import ROOT

LINES = re.sub(r"\\\n", "", text("Dockerfile")).splitlines()


def of(instruction: str) -> list[str]:
    return [line.partition(" ")[2] for line in LINES if line.startswith(f"{instruction} ")]


def test_it_does_not_run_as_root() -> None:
    (user,) = of("USER")
    uid, _, gid = user.partition(":")
    assert int(uid) > 0
    assert int(gid) > 0
    after = LINES[LINES.index(f"USER {user}") :]
    assert not [line for line in after if line.startswith(("RUN", "COPY", "USER 0"))]


def test_every_archive_it_installs_has_a_digest() -> None:
    installs = [part for line in of("RUN") for part in line.split("&&") if re.search(r"pip.* install", part)]
    from_registry = [part for part in installs if "--no-index" not in part]

    assert len(installs) == 3
    assert all("--no-deps --require-hashes" in part for part in from_registry)
    assert len(from_registry) == 2


def test_what_is_installed_is_looked_at_for_what_is_missing() -> None:
    """A lock is installed without resolving it, which would find that out."""
    checks = [part.strip() for line in of("RUN") for part in line.split("&&") if part.endswith(" check")]

    assert checks == ["/opt/build/bin/pip check", "/opt/build/bin/pip --python /opt/taskapi/bin/python check"]


def test_what_it_copies_is_there_and_is_not_ignored() -> None:
    ignored = text("Dockerfile.dockerignore").split()
    sources = [source for line in of("COPY") if "--from" not in line for source in line.split()[:-1]]

    assert len(sources) > 5
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(Path(source.removeprefix("./")).match(kept[1:]) for kept in ignored if kept[0] == "!"), source


def test_it_has_every_package_of_the_wheel() -> None:
    copied = {line.split()[0] for line in of("COPY")}
    assert {"domain", "application", "adapters", "entrypoints", "migrations"} <= copied


def test_its_command_is_one_of_ours_and_its_settings_are_known() -> None:
    (entry,), (command,) = of("ENTRYPOINT"), of("CMD")
    assert json.loads(entry) == ["taskapi"]
    ensure_command(json.loads(command))
    for name, value in (pair.split("=", 1) for line in of("ENV") for pair in shlex.split(line)):
        if name in SETTINGS:
            readable(name, value)


def test_its_health_check_is_right_about_the_living_and_the_dead() -> None:
    (check,) = of("HEALTHCHECK")
    program, dash_c, code = json.loads(check.partition("CMD ")[2])
    assert (program, dash_c) == ("python", "-c")
    server = HTTPServer(("127.0.0.1", 0), Healthy)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def health() -> int:
        environment = {"SERVER_PORT": str(server.server_port)}
        command = [sys.executable, dash_c, code]
        return subprocess.run(command, env=environment, capture_output=True, check=False).returncode  # noqa: S603 - fixed

    alive = health()
    server.shutdown()
    server.server_close()
    assert (alive, health()) == (0, 1)


class Healthy(BaseHTTPRequestHandler):
    """Is well, and has nothing else to say."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_both_stages_start_from_a_named_version() -> None:
    assert {line.split()[0] for line in of("FROM")} == {"python:3.13-slim-bookworm"}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-build.lock"])
def test_a_lock_agrees_with_the_one_that_is_tested(lock: str) -> None:
    def pinned(path: Path) -> set[str]:
        return set(re.findall(r"^([\w.\[\]-]+==[^ ;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE))

    assert pinned(DEPLOY / lock)
    assert pinned(DEPLOY / lock) <= pinned(ROOT / "requirements-dev.lock")
    assert "sha256:" in text(lock)


(COMPOSE,) = documents("compose.yaml")
API = COMPOSE["services"]["api"]


def test_its_settings_are_known() -> None:
    for name, value in API["environment"].items():
        assert name in SETTINGS
        if "${" not in value:
            readable(name, value)


def test_no_secret_stands_in_it() -> None:
    values = {**API["environment"], **COMPOSE["services"]["database"]["environment"]}
    assert all("${" in value for name, value in values.items() if re.search("SECRET|PASSWORD|URL", name))


def test_it_gives_the_time_that_stopping_takes() -> None:
    assert int(API["stop_grace_period"].rstrip("s")) > DRAIN + STOP_WITHIN


def test_it_builds_what_is_there_and_may_do_little() -> None:
    assert (DEPLOY / API["build"]["context"] / API["build"]["dockerfile"]).exists()
    assert (API["read_only"], API["cap_drop"]) == (True, ["ALL"])
    assert all(port.startswith("127.0.0.1:") for port in API["ports"])
