"""Clients that generators make out of the served document compile, and do what a user needs."""

from pathlib import Path
from types import ModuleType

import pytest

from tests.clients import openapi_generator_go, openapi_generator_python, openapi_python_client, openapi_typescript
from tests.clients.cache import CACHE
from tests.support.server import Server

pytestmark = pytest.mark.clients

GENERATORS = (openapi_generator_python, openapi_generator_go, openapi_python_client, openapi_typescript)
"""Modules with `generate`, `build` and `walk`."""
STEPS = """\
register
log in
create
list with two filters
next page
read
edit with If-Match
409 transition-not-allowed
412 stale-task
400 invalid-input
batch
delete
log out
401 invalid-token
"""
"""What each walk prints, after it has checked what it has received."""


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_generated_client_compiles_and_walks(generator: ModuleType, document: Path, server: Server) -> None:
    client = generator.generate(document, CACHE / generator.__name__.rpartition(".")[2])
    generator.build(client)

    assert generator.walk(client, server.url) == STEPS
