"""The structure of the code base: imports, sizes of files and folders, names of classes."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.repository import ROOT

PRODUCT = ("domain", "application", "adapters", "entrypoints", "migrations", "taskapi.py")
MAX_LINES = 250
MAX_MODULES = 15
"""Modules in a folder, `__init__.py` not counted."""
EMPTY_WORDS = {"Manager", "Service", "Handler", "Helper", "Helpers", "Util", "Utils", "Base", "Impl", "DTO"}

LIST_MODULES = "import sys; modules = lambda: {name.partition('.')[0] for name in sys.modules}"


@pytest.mark.parametrize("folder", [ROOT, ROOT / "clients/python"], ids=lambda folder: folder.name)
def test_imports_keep_every_contract_of_import_linter(folder: Path) -> None:
    finished = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache", folder=folder)

    assert finished.returncode == 0, finished.stdout


def test_the_core_loads_nothing_but_attrs() -> None:
    # Modules that a bare interpreter loads by itself do not count.
    loaded = run(
        sys.executable, "-c", f"{LIST_MODULES}; before = modules(); import application; print(*modules() - before)"
    )

    loaded_names = (name for name in loaded.stdout.split() if not name.startswith("_sysconfigdata"))  # of `sysconfig`
    foreign = {name for name in loaded_names if name not in sys.stdlib_module_names}

    assert loaded.stderr == ""
    assert foreign == {"application", "domain", "taskapi", "attr", "attrs"}


def test_no_file_is_too_long() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in files_in(*PRODUCT, "clients", "examples", "benchmarks")
    }

    assert {str(path): length for path, length in lengths.items() if length > MAX_LINES} == {}


def test_no_folder_has_too_many_modules() -> None:
    modules = (path for path in files_in(*PRODUCT, "clients", "tests", "benchmarks") if path.name != "__init__.py")
    counts = Counter(path.parent.relative_to(ROOT) for path in modules)

    assert {str(folder): count for folder, count in counts.items() if count > MAX_MODULES} == {}


def test_no_class_has_a_meaningless_name() -> None:
    names = {name for path in files_in(*PRODUCT, "clients", "examples") for name in classes_in(path)}

    assert {name for name in names if EMPTY_WORDS.intersection(words_of(name))} == set()


def test_a_name_is_split_into_words() -> None:
    assert words_of("HTTPTaskManagerDTO") == ["HTTP", "Task", "Manager", "DTO"]
    assert words_of("_DatabaseIsAway2") == ["Database", "Is", "Away", "2"]


def run(*command: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - commands of this repository
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


def files_in(*folders: str) -> Iterator[Path]:
    """Yield these files and those in these folders, without installed packages and `benchmarks/peers`."""
    for folder in folders:
        root = ROOT / folder
        for path in sorted(root.rglob("*.py")) if root.is_dir() else [root]:
            parts = path.relative_to(ROOT).parts
            if "peers" not in parts and not any(part.startswith(".") for part in parts):
                yield path


def classes_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield node.name


def words_of(name: str) -> list[str]:
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+", name)
