"""Installations of generators in pinned versions, below a folder of the repository that git ignores.

Packages come from wherever pip, npm and Maven are configured to take them.
"""

import shutil
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.clients.programs import program, run
from tests.support.repository import ROOT

CACHE = ROOT / ".clients"
VERSIONS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("versions.toml").read_text(encoding="utf-8"))


def python_environment(name: str) -> Path:
    """Return the `bin` folder of a virtual environment with the packages of `python.<name>`."""
    packages: dict[str, str] = VERSIONS["python"][name]

    def install(folder: Path) -> None:
        run(sys.executable, "-m", "venv", folder, folder=CACHE)
        run(folder / "bin/python", "-m", "pip", "install", "--quiet", *_pinned(packages, "=="), folder=CACHE)

    return _installed(f"python-{name}", packages, install) / "bin"


def node_modules(name: str) -> Path:
    """Return a folder whose `node_modules` has the packages of `npm.<name>`."""
    packages: dict[str, str] = VERSIONS["npm"][name]

    def install(folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "package.json").write_text('{"private": true, "type": "module"}\n', encoding="utf-8")
        run(program("npm"), "install", "--no-audit", "--no-fund", *_pinned(packages, "@"), folder=folder)

    return _installed(f"npm-{name}", packages, install)


def jar(name: str) -> Path:
    """Return the jar file of an artifact of Maven."""
    artifact: str = VERSIONS["maven"][name]

    def install(folder: Path) -> None:
        folder.mkdir(parents=True)
        maven = (program("mvn"), "--batch-mode", "--quiet")
        run(*maven, "dependency:get", f"-Dartifact={artifact}", "-Dtransitive=false", folder=folder)
        copy = (f"-Dartifact={artifact}", f"-DoutputDirectory={folder}", "-Dmdep.stripVersion=true")
        run(*maven, "dependency:copy", *copy, folder=folder)

    return _installed(f"maven-{name}", artifact, install) / f"{name}.jar"


def _pinned(packages: Mapping[str, str], sign: str) -> list[str]:
    return [f"{name}{sign}{version}" for name, version in packages.items()]


def _installed(name: str, versions: object, install: Callable[[Path], None]) -> Path:
    """Return the folder of an installation, which is made anew if other versions are wanted than it has."""
    folder = CACHE / name
    stamp = folder / ".installed"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != str(versions):
        shutil.rmtree(folder, ignore_errors=True)
        CACHE.mkdir(exist_ok=True)
        install(folder)
        stamp.write_text(str(versions), encoding="utf-8")
    return folder
