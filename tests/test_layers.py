"""The shape of the house, checked by machines: who imports whom, how large files are, what classes are called."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.repository import ROOT

OURS = ("domain", "application", "adapters", "entrypoints", "migrations", "examples")
MOST_LINES = 250
EMPTY_WORDS = {"Manager", "Service", "Handler", "Helper", "Helpers", "Util", "Utils", "Base", "Impl", "DTO"}
NAMED_BY_OTHERS = {"CattrsDTO"}
"""What it is in the words of the framework it is made for."""

LIST_MODULES = "import sys; modules = lambda: {name.partition('.')[0] for name in sys.modules}"


def test_dependencies_point_inwards() -> None:
    done = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")

    assert done.returncode == 0, done.stdout


def test_the_core_needs_nothing_but_attrs() -> None:
    # What a bare interpreter loads by itself is none of our business.
    loaded = run(
        sys.executable, "-c", f"{LIST_MODULES}; before = modules(); import application; print(*modules() - before)"
    )

    foreign = {name for name in loaded.stdout.split() if name not in sys.stdlib_module_names}

    assert loaded.stderr == ""
    assert foreign == {"application", "domain", "attr", "attrs"}


def test_no_file_is_too_long_to_read() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files_in(*OURS, "benchmarks")}

    assert {str(path): length for path, length in lengths.items() if length > MOST_LINES} == {}


def test_no_class_has_a_name_that_says_nothing() -> None:
    names = {name for path in files_in(*OURS) for name in classes_in(path)} - NAMED_BY_OTHERS

    assert {name for name in names if EMPTY_WORDS.intersection(words_of(name))} == set()


def test_a_name_is_read_word_by_word() -> None:
    assert words_of("HTTPTaskManagerDTO") == ["HTTP", "Task", "Manager", "DTO"]
    assert words_of("_DatabaseIsAway2") == ["Database", "Is", "Away", "2"]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own commands
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def files_in(*folders: str) -> Iterator[Path]:
    """The Python files of these folders, but not what is installed there, nor the rivals of the benchmarks."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).parts
            if "peers" not in parts and not any(part.startswith(".") for part in parts):
                yield path


def classes_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield node.name


def words_of(name: str) -> list[str]:
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+", name)
