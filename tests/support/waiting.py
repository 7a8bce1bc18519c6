"""Waiting for a condition, never for a fixed time."""

import asyncio
from collections.abc import Awaitable, Callable
from inspect import isawaitable

INTERVAL = 0.01
"""Seconds between two checks of the condition."""


async def until(condition: Callable[[], bool | Awaitable[bool]], *, within: float | None = 60.0) -> float:
    """Return after how many seconds the condition held; raise `TimeoutError` if it does not hold in time."""
    now = asyncio.get_running_loop().time
    begin = now()
    async with asyncio.timeout(within):
        while not await _holds(condition):  # noqa: ASYNC110 - a condition has no event to wait for
            await asyncio.sleep(INTERVAL)
    return now() - begin


async def _holds(condition: Callable[[], bool | Awaitable[bool]]) -> bool:
    held = condition()
    return await held if isawaitable(held) else held
