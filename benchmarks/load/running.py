"""A contestant at work."""

import os
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from attrs import frozen

from benchmarks.contestants.contestant import Contestant, environment
from benchmarks.load.processes import free_port, last_lines, stop, wait_until

START = 180
"""Seconds for a start; a JVM needs a few, on a machine that is busy with other things many."""


@frozen
class RunningContestant:
    """A contestant that runs and listens on loopback."""

    name: str
    port: int
    pid: int
    log: Path

    def last_words(self) -> str:
        return last_lines(self.log)


@contextmanager
def serving(
    contestant: Contestant, database_url: str, *, workers: int = 1, others: Mapping[str, str] = MappingProxyType({})
) -> Iterator[RunningContestant]:
    """Start a contestant, wait until it answers, and end it afterwards; `others` are settings of its own."""
    port = free_port()
    settings = {**environment(database_url, port, workers), **others}
    with tempfile.TemporaryDirectory(prefix=f"{contestant.name}-") as folder:
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                contestant.command(port, workers),
                cwd=contestant.folder,
                env={**os.environ, **settings},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                wait_until(lambda: _answers(port), process, contestant.title, log, seconds=START)
                yield RunningContestant(contestant.name, port, process.pid, log)
            finally:
                stop(process)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
