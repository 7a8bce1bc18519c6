"""Trying a use case without keeping anything."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from attrs import frozen

from application.changes.undoing import numbered_after
from domain.changes.recorded_change import RecordedChange
from domain.ids import UserId
from domain.ports import Begin, Work

T = TypeVar("T")


class _Abandoned(Exception):
    """Ends a unit of work without a commit."""


@frozen
class DryRun:
    """Run something and roll it back."""

    begin: Begin

    async def __call__(self, owner: UserId, run: Callable[[Work], Awaitable[T]]) -> tuple[T, Sequence[RecordedChange]]:
        """Return the result, and the changes with the numbers that they would get now; its errors are raised."""
        with suppress(_Abandoned):
            async with self.begin() as work:
                result = await run(work)
                changes = numbered_after(await work.changes.latest(owner), work.changes.recorded())
                raise _Abandoned
        return result, changes
