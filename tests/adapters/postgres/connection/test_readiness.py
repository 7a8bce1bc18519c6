"""When requests can be served: with the tables of this release, or of a later one."""

from collections.abc import Callable

from adapters.postgres import ConnectionSettings, PostgresStore
from tests.support.postgres_fixtures import execute


async def test_it_is_ready_on_the_tables_of_this_release(postgres_store: PostgresStore) -> None:
    assert await postgres_store.ready()


async def test_it_stays_ready_while_a_later_release_is_rolled_out(
    postgres_store: PostgresStore, database_url: str
) -> None:
    execute(database_url, "UPDATE taskapi_alembic_version SET version_num = '0099'")

    assert await postgres_store.ready()


async def test_it_is_not_ready_on_the_tables_of_an_earlier_release(
    postgres_store: PostgresStore, database_url: str
) -> None:
    execute(database_url, "UPDATE taskapi_alembic_version SET version_num = '0000'")

    assert not await postgres_store.ready()


async def test_it_is_not_ready_without_tables(make_database: Callable[..., str]) -> None:
    async with PostgresStore(ConnectionSettings(url=make_database(empty=True))) as store:
        assert not await store.ready()


async def test_it_is_not_ready_without_a_database() -> None:
    store = PostgresStore(ConnectionSettings(url="postgresql://nobody@127.0.0.1:1/nothing"))

    assert not await store.ready()
