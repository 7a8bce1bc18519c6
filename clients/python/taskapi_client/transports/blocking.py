"""The transport of the synchronous client; its coroutines never suspend."""

import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Self

import httpx

from taskapi_client.core.messages import HttpRequest, Opened
from taskapi_client.transports.common import LIMITS, Target, failures_of


class BlockingTransport:
    """Blocks the thread while it waits. Several threads may use it at once."""

    def __init__(self, target: Target, transport: httpx.BaseTransport | None) -> None:
        self._target = target
        self._client = httpx.Client(transport=transport, limits=LIMITS)

    @asynccontextmanager
    async def opened(self, request: HttpRequest) -> AsyncIterator[Opened]:
        """Send a request and yield its response."""
        with failures_of(request), self._client.stream(**self._target.arguments(request)) as response:
            yield Opened(response.status_code, dict(response.headers), _parts(response.iter_bytes()))

    async def sleep(self, seconds: float) -> None:
        """Block."""
        time.sleep(seconds)  # noqa: ASYNC251 - of the synchronous client

    def lock(self) -> "BlockingLock":
        """Return a new lock."""
        return BlockingLock()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()


class BlockingLock:
    """A lock for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    async def __aenter__(self) -> Self:
        self._lock.acquire()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()


async def _parts(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
