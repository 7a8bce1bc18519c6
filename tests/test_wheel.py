"""The installed product: a wheel in a separate environment, started outside the sources."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path

import httpx
import pytest

from tests.support.person import Person
from tests.support.repository import ROOT
from tests.support.server import serving

PACKAGES = {"domain", "application", "adapters", "entrypoints", "migrations"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, which uses the dependencies of this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        str(wheel),
    )
    (site_packages,) = folder.glob("lib/python*/site-packages")
    # The .pth files in a folder that a .pth file adds are not read, so the editable installation is not visible.
    (site_packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def test_it_contains_the_five_packages_typed_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    folders = {name.partition("/")[0] for name in names}

    assert folders == PACKAGES | {f"taskapi-{version('taskapi')}.dist-info"}
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(names)
    assert [name for name in names if "test" in name or name.endswith(".pyc")] == []


def test_it_contains_all_data_files(wheel: Path) -> None:
    sources = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    with zipfile.ZipFile(wheel) as archive:
        missing = sources - set(archive.namelist())

    assert missing == set()


def test_it_is_imported_from_where_it_was_installed(environment: Path, tmp_path: Path) -> None:
    for package in PACKAGES:
        where = f"import {package}; print(*{package}.__path__)"

        assert Path(run(str(environment / "bin/python"), "-c", where, cwd=tmp_path).strip()).is_relative_to(environment)
    assert run(str(environment / "bin/taskapi"), "--version", cwd=tmp_path) == f"taskapi {version('taskapi')}\n"


def test_it_serves_from_an_empty_folder(environment: Path, tmp_path: Path) -> None:
    with serving(tmp_path, program=[str(environment / "bin/taskapi")]) as server, server.client() as client:
        person = Person.register(client)
        person.create_task("Installed")

        assert person.titles() == ["Installed"]
        assert "swagger" in httpx.get(f"{server.url}/docs").text
        assert httpx.get(f"{server.url}/openapi.json").json()["info"]["version"] == version("taskapi")


def run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env={"PATH": ""}, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
    assert done.returncode == 0, done.stderr
    return done.stdout
