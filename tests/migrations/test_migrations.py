"""The schema's history: every step can be taken, by many at once, and ends where the code expects it."""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from urllib.parse import urlsplit

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

import migrations
from adapters.postgres.batching.domain_errors import CONSTRAINTS
from adapters.postgres.connection.readiness import REVISION
from adapters.postgres.sql.schema import metadata
from tests.support.postgres_fixtures import execute, in_thread
from tests.support.waiting import until

LOCK = 7_236_551_034
"""What migrators agree on (`migrations/env.py`, which only Alembic can import)."""


def test_the_release_knows_the_newest_revision() -> None:
    assert migrations.head() == REVISION


def test_every_step_leads_up_and_down_and_up_again(make_database: Callable[..., str]) -> None:
    url = make_database(empty=True)

    in_thread(migrations.upgrade, url)
    in_thread(migrations.downgrade, url, "base")
    in_thread(migrations.upgrade, url)
    in_thread(migrations.check, url)


def test_a_database_with_the_migrations_of_another_program_gets_our_tables(make_database: Callable[..., str]) -> None:
    url = make_database(empty=True)
    execute(url, "CREATE TABLE alembic_version (version_num varchar(32)); INSERT INTO alembic_version VALUES ('0002')")

    in_thread(migrations.upgrade, url)

    in_thread(migrations.upgrade, url)
    assert in_thread(asyncio.run, revisions(url)) == ("0002", REVISION)


def test_the_revision_of_the_first_releases_is_adopted_and_left_for_them(make_database: Callable[..., str]) -> None:
    url = make_database(empty=True)
    in_thread(migrations.upgrade, url, "0002")
    execute(url, "ALTER TABLE taskapi_alembic_version RENAME CONSTRAINT taskapi_alembic_version_pkc TO version_pkc")
    execute(url, "ALTER TABLE taskapi_alembic_version RENAME TO alembic_version")

    in_thread(migrations.upgrade, url)

    assert in_thread(asyncio.run, revisions(url)) == ("0002", REVISION)


async def revisions(url: str) -> tuple[str, str]:
    """Return the revisions in Alembic's default table and in ours."""
    connection = await asyncpg.connect(url)
    try:
        default = await connection.fetchval("SELECT version_num FROM alembic_version")
        return default, await connection.fetchval("SELECT version_num FROM taskapi_alembic_version")
    finally:
        await connection.close()


def test_the_tables_are_those_of_the_code(database_url: str) -> None:
    in_thread(migrations.check, database_url)


async def test_indexes_and_checks_are_those_of_the_code(make_database: Callable[..., str], database_url: str) -> None:
    """`alembic check` does not compare checks and expressions, so the database does."""
    from_code = make_database(empty=True)
    in_thread(create_from_code, from_code)

    assert await definitions(database_url) == await definitions(from_code)


def test_twenty_processes_at_once_migrate_an_empty_database_once(make_database: Callable[..., str]) -> None:
    url = make_database(empty=True)
    # Processes that have everything imported, so that all of them really come at once.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["migrations", "sqlalchemy.ext.asyncio", "asyncpg"])

    with ProcessPoolExecutor(20, mp_context=processes) as pool:
        for outcome in [pool.submit(migrations.upgrade, url) for _ in range(20)]:
            outcome.result()

    in_thread(migrations.check, url)


async def test_a_coroutine_can_migrate_with_and_without_blocking_its_event_loop(
    make_database: Callable[..., str],
) -> None:
    urls = [make_database(empty=True) for _ in range(3)]

    migrations.upgrade(urls[0])
    await asyncio.gather(*(asyncio.to_thread(migrations.upgrade, url) for url in urls[1:]))

    for url in urls:
        migrations.check(url)


async def test_another_migrator_is_waited_for_longer_than_the_role_lets_a_request_wait(
    make_database: Callable[..., str],
) -> None:
    url = make_database(empty=True)
    other, onlooker = await asyncpg.connect(url), await asyncpg.connect(url)
    for limit in ("statement_timeout", "lock_timeout"):
        await onlooker.execute(f"ALTER DATABASE {urlsplit(url).path[1:]} SET {limit} = '100ms'")
    async with other.transaction():
        await other.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
        migrator = asyncio.create_task(asyncio.to_thread(in_thread, migrations.upgrade, url))
        await until(lambda: migrator.done() or waits_long(onlooker), within=30)
    await migrator
    await asyncio.gather(other.close(), onlooker.close())

    in_thread(migrations.check, url)


async def waits_long(connection: asyncpg.Connection) -> bool:
    """Return whether a session has been waiting for an advisory lock for longer than the limits."""
    long: bool = await connection.fetchval(
        """
        SELECT EXISTS (
            SELECT FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event = 'advisory'
              AND clock_timestamp() - query_start > interval '500ms'
        )
        """
    )
    return long


async def test_every_constraint_has_a_name_that_is_known_or_a_rule_of_the_core(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        rows = await connection.fetch(
            """
            SELECT conname FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f')
            """
        )
    finally:
        await connection.close()

    assert {row[0] for row in rows} - {"taskapi_alembic_version_pkc"} == set(CONSTRAINTS)


def create_from_code(url: str) -> None:
    async def run() -> None:
        engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url))
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        await engine.dispose()

    asyncio.run(run())


async def definitions(url: str) -> set[tuple[str, str]]:
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            """
            SELECT indexname, indexdef FROM pg_indexes
            WHERE schemaname = 'public' AND tablename <> 'taskapi_alembic_version'
            UNION ALL
            SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
              AND conrelid::regclass::text <> 'taskapi_alembic_version' AND contype <> 'n'
            UNION ALL
            SELECT table_name || '.' || column_name, concat_ws(' ', data_type, is_nullable, collation_name)
            FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'taskapi_alembic_version'
            """
        )
    finally:
        await connection.close()
    return {(row[0], row[1]) for row in rows}


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=str)
def test_what_belongs_to_a_user_has_that_user_first_in_its_key(table: object) -> None:
    columns = [column.name for column in metadata.tables[str(table)].primary_key]

    assert columns[0] == {"users": "id", "allowances": "subject"}.get(str(table), "user_id")
