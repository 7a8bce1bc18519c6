"""The transport of the asynchronous client, for asyncio."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from taskapi_client.core.messages import HttpRequest, Opened
from taskapi_client.transports.common import LIMITS, Target, failures_of


class AwaitingTransport:
    """Suspends the task while it waits. Several tasks may use it at once."""

    def __init__(self, target: Target, transport: httpx.AsyncBaseTransport | None) -> None:
        self._target = target
        self._client = httpx.AsyncClient(transport=transport, limits=LIMITS)

    @asynccontextmanager
    async def opened(self, request: HttpRequest) -> AsyncIterator[Opened]:
        """Send a request and yield its response."""
        with failures_of(request):
            async with self._client.stream(**self._target.arguments(request)) as response:
                yield Opened(response.status_code, dict(response.headers), response.aiter_bytes())

    async def sleep(self, seconds: float) -> None:
        """Suspend."""
        await asyncio.sleep(seconds)

    def lock(self) -> asyncio.Lock:
        """Return a new lock."""
        return asyncio.Lock()

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()
