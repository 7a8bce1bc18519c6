"""The core needs attrs only: docs/library.md says what else needs which packages."""

import re
import subprocess
import sys
import venv
from collections.abc import Callable
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest

from tests.library.page import PROGRAMS, table_below
from tests.support.repository import ROOT

NEEDS = {
    module: set(re.findall(r"[\w-]+", packages)) - {"none"}
    for modules, packages in table_below("What else needs which packages:")
    for module in re.findall(r"`([\w.]+)`", modules)
}
LOADED = """
import sys
before = set(sys.modules)
{program}
print(*{{name.partition(".")[0] for name in set(sys.modules) - before}})
"""


@pytest.mark.parametrize("module", NEEDS)
def test_an_import_loads_the_packages_that_the_page_names(module: str) -> None:
    assert dependencies_loaded_by(f"import {module}") == NEEDS[module]


def test_an_upgrade_loads_what_the_store_loads_as_well(make_database: Callable[..., str]) -> None:
    upgrade = f"import migrations; migrations.upgrade({make_database(empty=True)!r})"

    assert dependencies_loaded_by(upgrade) == NEEDS["migrations"] | NEEDS["adapters.postgres"]


def test_the_program_of_the_page_runs_where_only_the_package_and_attrs_are_installed(tmp_path: Path) -> None:
    python = tmp_path / "environment/bin/python"
    venv.create(tmp_path / "environment", with_pip=False)
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path / "dist"))
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    pip = (sys.executable, "-m", "pip", "--python", str(python))
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel))
    copy_attrs(Path(run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()))
    (tmp_path / "core.py").write_text(PROGRAMS["core.py"].code, encoding="utf-8")

    installed = run(*pip, "list", "--format", "freeze")
    printed = run(str(python), "-W", "error", "core.py", folder=tmp_path)

    assert {line.partition("==")[0] for line in installed.split()} == {"taskapi", "attrs"}
    assert printed == PROGRAMS["core.py"].output


def copy_attrs(site_packages: Path) -> None:
    """Install the attrs of this environment, which needs no network."""
    for file in distribution("attrs").files or ():
        target = site_packages / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(Path(str(file.locate())).read_bytes())


def dependencies_loaded_by(program: str) -> set[str]:
    """Return which of the packages that pyproject.toml names a program loads, besides attrs."""
    names = run(sys.executable, "-c", LOADED.format(program=program)).split()
    distributions = packages_distributions()
    loaded = {normalized(each) for name in names for each in distributions.get(name, ())}
    direct = {normalized(re.split(r"[^\w-]", line, maxsplit=1)[0]) for line in distribution("taskapi").requires or ()}
    return loaded & direct - {"attrs"}


def normalized(package: str) -> str:
    return package.lower().replace("_", "-")


def run(*command: str, folder: Path = ROOT) -> str:
    path = {"PYTHONPATH": str(ROOT)} if command[0] == sys.executable else {}
    done = subprocess.run(  # noqa: S603 - our own commands
        command, cwd=folder, env={"PATH": "", **path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
