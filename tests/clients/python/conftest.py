"""Both clients, and accounts on the shared server."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from taskapi_client import AsyncClient, Client, Tokens
from tests.clients.python.support.either import Connected, Either
from tests.support.person import PASSWORD, Person
from tests.support.server import Server


@pytest.fixture(params=[Client, AsyncClient], ids=lambda kind: kind.__name__)
def either(request: pytest.FixtureRequest) -> Either:
    """Each of the two clients."""
    return Either(request.param)


@pytest.fixture
async def anonymous(either: Either, server: Server) -> AsyncIterator[Connected]:
    """A client of the shared server without credentials."""
    async with either.connected(server.url) as connected:
        yield connected


@pytest.fixture
async def mine(anonymous: Connected) -> Connected:
    """A client that is logged in to a new account."""
    await register(anonymous)
    return anonymous


async def register(connected: Connected) -> str:
    """Create an account and log in; return its address."""
    email = f"{uuid4().hex}@example.com"
    await connected.call(lambda client: client.account.register(email=email, password=PASSWORD))
    await connected.call(lambda client: client.sessions.log_in(email=email, password=PASSWORD))
    return email


@pytest.fixture
def tokens(person: Person) -> Tokens:
    """The tokens of a new account."""
    return Tokens(**person.tokens)
