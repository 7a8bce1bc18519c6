"""Restoring a dump as a script, so that a server older than the one it was made on understands it."""

import asyncio
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE
from contextlib import suppress
from pathlib import Path
from typing import cast

from adapters.postgres_server.backup.errors import BackupFailed
from adapters.postgres_server.backup.programs import error_in, program

UNKNOWN_TO_OLDER = {"transaction_timeout": 17}
"""Settings at the beginning of a dump, with the first major version of PostgreSQL that knows them."""
CHUNK = 65_536


async def restore_script(dump: Path, url: str, *, dumped_by: int, server: int) -> None:
    """Restore a dump of one major version into a server of another, all or nothing; raise `BackupFailed`."""
    newest = max(dumped_by, server)
    reader = await program("pg_restore", major=newest).start(
        "--file=-", "--no-owner", "--no-privileges", str(dump), stderr=PIPE
    )
    writer = await program("psql", major=newest).start(
        "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-",
        url=url, stdin=PIPE,
    )  # fmt: skip
    script, sink = cast("StreamReader", reader.stdout), cast("StreamWriter", writer.stdin)
    errors = asyncio.ensure_future(cast("StreamReader", reader.stderr).read())
    messages = asyncio.ensure_future(cast("StreamReader", writer.stdout).read())
    try:
        with suppress(BrokenPipeError, ConnectionResetError):  # psql has failed, and says why
            await _copy(script, sink, {name for name, since in UNKNOWN_TO_OLDER.items() if server < since})
            if await reader.wait():
                raise BackupFailed(f"pg_restore failed: {error_in(await errors)}")
            sink.close()
        if await writer.wait():
            raise BackupFailed(f"psql failed: {error_in(await messages)}")
    finally:
        for process in (reader, writer):  # a script that ends early must not be committed
            with suppress(ProcessLookupError):
                process.kill()
        await asyncio.gather(errors, messages, reader.wait(), writer.wait())


async def _copy(script: StreamReader, sink: StreamWriter, unknown: set[str]) -> None:
    """Copy a script without the lines that set unknown settings."""
    while unknown and (line := await script.readline()):
        name = line.decode("utf-8", "replace").removeprefix("SET ").partition(" = ")[0]
        if line.startswith(b"SET ") and name in unknown:
            unknown.remove(name)
        else:
            sink.write(line)
    while chunk := await script.read(CHUNK):
        sink.write(chunk)
        await sink.drain()
