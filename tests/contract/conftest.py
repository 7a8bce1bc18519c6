"""One suite, two stores: whatever Postgres does, memory does.

The database is not emptied between tests: each makes users of its own and
looks at nothing else.
"""

from collections.abc import AsyncIterator, Iterator
from itertools import cycle

import pytest
from attrs import frozen

from adapters.memory import MemoryStore
from adapters.postgres import ConnectionSettings, PostgresStore
from adapters.postgres.store import PostgresWork
from tests.support.postgres_fixtures import execute, with_database


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture(scope="session")
def shared_database(postgres_url: str, template: str) -> Iterator[str]:
    """One database for the whole suite: making one for every test takes longer than the test."""
    database = f"{template}_contract"
    execute(postgres_url, f"CREATE DATABASE {database} TEMPLATE {template}")
    yield with_database(postgres_url, database)
    execute(postgres_url, f"DROP DATABASE {database}")


@pytest.fixture(scope="session")
async def postgres(shared_database: str) -> AsyncIterator[PostgresStore]:
    async with PostgresStore(ConnectionSettings(url=shared_database)) as store:
        yield store


@pytest.fixture(scope="session")
async def another_postgres(shared_database: str) -> AsyncIterator[PostgresStore]:
    """A second store on the same database, such as another process has."""
    async with PostgresStore(ConnectionSettings(url=shared_database)) as store:
        yield store


@frozen
class InTurns:
    """Begins units of work on several stores in turn."""

    stores: Iterator[PostgresStore]

    def begin(self) -> PostgresWork:
        return next(self.stores).begin()


@pytest.fixture
def two_processes(postgres: PostgresStore, another_postgres: PostgresStore) -> InTurns:
    return InTurns(cycle((postgres, another_postgres)))
