"""Every program in docs/library.md is complete: it is typed, formatted, and does what the page shows."""

import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from domain import errors
from tests.library.page import PROGRAMS, README, TEXT, save_programs, table_below
from tests.support.repository import ROOT

SHOWN = [name for name, program in PROGRAMS.items() if program.output is not None]
CONTRACT = "test_counting_store.py"
TESTS = [name for name in PROGRAMS if name.startswith("test_") and name != CONTRACT]
IMPORTED = {"postpone.py", "statuses.py", "api.py", "web.py", "counting_store.py"}
"""By the tests on the page."""
EMBEDDING = ["test_api.py", "test_web.py"]
PYTEST = ("-m", "pytest", "--quiet", "-p", "no:cacheprovider", "-p", "no:asyncio")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Everything that the page says to save."""
    save_programs(tmp_path)
    return tmp_path


def test_every_program_is_run() -> None:
    assert len(PROGRAMS) == TEXT.count("```python\n")
    assert {*SHOWN, *TESTS, *IMPORTED, CONTRACT} == set(PROGRAMS)


def test_ten_lines_are_enough_in_memory() -> None:
    body = PROGRAMS["first.py"].code.partition("async def main")[2]

    assert len([line for line in body.splitlines() if line]) <= 10


def test_every_program_is_typed_strictly(folder: Path) -> None:
    (folder / "readme.py").write_text(README.code, encoding="utf-8")
    cache = ROOT / ".mypy_cache" / "library"
    done = run(folder, "-m", "mypy", "--strict", "--cache-dir", str(cache), ".")

    assert done.returncode == 0, done.stdout


def test_every_program_is_formatted(folder: Path) -> None:
    ruff = str(Path(sys.executable).with_name("ruff"))
    done = subprocess.run(  # noqa: S603 - our own linter
        [ruff, "format", "--no-cache", "--isolated", "--line-length", "120", "--diff", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", SHOWN)
def test_a_program_prints_what_the_page_shows(folder: Path, make_database: Callable[..., str], name: str) -> None:
    needs_database = "DATABASE_URL" in PROGRAMS[name].code
    done = run(folder, name, **({"DATABASE_URL": make_database(empty=True)} if needs_database else {}))

    assert (done.stderr, done.stdout) == ("", PROGRAMS[name].output)


@pytest.mark.parametrize("name", TESTS)
def test_a_test_on_the_page_passes(folder: Path, name: str) -> None:
    done = run(folder, *PYTEST, name)

    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout


def test_the_own_store_passes_the_contract(folder: Path) -> None:
    scope = "asyncio_default_fixture_loop_scope=function"
    done = run(folder, "-m", "pytest", "-p", "no:cacheprovider", "-o", scope, CONTRACT)

    assert done.returncode == 0, done.stdout
    assert int(re.findall(r"(\d+) passed", done.stdout)[0]) > 20


@pytest.mark.parametrize("name", EMBEDDING)
def test_an_embedding_program_works_on_postgres(folder: Path, database_url: str, name: str) -> None:
    done = run(folder, *PYTEST, name, DATABASE_URL=database_url)

    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout


def test_the_test_of_the_own_use_case_finds_a_defect(folder: Path) -> None:
    program = folder / "postpone.py"
    correct = program.read_text(encoding="utf-8")
    program.write_text(correct.replace("task.due_at + by", "task.due_at"), encoding="utf-8")

    assert program.read_text(encoding="utf-8") != correct
    assert run(folder, *PYTEST, "test_postpone.py").returncode == 1


def test_the_table_of_errors_has_every_kind_and_right_examples() -> None:
    rows = table_below("\n## Errors\n")
    kinds = {kind.__name__: kind for kind in errors.DomainError.__subclasses__() if kind.__module__ == "domain.errors"}
    names = {error.__name__: error for kind in kinds.values() for error in kind.__subclasses__()}

    assert [row[0].strip("`") for row in rows] == list(kinds)
    for kind, _, examples in rows:
        for example in re.findall(r"`(\w+)`", examples):
            assert issubclass(names[example], kinds[kind.strip("`")]), example


def test_the_table_of_statuses_has_every_kind() -> None:
    kinds = set(re.findall(r"errors\.(\w+): \d{3}", PROGRAMS["statuses.py"].code))

    assert kinds == {row[0].strip("`") for row in table_below("\n## Errors\n")}


def test_every_name_that_the_page_mentions_exists() -> None:
    prose = re.sub(r"^```.*?^```", "", TEXT, flags=re.DOTALL | re.MULTILINE)
    for dotted in re.findall(r"`((?:domain|application|adapters|migrations)(?:\.\w+)+)`", prose):
        assert is_importable(dotted), dotted


def is_importable(dotted: str) -> bool:
    """Return whether this is a module, or a name in one."""
    module, _, name = dotted.rpartition(".")
    try:
        return hasattr(import_module(module), name) or bool(import_module(dotted))
    except ModuleNotFoundError:
        return False


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the folder of the programs; every warning is an error."""
    return subprocess.run(  # noqa: S603 - programs of this repository
        [sys.executable, "-W", "error", *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
