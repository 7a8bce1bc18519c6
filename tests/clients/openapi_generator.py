"""openapi-generator, the most widely used one, which runs on Java."""

import shutil
from pathlib import Path

from tests.clients.cache import jar
from tests.clients.programs import program, run


def generated(language: str, document: Path, folder: Path, *options: str) -> Path:
    """Generate a client into a folder, which is emptied before; return the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    generate = ("generate", "--generator-name", language, "--input-spec", document, "--output", folder)
    # Without `--skip-validate-spec`: the generator validates the document first.
    run(program("java"), "-jar", jar("openapi-generator-cli"), *generate, *options, folder=document.parent)
    return folder
