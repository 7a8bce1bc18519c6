"""Diagnosing a database before anything depends on it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic

import asyncpg
from attrs import define, frozen

from adapters.postgres.connection.connection import ConnectionSettings
from adapters.postgres.connection.readiness import REVISION_OF_SCHEMA
from domain.errors import StoreUnavailable

NOT_YET = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
)
"""The server is unreachable or not ready; a retry may succeed (`TimeoutError` is an `OSError`)."""

BROKEN_POOLER = (
    "the connection pooler breaks prepared statements: use PgBouncer 1.21 or newer as in deploy/pgbouncer.ini,"
    " its session mode, or a direct connection"
)
ROUNDS = 10
"""Attempts to find a pooler that breaks prepared statements: it may use a separate connection by chance."""

TABLES = (
    *("users", "sessions", "personal_access_tokens", "projects", "outlines", "tasks", "receipts", "allowances"),
    *("change_counters", "changes"),
)

FACTS = """
SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
       current_setting('server_version_num')::int / 10000 AS major,
       current_setting('server_encoding') AS encoding,
       current_setting('transaction_read_only')::bool AS read_only,
       current_setting('fsync')::bool
           AND current_setting('full_page_writes')::bool
           AND current_setting('synchronous_commit') <> 'off' AS durable,
       role.rolsuper AS superuser,
       coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create_tables,
       ARRAY(
           SELECT right_ || ' on ' || table_
             FROM unnest($1::text[]) AS table_, unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS right_
            WHERE to_regclass(table_) IS NOT NULL AND NOT has_table_privilege(to_regclass(table_), right_)
       ) AS missing_rights,
       coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted,
       inet_server_addr() IS NOT NULL AND NOT (inet_server_addr() << '127.0.0.0/8' OR inet_server_addr() = '::1')
           AS over_network,
       least(
           current_setting('max_connections')::int
               - current_setting('superuser_reserved_connections')::int
               - coalesce(current_setting('reserved_connections', true)::int, 0)
               - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
           CASE WHEN database.datconnlimit >= 0 THEN database.datconnlimit
               - (SELECT count(*) FROM pg_stat_activity WHERE datid = database.oid) END,
           CASE WHEN role.rolconnlimit >= 0 THEN role.rolconnlimit
               - (SELECT count(*) FROM pg_stat_activity WHERE usesysid = role.oid) END
       ) + 1 AS free_connections
  FROM pg_roles AS role, pg_database AS database
 WHERE role.rolname = current_user AND database.datname = current_database()
"""
"""One row; the connection that runs it counts as free, since it is about to be closed."""


@frozen(kw_only=True)
class Diagnosis:
    """The state of a database."""

    version: str
    major: int
    encoding: str
    read_only: bool
    durable: bool
    """Whether committed data survives a failure of the machine."""
    superuser: bool
    may_create_tables: bool
    missing_rights: Sequence[str]
    """What this role may not do with our tables, such as `INSERT on tasks`."""
    prepared_statements: bool
    """Whether they can be used; some connection poolers break them."""
    encrypted: bool
    over_network: bool
    free_connections: int
    """How many more connections this role may open."""
    clock_ahead: timedelta
    """How far its clock is ahead of ours."""
    revision: str | None
    """The revision of its tables, none if there are no tables."""


@define(eq=False)
class DatabaseRefused(Exception):
    """The server rejects the connection or the queries; waiting does not help."""

    reason: str

    def __str__(self) -> str:
        return self.reason


async def diagnosed(settings: ConnectionSettings) -> Diagnosis:
    """Diagnose a database over a separate connection; raise `StoreUnavailable` or `DatabaseRefused`."""
    try:
        connection = await settings.connect()
        try:
            began, before = datetime.now(UTC), monotonic()
            theirs = await connection.fetchval("SELECT clock_timestamp()")
            ours = began + timedelta(seconds=(monotonic() - before) / 2)
            (facts,) = await connection.fetch(FACTS, TABLES)
            return Diagnosis(
                **facts,
                clock_ahead=theirs - ours,
                revision=await _revision(connection),
                prepared_statements=await _can_prepare(settings, connection),
            )
        finally:
            await connection.close(timeout=1)
    except NOT_YET as error:
        raise StoreUnavailable(reason=_in_a_line(error)) from error
    except (asyncpg.DuplicatePreparedStatementError, asyncpg.InvalidSQLStatementNameError) as error:
        raise DatabaseRefused(BROKEN_POOLER) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, ValueError) as error:
        raise DatabaseRefused(_in_a_line(error)) from error


async def _revision(connection: asyncpg.Connection) -> str | None:
    try:
        revision: str | None = await connection.fetchval(REVISION_OF_SCHEMA)
    except asyncpg.UndefinedTableError:
        return None
    return revision


async def _can_prepare(settings: ConnectionSettings, first: asyncpg.Connection) -> bool:
    """Return whether two connections can each prepare a statement of one name.

    Over PgBouncer before 1.21 in transaction mode they share a connection to the server, and with it the statement.
    """
    second = await settings.connect()
    try:
        for number in range(ROUNDS):
            name = f"taskapi_probe_{number}"
            statements = [await each.prepare("SELECT 1", name=name) for each in (first, second)]
            for statement in statements:
                await statement.fetchval()
    except asyncpg.PostgresError:
        return False
    finally:
        await second.close(timeout=1)
    return True


def _in_a_line(error: BaseException) -> str:
    return re.sub(r"^\[Errno -?\d+\] ", "", (str(error) or type(error).__name__).splitlines()[0])
