"""Periodic background tasks of a process."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any, Protocol, TypeAlias

import structlog

from domain.errors import Unavailable
from domain.ports import Clock

BETWEEN = 600.0
"""Seconds between two rounds, varied by half, so that processes do not run in step."""

_log = structlog.get_logger("taskapi.housekeeping")


BackgroundTask: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
"""Something that runs beside the requests until it is cancelled."""


class Sweep(Protocol):
    """Deletes expired rows."""

    def __call__(self, *, at: datetime) -> Awaitable[int]: ...


def sweeping(sweep: Sweep, now: Clock, *, between: float = BETWEEN) -> BackgroundTask:
    """A background_task that sweeps round after round; while the store is away it waits for the next."""

    async def sweep_round_after_round() -> None:
        while True:
            await asyncio.sleep(between * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
            try:
                gone = await sweep(at=now())
            except Unavailable:
                continue
            if gone:
                _log.info("swept", rows=gone)

    return sweep_round_after_round
