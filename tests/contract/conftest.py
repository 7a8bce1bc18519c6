"""One suite, two stores: whatever Postgres does, memory does.

The stores are not emptied between tests: each makes users of its own and
looks at nothing else.
"""

from collections.abc import AsyncIterator

import pytest

from adapters.memory import MemoryStore
from adapters.postgres import ConnectionSettings, PostgresStore
from domain.ids import UserId
from domain.ports import Begin
from tests.builders import a_user
from tests.postgres_fixtures import execute, with_database
from tests.units import add


@pytest.fixture(scope="session")
def shared_memory_store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture(scope="session")
async def shared_postgres_store(postgres_url: str, template: str) -> AsyncIterator[PostgresStore]:
    """A store on one database for the whole suite: making one for every test takes longer than the test."""
    database = f"{template}_contract"
    execute(postgres_url, f"CREATE DATABASE {database} TEMPLATE {template}")
    async with PostgresStore(ConnectionSettings(url=with_database(postgres_url, database))) as store:
        yield store
    execute(postgres_url, f"DROP DATABASE {database}")


@pytest.fixture(params=["memory", "postgres"])
def begin(request: pytest.FixtureRequest) -> Begin:
    """The way to begin a unit of work on the store under test."""
    begin: Begin = request.getfixturevalue(f"shared_{request.param}_store").begin
    return begin


@pytest.fixture
async def owner(begin: Begin) -> UserId:
    """A user of whom the store holds nothing else."""
    user = a_user()
    await add(begin, user)
    return user.id
