"""The examples and the program in the README run as they stand, in a process of their own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.library.page import README
from tests.support.repository import ROOT

STALE = "the request is based on another version of the task; its current version is 2"


def test_the_library_example_does_what_it_shows() -> None:
    assert run("examples/library.py") == ["todo         Write to Charles", "done         Water the plants"]


def test_the_postgres_example_starts_with_an_empty_database_and_can_be_run_again(
    make_database: Callable[..., str],
) -> None:
    url = make_database(empty=True)

    assert run("examples/postgres.py", DATABASE_URL=url) == [STALE, "1 of 10 tasks are done"]
    assert run("examples/postgres.py", DATABASE_URL=url) == [STALE, "2 of 20 tasks are done"]


def test_the_program_in_the_readme_can_be_pasted(tmp_path: Path) -> None:
    (tmp_path / "pasted.py").write_text(README.code, encoding="utf-8")

    assert run(str(tmp_path / "pasted.py")) == (README.output or "").splitlines()


def test_every_example_is_tried() -> None:
    assert [path.name for path in sorted((ROOT / "examples").glob("*.py"))] == ["library.py", "postgres.py"]


def run(program: str, **environment: str) -> list[str]:
    """Return the lines that a program prints; every warning is an error."""
    done = subprocess.run(  # noqa: S603 - programs of this repository
        [sys.executable, "-W", "error", program],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()
