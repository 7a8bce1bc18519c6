"""A digest of every table: equal for equal rows, independent of their order and of the server."""

from collections.abc import Mapping
from typing import TypeAlias

import asyncpg
from attrs import frozen

Digests: TypeAlias = Mapping[str, "Digest"]

# The text form of values depends on these.
SESSION = {
    "application_name": "taskapi backup",
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "search_path": "public",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}

TABLES = """
    SELECT format('%I.%I', schemaname, tablename)
    FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
    ORDER BY 1
"""

# Sums do not depend on the order and need no memory; two of 64 bits each rule out accidental matches.
DIGEST = """
    SELECT count(*) AS rows,
           coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint), 0)::text || ':' ||
           coalesce(sum(('x' || right(md5(t::text), 16))::bit(64)::bigint), 0)::text AS sums
    FROM {table} AS t
"""


@frozen
class Digest:
    """The number of rows of a table, and a checksum of their contents."""

    rows: int
    sums: str


async def connect(url: str) -> asyncpg.Connection:
    """Connect with settings under which values have the same text form on every server."""
    return await asyncpg.connect(url, timeout=10, server_settings=SESSION)


async def digests_of(connection: asyncpg.Connection) -> dict[str, Digest]:
    """Return the digest of every table, by name."""
    names = [row[0] for row in await connection.fetch(TABLES)]
    found = {name: await connection.fetchrow(DIGEST.format(table=name)) for name in names}
    return {name: Digest(row["rows"], row["sums"]) for name, row in found.items() if row is not None}


def differences(expected: Digests, found: Digests) -> list[str]:
    """Return a line for each table that differs."""
    lines = [f"{name} is missing" for name in expected if name not in found]
    lines += [f"{name} was not in the backup" for name in found if name not in expected]
    for name in expected.keys() & found.keys():
        if expected[name].rows != found[name].rows:
            lines.append(f"{name} has {found[name].rows} rows instead of {expected[name].rows}")
        elif expected[name] != found[name]:
            lines.append(f"{name} has different contents")
    return sorted(lines)
