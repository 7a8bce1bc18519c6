"""The recorded changes of an account, read from any store."""

from collections.abc import Sequence

from domain.changes.recorded_change import RecordedChange
from domain.ids import UserId
from domain.ports import Begin

ALL = 10_000


async def record_of(begin: Begin, owner: UserId) -> Sequence[RecordedChange]:
    """Return all changes of an account."""
    async with begin() as work:
        return list(await work.changes.after(0, owner=owner, limit=ALL))


async def latest_of(begin: Begin, owner: UserId) -> int:
    """Return the number of the last change of an account."""
    async with begin() as work:
        return await work.changes.latest(owner)
