"""Periodic background tasks of a process."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol, TypeAlias

import structlog

from application.changes.feed import ChangeFeed
from domain.errors import Unavailable
from domain.ids import UserId
from domain.ports import Clock

BETWEEN = 600.0
"""Seconds between two rounds, varied by half, so that processes do not run in step."""
BETWEEN_DERIVATIONS = 60.0
"""Sooner, because a search does not find what an earlier release wrote before it is derived."""

_log = structlog.get_logger("taskapi.housekeeping")


TICK = 0.25
"""Seconds between two questions about the changes that other processes made."""


BackgroundTask: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
"""Something that runs beside the requests until it is cancelled."""


class AccountsWithChanges(Protocol):
    """Finds which of some accounts have changes after a number."""

    def __call__(self, read_up_to: Mapping[UserId, int], /) -> Awaitable[Sequence[UserId]]: ...


class Sweep(Protocol):
    """Deletes expired rows."""

    def __call__(self, *, at: datetime) -> Awaitable[int]: ...


class Derive(Protocol):
    """Computes what is stored beside tasks where another release wrote them."""

    def __call__(self) -> Awaitable[int]: ...


def sweeping(sweep: Sweep, now: Clock, *, between: float = BETWEEN) -> BackgroundTask:
    """Return a background task that sweeps every few minutes; while the store is away it waits for the next round."""

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


def deriving(derive: Derive, *, between: float = BETWEEN_DERIVATIONS) -> BackgroundTask:
    """Return a background task that derives at once and then every minute; while the store is away it waits."""

    async def derive_round_after_round() -> None:
        while True:
            try:
                changed = await derive()
            except Unavailable:
                changed = 0
            if changed:
                _log.info("derived", rows=changed)
            await asyncio.sleep(between * random.uniform(0.5, 1.5))  # noqa: S311 - no secret

    return derive_round_after_round


def following(find: AccountsWithChanges, feed: ChangeFeed, *, between: float = TICK) -> BackgroundTask:
    """Return a background task that wakes listeners when another process has committed changes of their account."""

    async def follow_tick_after_tick() -> None:
        while True:
            await asyncio.sleep(between)
            read_up_to = feed.read_up_to()
            if not read_up_to:
                continue
            with suppress(Unavailable):
                for owner in await find(read_up_to):
                    feed.announce(owner)

    return follow_tick_after_tick
