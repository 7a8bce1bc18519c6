"""PostgreSQL for tests: one throw-away server, and for every test a migrated database of its own.

`TEST_DATABASE_URL` names another server (a superuser's URL) to use instead of the embedded one.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from urllib.parse import urlsplit

import asyncpg
import pytest

import migrations
from adapters.postgres import ConnectionSettings, PostgresStore
from adapters.postgres_server import throwaway

TEMPLATE = f"taskapi_template_{os.getpid()}"
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on which databases can be made."""
    with ExitStack() as stack:
        if url := os.environ.get("TEST_DATABASE_URL"):
            yield url
        else:
            yield stack.enter_context(throwaway(tmp_path_factory.mktemp("postgres"))).url


@pytest.fixture(scope="session")
def template(postgres_url: str) -> Iterator[str]:
    """The name of a migrated, empty database."""
    execute(postgres_url, f"CREATE DATABASE {TEMPLATE} ENCODING 'UTF8' TEMPLATE template0")
    in_thread(migrations.upgrade, with_database(postgres_url, TEMPLATE))
    yield TEMPLATE
    execute(postgres_url, f"DROP DATABASE {TEMPLATE} WITH (FORCE)")


@pytest.fixture
def make_database(postgres_url: str, template: str) -> Iterator[Callable[..., str]]:
    """Make databases: migrated ones, or with `empty=True` ones without tables; returns the URL."""
    made = []

    def make(*, empty: bool = False) -> str:
        name = f"taskapi_test_{os.getpid()}_{next(_numbers)}"
        execute(postgres_url, f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else template}")
        made.append(name)
        return with_database(postgres_url, name)

    yield make
    for name in made:
        execute(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database_url(make_database: Callable[..., str]) -> str:
    """A migrated database that no other test sees."""
    return make_database()


@pytest.fixture
async def postgres_store(database_url: str) -> AsyncIterator[PostgresStore]:
    """A store on a database of its own."""
    async with PostgresStore(ConnectionSettings(url=database_url)) as store:
        yield store


def with_database(url: str, name: str) -> str:
    """The URL of another database on the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def execute(url: str, sql: str) -> None:
    """Run a statement on a connection of its own."""

    async def run() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()

    in_thread(asyncio.run, run())


def in_thread(function: Callable[..., object], *arguments: object) -> object:
    """Return the result of something that needs a thread without an event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function, *arguments).result()
