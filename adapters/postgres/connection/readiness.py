"""Whether the database is there and has tables that this release can work with."""

import asyncio

import asyncpg
from attrs import field, frozen

from adapters.postgres.connection.connection import Connection
from domain.errors import StoreUnavailable

REVISION = "0002"
"""The migration that makes the tables of this release (known here, so that serving needs no Alembic)."""


@frozen
class Readiness:
    """Looks over a connection of its own, so that a busy store does not look like an absent one."""

    line: Connection
    _turn: asyncio.Lock = field(factory=asyncio.Lock, init=False)

    async def __call__(self) -> bool:
        """Whether requests can be served now."""
        try:
            async with self._turn:
                return can_work_with(await self.revision())
        except StoreUnavailable:
            return False

    async def revision(self) -> str | None:
        """The revision of the tables, none if there are no tables; raise `StoreUnavailable`."""
        try:
            rows = await self.line.fetch("SELECT version_num FROM alembic_version", ())
        except asyncpg.UndefinedTableError:
            return None
        return rows[0][0] if rows else None


def can_work_with(revision: str | None) -> bool:
    """Whether these are the tables of this release, or of a later one.

    Revisions are numbered, and a migration is made so that the release before can live with it: while a later release
    is rolled out, the processes of this one go on.
    """
    return revision is not None and revision >= REVISION
