"""What the HTTP tests share."""

from collections.abc import AsyncIterator

import pytest

from tests.entrypoints.http.support.api import Api, Person, running


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """The application on a store of its own."""
    async with running() as api:
        yield api


@pytest.fixture
async def ada(api: Api) -> Person:
    """Somebody who is signed in."""
    return await api.person("ada@example.com")
