"""Restoring a backup, and verifying that it can be restored."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from adapters.postgres_server.backup.archive import Contents
from adapters.postgres_server.backup.digests import connect, differences, digests_of
from adapters.postgres_server.backup.errors import BackupFailed
from adapters.postgres_server.backup.script import restore_script

OLDEST = 15
"""The oldest major version of PostgreSQL that this release supports."""


async def restore(dump: Path, url: str) -> Contents:
    """Restore a backup into an empty database, all or nothing, and compare every table; raise `BackupFailed`."""
    contents = Contents.of(dump)
    try:
        connection = await connect(url)
        try:
            await _ensure_empty(connection)
            server = connection.get_server_version().major
            if server < OLDEST:
                raise BackupFailed(f"the server is PostgreSQL {server}; restore into {OLDEST} or later")
            await restore_script(dump, url, dumped_by=contents.major, server=server)
            mismatches = differences(contents.tables, await digests_of(connection))
        finally:
            await connection.close()
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise BackupFailed(f"{dump} was not restored: {error}") from error
    if mismatches:
        raise BackupFailed(f"the restored data differ from the backup: {'; '.join(mismatches)}")
    return contents


async def verify(dump: Path, url: str) -> Contents:
    """Restore into a temporary database on the same server; raise `BackupFailed`."""
    try:
        async with _scratch_database(url) as scratch:
            return await restore(dump, scratch)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise BackupFailed(
            f"no scratch database could be made: {error}; the user of DATABASE_URL needs the right CREATEDB"
        ) from error


@asynccontextmanager
async def _scratch_database(url: str) -> AsyncIterator[str]:
    name = f"taskapi_verify_{secrets.token_hex(6)}"
    connection = await connect(url)
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()


async def _ensure_empty(connection: asyncpg.Connection) -> None:
    tables = [row[0] for row in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    if tables:
        raise BackupFailed(
            f"the database has tables ({', '.join(sorted(tables)[:3])} …); nothing was changed:"
            " make an empty one and name it in DATABASE_URL, or use --verify"
        )
