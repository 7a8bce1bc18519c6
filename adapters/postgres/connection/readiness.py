"""Whether the database is reachable and its schema fits this release."""

import asyncio

import asyncpg
from attrs import field, frozen

from adapters.postgres.connection.connection import Connection
from domain.errors import StoreUnavailable

REVISION = "0007"
"""The migration that creates the schema of this release (stated here, so that serving processes need no Alembic)."""

VERSION_TABLE = "taskapi_alembic_version"
"""The table with the revision of the schema: not Alembic's default, which other programs in the database may use."""
REVISION_OF_SCHEMA = "SELECT version_num FROM taskapi_alembic_version WHERE to_regclass('tasks') IS NOT NULL"


@frozen
class Readiness:
    """Checks over a separate connection, so that a busy store does not look like an unreachable one."""

    connection: Connection
    _turn: asyncio.Lock = field(factory=asyncio.Lock, init=False)

    async def __call__(self) -> bool:
        """Whether requests can be served now."""
        try:
            async with self._turn:
                return can_work_with(await self.revision())
        except StoreUnavailable:
            return False

    async def revision(self) -> str | None:
        """Return the revision of the schema, None without tables; raise `StoreUnavailable`."""
        try:
            rows = await self.connection.fetch(REVISION_OF_SCHEMA, ())
        except asyncpg.UndefinedTableError:
            return None
        return rows[0][0] if rows else None


def can_work_with(revision: str | None) -> bool:
    """Return whether this is the schema of this release or of a later one.

    Revisions are numbered, and a migration is made so that the release before can live with it: while a later release
    is rolled out, the processes of this one go on.
    """
    return revision is not None and revision >= REVISION
