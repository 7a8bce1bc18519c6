"""A Python client made by openapi-python-client."""

import shutil
from pathlib import Path

from tests.clients.cache import python_environment
from tests.clients.programs import run

WALK = Path(__file__).parent / "walks" / "openapi_python_client" / "walk.py"


def generate(document: Path, folder: Path) -> Path:
    """Generate the client, which must not cause a warning; return its folder."""
    shutil.rmtree(folder, ignore_errors=True)
    programs = python_environment("openapi-python-client")
    generator = (programs / "openapi-python-client", "generate", "--fail-on-warning")
    # It formats the client with the ruff that it finds.
    found = f"{programs}:/usr/bin:/bin"
    run(*generator, "--path", document, "--output-path", folder, folder=document.parent, PATH=found)
    return folder


def build(client: Path) -> None:
    """Check the client and the walk with mypy."""
    programs = python_environment("openapi-python-client")
    check = ("--strict", "--cache-dir", client / ".mypy_cache")
    run(programs / "mypy", *check, client / "taskapi_client", WALK, folder=client, MYPYPATH=str(client))


def walk(client: Path, url: str) -> str:
    """Walk with the client; return what it prints."""
    programs = python_environment("openapi-python-client")
    return run(programs / "python", WALK, url, folder=client, PYTHONPATH=str(client))
