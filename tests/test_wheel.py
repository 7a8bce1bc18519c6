"""The installed product: a wheel in a separate environment, started outside the sources."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import version
from pathlib import Path
from shutil import copy

import httpx
import pytest

from tests.support.person import Person
from tests.support.repository import ROOT
from tests.support.server import serving

PACKAGES = {"domain", "application", "adapters", "entrypoints", "migrations"}
CLIENT = "taskapi_client"
"""For the commands for people; its folder is `clients/python`."""
REMEDY = "rename or remove the first, or install taskapi into an environment of its own"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, which uses the dependencies of this one."""
    return install(wheel, tmp_path_factory.mktemp("environment"))


def install(wheel: Path, folder: Path) -> Path:
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
    # The .pth files in a folder that a .pth file adds are not read, so the editable installation is not visible.
    (site_packages(folder) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def test_it_contains_the_packages_typed_and_one_module(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    folders = {name.partition("/")[0] for name in names}

    assert folders == PACKAGES | {CLIENT, "taskapi.py", f"taskapi-{version('taskapi')}.dist-info"}
    assert {f"{package}/py.typed" for package in {*PACKAGES, CLIENT}} <= set(names)
    modules = {name.removeprefix("adapters/testing/") for name in names}  # the one package that is about tests
    assert [name for name in modules if "test" in name or name.endswith(".pyc")] == []


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


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_the_program_reports_a_package_that_shadows_one_of_ours_in_one_line(
    environment: Path, tmp_path: Path, name: str
) -> None:
    other = make_package(tmp_path, name)
    expected = f"taskapi: {collision(environment, name, other, importer='taskapi')}\n"

    assert fail(str(environment / "bin/taskapi"), "check", cwd=tmp_path, PYTHONPATH=str(tmp_path)) == expected
    assert fail(str(environment / "bin/python"), "-m", "taskapi", "check", cwd=tmp_path) == expected


@pytest.mark.parametrize("name", sorted(PACKAGES - {"entrypoints"}))
def test_a_module_run_in_a_folder_with_such_a_package_reports_it_in_one_line(
    environment: Path, tmp_path: Path, name: str
) -> None:
    other = make_package(tmp_path, name)
    (line,) = fail(str(environment / "bin/python"), "-m", "entrypoints.cli", "--version", cwd=tmp_path).splitlines()

    assert collision(environment, name, other, importer="entrypoints") in line


@pytest.mark.parametrize(
    ("statement", "name", "importer"),
    [
        ("import application", "domain", "application"),
        ("import adapters.memory", "domain", "adapters"),
        ("import adapters.memory", "application", "adapters"),
        ("import migrations", "adapters", "migrations"),
    ],
)
def test_an_import_reports_a_package_that_shadows_one_of_ours(
    environment: Path, tmp_path: Path, statement: str, name: str, importer: str
) -> None:
    other = make_package(tmp_path, name)
    last = fail(str(environment / "bin/python"), "-c", statement, cwd=tmp_path).splitlines()[-1]

    assert last == f"taskapi.ImportNameCollision: {collision(environment, name, other, importer=importer)}"


def test_the_program_ignores_packages_in_the_working_directory(environment: Path, tmp_path: Path) -> None:
    make_package(tmp_path, "domain")

    assert run(str(environment / "bin/taskapi"), "--version", cwd=tmp_path) == f"taskapi {version('taskapi')}\n"


def test_a_package_that_ours_hides_is_reported(wheel: Path, tmp_path: Path) -> None:
    environment = install(wheel, tmp_path / "environment")
    other = make_package(tmp_path / "project", "domain")
    (site_packages(environment) / "editable.pth").write_text(f"{other.parents[1]}\n", encoding="utf-8")
    ours = site_packages(environment) / "domain" / "__init__.py"
    text = f"import names collide: {other} is hidden, `import domain` loads {ours}; {REMEDY}\n"

    imported = fail(str(environment / "bin/python"), "-c", "from domain import Order", cwd=tmp_path)
    assert f"<string>:1: ShadowedPackageWarning: {text}" in imported
    assert f"advice   imports      {text}" in run(str(environment / "bin/taskapi"), "check", cwd=tmp_path)


@pytest.mark.parametrize("file", ["domain/orders.py", "domain/errors.py"])
def test_a_distribution_with_files_in_our_packages_is_reported(wheel: Path, tmp_path: Path, file: str) -> None:
    environment = install(wheel, tmp_path / "environment")
    folder = site_packages(environment)
    (folder / file).write_text("class OrderNotFound(Exception): ...\n", encoding="utf-8")
    record = folder / "shop-1.2.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: shop\nVersion: 1.2\n", encoding="utf-8")
    (record / "RECORD").write_text(f"{file},,\n", encoding="utf-8")

    ran = execute(str(environment / "bin/taskapi"), "check", cwd=tmp_path)
    (line,) = [line for line in (ran.stdout + ran.stderr).splitlines() if "shop" in line]

    assert ran.returncode == 1
    assert line.endswith(
        f"import names collide: shop 1.2 has installed {file} into {folder}, where taskapi has its packages; "
        "install taskapi again, into an environment of its own"
    )
    assert "Traceback" not in ran.stderr


def test_without_a_collision_nothing_is_reported(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "domain").mkdir()  # a folder without __init__.py does not hide a package
    statement = f"import {', '.join(sorted(PACKAGES))}"

    assert execute(str(environment / "bin/python"), "-W", "error", "-c", statement, cwd=tmp_path).stderr == ""
    assert "collide" not in run(str(environment / "bin/taskapi"), "check", cwd=tmp_path)


def make_package(folder: Path, name: str) -> Path:
    """Make an empty package, and return its file."""
    file = folder / name / "__init__.py"
    file.parent.mkdir(parents=True)
    file.touch()
    return file


def collision(environment: Path, name: str, found: Path, *, importer: str) -> str:
    expected = site_packages(environment) / name / "__init__.py"
    return f"import names collide: `{name}` is {found}, but `{importer}` requires {expected}; {REMEDY}"


def site_packages(environment: Path) -> Path:
    (folder,) = environment.glob("lib/python*/site-packages")
    return folder


@pytest.fixture(scope="module")
def own_stores(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a program that tests its own stores with the installed contract suite."""
    folder = tmp_path_factory.mktemp("program")
    (folder / "pytest.ini").write_text(
        "[pytest]\nasyncio_default_fixture_loop_scope = function\nfilterwarnings = error\n", encoding="utf-8"
    )
    copy(ROOT / "tests/support/own_stores.py", folder / "test_own_stores.py")
    where = run(str(environment / "bin/python"), "-c", "import adapters.testing as x; print(*x.__path__)", cwd=folder)
    assert Path(where.strip()).is_relative_to(environment)
    return folder


def test_a_store_that_keeps_the_contract_passes_the_installed_suite(environment: Path, own_stores: Path) -> None:
    code, output = run_suite(environment, own_stores, "TestCountingStore")

    assert code == 0, output
    assert int(output.splitlines()[-1].split(" passed")[0]) > 300


@pytest.mark.parametrize(
    ("defective", "promise"),
    [
        ("CommitsAbandonedWork", "UnitOfWorkContract: a block left by an exception leaves no trace."),
        ("OverwritesNewerVersions", "VersionContract: of two saves of one version only the first succeeds."),
    ],
)
def test_a_store_with_a_defect_fails_with_the_name_of_the_promise(
    environment: Path, own_stores: Path, defective: str, promise: str
) -> None:
    code, output = run_suite(environment, own_stores, f"Test{defective}")

    assert code == pytest.ExitCode.TESTS_FAILED, output
    assert f"E       The store breaks a promise of {promise}" in output.splitlines()


def run_suite(environment: Path, folder: Path, class_name: str) -> tuple[int, str]:
    """Run one class of the program's tests; return pytest's exit code and output."""
    done = subprocess.run(  # noqa: S603 - our own tests
        [
            str(environment / "bin/python"),
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            f"test_own_stores.py::{class_name}",
        ],
        cwd=folder,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def run(*command: str, cwd: Path | None = None) -> str:
    done = execute(*command, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def fail(*command: str, cwd: Path, **environment: str) -> str:
    done = execute(*command, cwd=cwd, **environment)
    assert done.returncode == 1, done.stdout
    return done.stderr


def execute(*command: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own commands
        command, cwd=cwd, env={"PATH": "", **environment}, capture_output=True, text=True, check=False
    )
