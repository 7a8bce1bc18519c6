"""systemd, HAProxy and PgBouncer understand their files, and the files fit to this release."""

import inspect
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from adapters.postgres import ConnectionSettings
from entrypoints.server.signals import STOP_WITHIN
from tests.deploy.files import DEPLOY, DRAIN, SETTINGS, ensure_command, run, served, text
from tests.faults.support.processes import free_port

UNIT = ConfigParser(strict=False, interpolation=None)
UNIT.optionxform = str  # type: ignore[assignment,method-assign]  # names are written in capitals
UNIT.read_string(text("taskapi.service"))
SERVICE = UNIT["Service"]


def test_its_command_is_one_of_ours() -> None:
    program, *arguments = shlex.split(SERVICE["ExecStart"])
    assert program.endswith("/taskapi")
    ensure_command(arguments)


def test_it_gives_the_time_that_stopping_takes() -> None:
    assert int(SERVICE["TimeoutStopSec"]) > DRAIN + STOP_WITHIN


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze")
def test_systemd_understands_it_and_calls_it_safe(tmp_path: Path) -> None:
    path, program = tmp_path / "taskapi.service", tmp_path / "program"
    program.symlink_to(sys.executable)  # which may lie in a folder with a blank in its name
    path.write_text(text("taskapi.service").replace("/opt/taskapi/bin/taskapi", str(program)))
    code, output = run("systemd-analyze", "verify", "--man=no", path)
    assert (code, [line for line in output.splitlines() if "taskapi.service" in line]) == (0, [])

    _, output = run("systemd-analyze", "security", "--offline=true", path)
    exposure = re.search(r"exposure level for taskapi.service: ([\d.]+)", output)
    assert exposure is not None
    assert float(exposure[1]) < 2


@pytest.mark.skipif(not shutil.which("haproxy"), reason="there is no haproxy")
def test_haproxy_understands_its_file() -> None:
    code, output = run("haproxy", "-c", "-f", DEPLOY / "haproxy.cfg")

    assert (code, "warning" in output.lower()) == (0, False), output


def test_haproxy_asks_for_what_is_served_and_waits_longer_than_we_work() -> None:
    file = text("haproxy.cfg")
    asked = re.search(r"httpchk GET (\S+)", file)
    waits = re.search(r"timeout server (\d+)s", file)

    assert asked is not None
    assert asked[1] in served()
    assert waits is not None
    assert float(waits[1]) > float(SETTINGS["REQUEST_TIMEOUT_SECONDS"].default or 0)


FILE = ConfigParser(interpolation=None, comment_prefixes=(";",))
FILE.read_string(text("pgbouncer.ini"))
POOLER = FILE["pgbouncer"]


def test_it_lets_everything_pass_that_we_say_when_we_connect() -> None:
    said = set(re.findall(r'^ +"(\w+)": ', inspect.getsource(ConnectionSettings), re.MULTILINE))
    ignored = {name.strip() for name in POOLER["ignore_startup_parameters"].split(",")}
    kept = {"application_name", "timezone"}

    assert "statement_timeout" in said
    assert said - kept <= ignored


def test_it_carries_prepared_statements_in_transaction_mode() -> None:
    assert POOLER["pool_mode"] == "transaction"
    assert int(POOLER["max_prepared_statements"]) > 0


@pytest.mark.skipif(not shutil.which("pgbouncer"), reason="there is no pgbouncer")
def test_pgbouncer_understands_it(tmp_path: Path) -> None:
    _, version = run("pgbouncer", "--version")
    knows_statements = tuple(map(int, re.findall(r"\d+", version)[:2])) >= (1, 21)
    lines = [
        line
        for line in text("pgbouncer.ini").splitlines()
        if knows_statements or not line.startswith("max_prepared_statements")
    ]
    file = tmp_path / "pgbouncer.ini"
    port = free_port()
    own = {"listen_port = 6432": f"listen_port = {port}", "pool_mode": "unix_socket_dir =\npool_mode"}
    written = "\n".join(lines)
    for theirs, ours in own.items():
        written = written.replace(theirs, ours, 1)
    file.write_text(written)
    as_somebody = ["-u", "nobody"] if os.geteuid() == 0 else []
    pooler = subprocess.Popen(["pgbouncer", *as_somebody, file], stderr=subprocess.PIPE, text=True)  # noqa: S603, S607 - fixed
    try:
        answered = _answers(port, pooler)
    finally:
        pooler.kill()
        _, output = pooler.communicate()

    assert answered, output
    assert not re.search("unknown parameter|invalid value", output), output


def _answers(port: int, program: "subprocess.Popen[str]") -> bool:
    """Wait until a program answers on a port, or has ended."""
    while program.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
    return False
