"""Whether this process should receive requests."""

import asyncio
from collections.abc import Awaitable, Callable

from attrs import define, field

from entrypoints.http.requests.errors import NotReady

PATIENCE = 1.0
"""Seconds within which the store must report that it is ready."""


@define
class Readiness:
    """Ready while the store is ready, until the process drains."""

    store_ready: Callable[[], Awaitable[bool]]
    draining: bool = field(default=False, init=False)

    def drain(self) -> None:
        """Report not ready from now on; requests in flight continue."""
        self.draining = True

    async def ensure(self) -> None:
        """Raise `NotReady` unless requests are welcome."""
        if self.draining or not await self._store_ready():
            raise NotReady

    async def _store_ready(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.store_ready()
        except TimeoutError:
            return False
