"""Whether the database is there and has the tables this release was written for."""

import asyncio

import asyncpg
from attrs import field, frozen

from adapters.postgres.line import Line
from adapters.postgres.schema import REVISION
from domain.errors import StoreUnavailable


@frozen
class Readiness:
    """Looks over a connection of its own, so that a busy store does not look like an absent one."""

    line: Line
    _turn: asyncio.Lock = field(factory=asyncio.Lock, init=False)

    async def __call__(self) -> bool:
        """Whether requests can be served now."""
        try:
            async with self._turn:
                return await self.revision() == REVISION
        except StoreUnavailable:
            return False

    async def revision(self) -> str | None:
        """The revision of the tables, none if there are no tables; raise `StoreUnavailable`."""
        try:
            rows = await self.line.fetch("SELECT version_num FROM alembic_version", ())
        except asyncpg.UndefinedTableError:
            return None
        return rows[0][0] if rows else None
