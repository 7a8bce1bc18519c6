"""The programs that generators need beside Python, and running them."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

PACKAGES: Mapping[str, str] = {
    "java": "apt-get install default-jre-headless (Java 11 or newer)",
    "mvn": "apt-get install maven",
    "go": "apt-get install golang-go (Go 1.23 or newer)",
    "node": "apt-get install nodejs (Node 20 or newer)",
    "npm": "apt-get install npm",
}
"""How to get each program."""


class ProgramMissing(Exception):
    """A program that a generator needs is not on the `PATH`."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is missing: {PACKAGES[name]}, or any other installation on the PATH")


def program(name: str) -> str:
    """Return the path of a program; raise `ProgramMissing`, which says how to get it."""
    found = shutil.which(name)
    if found is None:
        raise ProgramMissing(name)
    return found


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    """Run a command in a folder, return what it prints; raise `AssertionError` with its output if it fails."""
    finished = subprocess.run(  # noqa: S603 - pinned programs
        list(map(str, command)),
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, "\n".join([" ".join(map(str, command)), finished.stdout, finished.stderr])
    return finished.stdout
