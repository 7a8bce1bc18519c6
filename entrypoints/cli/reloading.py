"""Restarting whenever code changes."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

import entrypoints
from adapters.postgres_server.account import Account
from entrypoints.cli.options import DOTENV

PACKAGES = ("domain", "application", "adapters", "entrypoints", "migrations")
INTERVAL = 0.25
"""Seconds between two checks."""

Snapshot = Mapping[Path, int]


def run_with_reload(arguments: Sequence[str]) -> None:
    """Run taskapi with these arguments in a child process, and restart it after every change, until it exits.

    The child is interrupted when this process ends, even if it is killed (Linux).
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    command = Account.present().command(Path(sys.executable), "-m", "entrypoints.cli", *arguments, reaching=Path.cwd())
    while True:
        before = _snapshot()
        with subprocess.Popen(command) as process:  # noqa: S603 - our own program
            try:
                changed = _changed_while(process, before)
            except KeyboardInterrupt:
                changed = []
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
        if not changed:
            return
        click.echo(f"taskapi: {', '.join(path.name for path in changed[:3])} changed, restarting", err=True)


def _changed_while(process: "subprocess.Popen[bytes]", before: Snapshot) -> list[Path]:
    """Wait for a change and return the changed files; nothing if the process exited successfully."""
    failed = False
    while True:
        time.sleep(INTERVAL)
        now = _snapshot()
        if now != before:
            return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
        if process.poll() == 0:
            return []
        if process.poll() and not failed:
            failed = True
            click.echo("taskapi: waiting for a change", err=True)


def _snapshot() -> Snapshot:
    """Return the modification time of each watched file."""
    return {path: path.stat().st_mtime_ns for path in _watched() if path.exists()}


def _watched() -> Iterator[Path]:
    root = Path(entrypoints.__file__).parents[1]
    for package in PACKAGES:
        yield from (root / package).rglob("*.py")
    yield DOTENV
