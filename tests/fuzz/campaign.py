"""Schemathesis against a real server: invented requests, good ones and bad ones, by two people; all answers judged."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.support.repository import ROOT
from tests.support.server import Server, serving

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))


@contextmanager
def a_server(folder: Path) -> Iterator[Server]:
    """Two workers and a PostgreSQL of their own; nobody is asked to be slow."""
    with serving(folder, "--workers", "2", RATE_LIMIT_PER_USER="0") as server:
        yield server


def search(server: Server, *options: str, output: IO[str] | int | None = None) -> "subprocess.CompletedProcess[str]":
    """Look for answers that the server's own document does not describe, and for what one person knows of the other."""
    return subprocess.run(  # noqa: S603 - a program of this environment
        [SCHEMATHESIS, f"--config-file={CONFIGURATION}", "run", f"{server.url}/openapi.json", *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=output,
        text=True,
        check=False,
    )


def unexpected_errors(server: Server) -> list[str]:
    """What the log says of errors of ours, and of workers that did not outlive it."""
    deaths = server.log.count('"event":"worker started"') - 2
    return [
        *(line for line in server.log.splitlines() if '"level":"error"' in line or "Traceback" in line),
        *["a worker has died"] * deaths,
    ]
