"""The programs in the README of the client are run in this order, and print what it says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.library.page import Program, programs_in
from tests.support.repository import ROOT
from tests.support.server import serving

PAGE = ROOT / "clients/python/README.md"
PROGRAMS = programs_in(PAGE.read_text(encoding="utf-8"))
MAX_LINES = 60
DEFAULT_URL = "http://127.0.0.1:8080"


def test_the_programs_print_what_the_page_says(tmp_path: Path) -> None:
    with serving(tmp_path, "--store", "memory") as server:
        printed = {name: run(program, tmp_path / name, server.url) for name, program in PROGRAMS.items()}

    assert printed == {name: program.output for name, program in PROGRAMS.items()}
    assert list(printed) == ["begin.py", "follow.py"]


def run(program: Program, file: Path, url: str) -> str:
    """Return what a program prints; every warning is an error."""
    assert DEFAULT_URL in program.code
    file.write_text(program.code.replace(DEFAULT_URL, url), encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - a program of this repository
        [sys.executable, "-W", "error", str(file)],
        env={"PYTHONPATH": str(PAGE.parent), "PATH": os.defpath},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_mypy_accepts_the_programs(tmp_path: Path) -> None:
    for name, program in PROGRAMS.items():
        (tmp_path / name).write_text(program.code, encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - a program of this environment
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), *PROGRAMS],
        cwd=tmp_path,
        env={"MYPYPATH": str(PAGE.parent), "PATH": os.defpath},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_is_short() -> None:
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_formatter_would_not_break_a_line(name: str) -> None:
    assert max(map(len, PROGRAMS[name].code.splitlines())) <= 120
