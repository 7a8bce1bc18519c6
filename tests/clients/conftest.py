"""Generated clients, run against a real server. These tests run with `make test-clients` only."""

from pathlib import Path

import httpx
import pytest

from tests.clients.cache import CACHE
from tests.support.server import Server
from tests.support.suites import deselect_unless_asked


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "clients: generates clients; runs when asked for (make test-clients)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    deselect_unless_asked("clients", config, items)


@pytest.fixture(scope="session")
def document(server: Server) -> Path:
    """The OpenAPI document as a real server serves it."""
    CACHE.mkdir(exist_ok=True)
    file = CACHE / "openapi.json"
    file.write_bytes(httpx.get(f"{server.url}/openapi.json").raise_for_status().content)
    return file
