"""The Alembic environment: one process migrates, concurrent ones wait for it."""

import asyncio

import asyncpg
from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from adapters.postgres.connection.readiness import VERSION_TABLE
from adapters.postgres.sql.schema import metadata

# Any number will do, as long as every release uses the same.
LOCK = 7_236_551_034
DEFAULT_TABLE = "alembic_version"
FIRST_REVISIONS = ("0001", "0002")
FIRST_TABLES = ("users", "sessions", "tasks", "receipts", "allowances")


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=metadata, transaction_per_migration=False, version_table=VERSION_TABLE
    )
    with context.begin_transaction():
        # Whatever the role has: where a pooler stands before the database, its limits are those of short requests.
        for limit in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(text(f"SET LOCAL {limit} = '10min'"))
        # Taken before the present revision is read; held until the commit.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        # Only now: waiting for another migrator may take long, waiting for a busy table must not.
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        _adopt_revision(connection)
        context.run_migrations()


def _adopt_revision(connection: Connection) -> None:
    """Copy the revision from Alembic's default table, where the first releases stored it.

    That table may belong to another program: then it has another revision, or our tables are missing. It is not
    changed, so that an earlier release keeps working.
    """
    names = [VERSION_TABLE, DEFAULT_TABLE, *FIRST_TABLES]
    own, default, *tables = (connection.scalar(text("SELECT to_regclass(:name)"), {"name": name}) for name in names)
    if own is not None or default is None or not all(tables):
        return
    revision = connection.scalar(text(f"SELECT version_num FROM {DEFAULT_TABLE}"))  # noqa: S608 - a constant
    if revision in FIRST_REVISIONS:
        key = f"CONSTRAINT {VERSION_TABLE}_pkc PRIMARY KEY"
        connection.execute(text(f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL {key})"))
        connection.execute(text(f"INSERT INTO {VERSION_TABLE} VALUES (:revision)"), {"revision": revision})  # noqa: S608 - a constant


async def _online() -> None:
    url = context.config.attributes["url"]
    # asyncpg reads the URL itself, as it does for the store: several hosts, sockets, TLS and all.
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(url), poolclass=NullPool
    )
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate)
            await connection.commit()
    finally:
        await engine.dispose()


asyncio.run(_online())
