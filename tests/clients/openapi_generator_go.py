"""A Go client made by openapi-generator."""

import shutil
from pathlib import Path

from tests.clients.openapi_generator import generated
from tests.clients.programs import program, run

WALK = Path(__file__).parent / "walks" / "openapi_generator_go" / "walk.go"
MODULE = ("--git-host", "example.org", "--git-user-id", "taskapi", "--git-repo-id", "client")

OPEN = "--additional-properties=disallowAdditionalPropertiesIfNotPresent=false"
"""Otherwise the client rejects responses with fields that it does not know, as later releases may add."""


def generate(document: Path, folder: Path) -> Path:
    """Generate the client as the module `example.org/taskapi/client`; return its folder."""
    return generated("go", document, folder, *MODULE, "--package-name", "taskapi", OPEN)


def build(client: Path) -> None:
    """Compile the client, and the walk as a command of its module."""
    shutil.copyfile(WALK, _command(client))
    # The generator writes tests that need a server and another module.
    shutil.rmtree(client / "test", ignore_errors=True)
    run(program("go"), "vet", "./...", folder=client)
    run(program("go"), "build", "-o", client / "walk", "./cmd/walk", folder=client)


def walk(client: Path, url: str) -> str:
    """Walk with the client; return what it prints."""
    return run(client / "walk", url, folder=client)


def _command(client: Path) -> Path:
    folder = client / "cmd" / "walk"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "main.go"
