"""One server for all tests that do it no harm."""

from collections.abc import Iterator

import pytest

from tests.system.person import Person
from tests.system.server import Server, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two workers and a PostgreSQL of their own, in a folder that was empty and has a blank in its name."""
    with serving(tmp_path_factory.mktemp("a server"), "--workers", "2") as server:
        yield server


@pytest.fixture
def person(server: Server) -> Iterator[Person]:
    """Somebody who is signed in there."""
    with server.client() as client:
        yield Person.new(client)
