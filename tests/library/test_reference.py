"""`make docs` builds the reference of the public names, without warnings and without the network."""

import re
import subprocess
import sys
from importlib import import_module
from inspect import isclass, isfunction
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.repository import ROOT

CORE = (
    "domain",
    "domain.errors",
    "domain.ports",
    "domain.ports.change_set",
    "domain.tasks.task",
    "domain.changes.provenance",
    "application",
    "application.retry",
    "adapters.memory",
    "adapters.postgres",
    "adapters.system.ids",
    "migrations",
)
UNDOCUMENTED = """
def open_tasks(owner: "Nobody") -> int:
    \"\"\"Return how many tasks are open.\"\"\"
    return 0
"""
"""The annotation names nothing, so pdoc cannot link it and warns."""


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reference")
    done = make_docs(folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


@pytest.mark.parametrize("module", CORE)
def test_it_describes_every_public_name_of_a_module(reference: Path, module: str) -> None:
    page = (reference / f"{module.replace('.', '/')}.html").read_text(encoding="utf-8")

    public = public_names(import_module(module))
    assert {name for name in public if f'id="{name}"' not in page} == set()
    assert public or module == "domain"


def test_it_loads_nothing_from_the_network(reference: Path) -> None:
    pages = list(reference.rglob("*.html"))
    loaded = {
        url
        for page in pages
        for url in re.findall(r"""(?:src=|@import |<link[^>]*href=)["']?(https?:[^"' >]*)""", page.read_text("utf-8"))
    }

    assert len(pages) > len(CORE)
    assert loaded == set()


def test_a_warning_fails_the_build(tmp_path: Path) -> None:
    (tmp_path / "defective.py").write_text(UNDOCUMENTED, encoding="utf-8")

    done = make_docs(tmp_path, f"PUBLIC={tmp_path / 'defective.py'}")

    assert done.returncode != 0
    assert "Nobody" in done.stderr


def public_names(module: ModuleType) -> set[str]:
    """Return `__all__`, or the classes and functions that a module defines."""
    defined = {
        name
        for name, value in vars(module).items()
        if (isclass(value) or isfunction(value)) and value.__module__ == module.__name__ and not name.startswith("_")
    }
    return set(getattr(module, "__all__", defined))


def make_docs(folder: Path, *variables: str) -> subprocess.CompletedProcess[str]:
    """Run `make docs` with this Python, in an environment that make takes for installed."""
    (folder / "bin").mkdir()
    python = folder / "bin/python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o700)
    (folder / ".installed").touch()
    return subprocess.run(  # noqa: S603 - our own Makefile
        ["make", "--no-print-directory", "docs", f"VENV={folder}", f"REFERENCE={folder / 'html'}", *variables],  # noqa: S607 - as a developer types it
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
