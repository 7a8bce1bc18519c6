"""Types made by openapi-typescript, and openapi-fetch, which calls the API with them."""

import json
import shutil
from pathlib import Path

from tests.clients.cache import node_modules
from tests.clients.programs import program, run

WALK = Path(__file__).parent / "walks" / "openapi_typescript" / "walk.ts"
COMPILER_OPTIONS = {
    "strict": True,
    "exactOptionalPropertyTypes": True,
    "noUncheckedIndexedAccess": True,
    "noEmitOnError": True,
    "target": "es2022",
    "module": "nodenext",
    "types": ["node"],
}


def generate(document: Path, folder: Path) -> Path:
    """Generate the types into a folder with `node_modules`; return the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    installation = node_modules("openapi-typescript")
    (folder / "node_modules").symlink_to(installation / "node_modules", target_is_directory=True)
    (folder / "package.json").write_text('{"private": true, "type": "module"}\n', encoding="utf-8")
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": COMPILER_OPTIONS}), encoding="utf-8")
    _node(folder, "openapi-typescript/bin/cli.js", document, "--output", "api.d.ts")
    return folder


def build(client: Path) -> None:
    """Check types strictly, and compile the walk."""
    shutil.copyfile(WALK, client / "walk.ts")
    _node(client, "typescript/bin/tsc", "--project", client)


def walk(client: Path, url: str) -> str:
    """Walk with the client; return what it prints."""
    return run(program("node"), "walk.js", url, folder=client)


def _node(client: Path, script: str, *arguments: str | Path) -> None:
    run(program("node"), client / "node_modules" / script, *arguments, folder=client)
