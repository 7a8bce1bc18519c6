"""Whether this process wants requests."""

import asyncio
from collections.abc import Awaitable, Callable

from attrs import define, field

from entrypoints.http.requests.errors import NotReady

PATIENCE = 1.0
"""Seconds in which the store has to say that it is well."""


@define
class Readiness:
    """Ready while the store is, until the process is told to wind down."""

    store_ready: Callable[[], Awaitable[bool]]
    draining: bool = field(default=False, init=False)

    def drain(self) -> None:
        """Be ready no more; what is under way goes on."""
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
