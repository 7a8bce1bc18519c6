"""A real service on a real, durable PostgreSQL. Tests marked `long` run with `make test-faults` only."""

import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from types import FrameType
from typing import Never

import pytest

from tests.faults.support.figures import Figures
from tests.faults.support.node import Node, new_database
from tests.faults.support.people import Crowd
from tests.faults.support.service import Serve, Service
from tests.support.suites import deselect_unless_asked

SHORT, LONG = 40, 400
"""Seconds a test may take."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: takes minutes; runs when asked for (make test-faults)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    deselect_unless_asked("long", config, items)


@pytest.fixture(autouse=True)
def _bounded(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test may hang, whatever it waits for."""
    marker = request.node.get_closest_marker("long")
    seconds = marker.kwargs.get("seconds", LONG) if marker else SHORT

    def give_up(_: int, __: FrameType | None) -> Never:
        raise TimeoutError(f"the test took more than {seconds} s")

    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    yield
    signal.alarm(0)


@pytest.fixture(scope="session")
def figures() -> Figures:
    return Figures.from_environment()


@pytest.fixture
async def crowd() -> AsyncIterator[Crowd]:
    """The people of a test, and the history they write."""
    crowd = Crowd()
    yield crowd
    await crowd.leave()


@pytest.fixture(scope="session")
async def shared_node(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Node]:
    """One server for all; use `node`."""
    node = Node.made_in(tmp_path_factory.mktemp("node") / "postgres")
    await node.start()
    yield node
    await node.end()


@pytest.fixture
async def node(shared_node: Node) -> AsyncIterator[Node]:
    """A PostgreSQL server that may be mistreated; it is well again for the next test."""
    yield shared_node
    shared_node.thaw()
    if not shared_node.runs:
        await shared_node.start()


@pytest.fixture
async def start_service(node: Node, tmp_path: Path) -> AsyncIterator[Serve]:
    """Start a service: on a database of its own, or where `database_url` says; further arguments are settings."""
    async with AsyncExitStack() as stack:

        async def start(database_url: str | None = None, *, max_files: int | None = None, **settings: str) -> Service:
            url = database_url or await new_database(node)
            service = Service(tmp_path, url, settings, max_files=max_files)
            stack.push_async_callback(service.end)
            await service.start()
            return service

        yield start


@pytest.fixture(scope="session")
async def service(shared_node: Node, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """A service with two workers for tests that do it no harm."""
    service = Service(tmp_path_factory.mktemp("service"), await new_database(shared_node))
    await service.start()
    yield service
    await service.end()
