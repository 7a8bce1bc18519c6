"""Creating a backup while the service runs."""

from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from adapters.postgres_server.backup.archive import Contents, contents_path
from adapters.postgres_server.backup.digests import connect, digests_of
from adapters.postgres_server.backup.errors import BackupFailed
from adapters.postgres_server.backup.programs import program


async def back_up(url: str, to: Path) -> Contents:
    """Write a consistent snapshot of all data into a new file; raise `BackupFailed`.

    The file appears under its name only when it is complete.
    """
    for path in (to, contents_path(to)):
        if path.exists():
            raise BackupFailed(f"{path} exists; name another file, or remove it")
    unfinished = to.with_name(f"{to.name}.unfinished")
    try:
        unfinished.touch(mode=0o600)
        connection = await connect(url)
        try:
            contents = await _dump(connection, url, unfinished)
        finally:
            await connection.close()
        contents.write(to)
        unfinished.rename(to)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise BackupFailed(f"{to} was not written: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return contents


async def _dump(connection: asyncpg.Connection, url: str, to: Path) -> Contents:
    version = connection.get_server_version()
    # The dump and the digests read the same snapshot.
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
        await program("pg_dump", major=version.major).run(
            "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={to}", url=url
        )
        return Contents(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            server=f"{version.major}.{version.minor}",
            major=version.major,
            tables=await digests_of(connection),
        )
