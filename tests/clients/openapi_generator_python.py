"""A Python client made by openapi-generator."""

from pathlib import Path

from tests.clients.cache import python_environment
from tests.clients.openapi_generator import generated
from tests.clients.programs import run

PACKAGE = "taskapi_client"
WALK = Path(__file__).parent / "walks" / "openapi_generator_python" / "walk.py"


def generate(document: Path, folder: Path) -> Path:
    """Generate the client; return its folder."""
    return generated("python", document, folder, "--package-name", PACKAGE)


def build(client: Path) -> None:
    """Check the walk against the types of the client."""
    programs = python_environment("openapi-generator")
    check = ("--strict", "--follow-imports=silent", "--cache-dir", client / ".mypy_cache")
    run(programs / "mypy", *check, WALK, folder=client, MYPYPATH=str(client))


def walk(client: Path, url: str) -> str:
    """Walk with the client; return what it prints."""
    return run(python_environment("openapi-generator") / "python", WALK, url, folder=client, PYTHONPATH=str(client))
