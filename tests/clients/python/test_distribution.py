"""The distribution `taskapi-client`: what is in it, what it needs, and that it works without the product."""

import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.support.repository import ROOT

FOLDER = ROOT / "clients/python"
PROJECT = tomllib.loads((FOLDER / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PRODUCT = ("domain", "application", "adapters", "entrypoints", "migrations", "taskapi")
ISOLATED = """
import sys
sys.path[:] = [path for path in sys.path if "site-packages" in path or "lib/python" in path]
sys.path.insert(0, sys.argv[1])
from importlib import import_module
from pkgutil import walk_packages
import taskapi_client
for module in walk_packages(taskapi_client.__path__, "taskapi_client."):
    import_module(module.name)
print(taskapi_client.__file__)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), cwd=FOLDER)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_has_every_module_the_marker_of_types_and_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if "dist-info" not in name}
        licences = [name for name in archive.namelist() if name.endswith("licenses/LICENSE")]

    sources = {str(path.relative_to(FOLDER)) for path in (FOLDER / "taskapi_client").rglob("*.py")}
    assert names == {*sources, "taskapi_client/py.typed"}
    assert len(licences) == 1
    assert (FOLDER / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_it_is_imported_from_the_wheel_without_the_product(wheel: Path, tmp_path: Path) -> None:
    """A wheel can be imported as it is, because it is an archive."""
    where, modules = run(sys.executable, "-W", "error", "-c", ISOLATED, str(wheel), cwd=tmp_path).splitlines()

    assert Path(where).is_relative_to(wheel)
    assert {*modules.split()}.isdisjoint(PRODUCT)
    assert {"httpx", "msgspec"} <= {*modules.split()}


def test_it_is_installed_from_its_folder_as_make_install_does(tmp_path: Path) -> None:
    venv.create(tmp_path / "environment", with_pip=False)
    python = str(tmp_path / "environment/bin/python")
    (packages,) = tmp_path.glob("environment/lib/python*/site-packages")
    borrowed = f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n"
    (packages / "borrowed.pth").write_text(borrowed, encoding="utf-8")
    options = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--ignore-installed")
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, "--editable", str(FOLDER), cwd=tmp_path)

    assert run(python, "-c", "import taskapi_client as c; print(*c.__path__)", cwd=tmp_path).strip() == str(
        FOLDER / "taskapi_client"
    )
    assert list(packages.glob("taskapi_client-*.dist-info"))


@pytest.mark.parametrize("text", PROJECT["dependencies"])
def test_a_dependency_is_installed_in_a_version_that_it_admits(text: str) -> None:
    requirement = Requirement(text)

    assert requirement.specifier.contains(version(requirement.name))


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(  # noqa: S603 - our own commands
        command, cwd=cwd, env={"PATH": ""}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
