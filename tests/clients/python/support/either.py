"""One test for both clients: what differs is only how a result is awaited."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager
from inspect import isawaitable
from typing import Any, cast

from attrs import frozen

from taskapi_client import AsyncClient, Client, Settings, Tokens


@frozen
class Either:
    """A client of one of the two kinds. Calls of the synchronous one run in a thread."""

    kind: type[Client | AsyncClient]

    @asynccontextmanager
    async def connected(
        self,
        url: str,
        credentials: str | Tokens | None = None,
        *,
        on_tokens: Callable[[Tokens | None], None] | None = None,
        settings: Settings | None = None,
    ) -> AsyncIterator["Connected"]:
        """Yield a client, and close it afterwards."""
        client = self.kind(url, credentials, on_tokens=on_tokens, settings=settings or Settings())
        try:
            yield Connected(client)
        finally:
            closed = client.close()
            if isawaitable(closed):
                await closed


@frozen
class Connected:
    """A client whose calls are awaited."""

    client: Any

    async def call(self, send: Callable[[Any], Any]) -> Any:
        """Return the result of a call."""
        if isinstance(self.client, AsyncClient):
            return await send(self.client)
        return await asyncio.to_thread(send, self.client)

    async def take(self, number: int, iterate: Callable[[Any], Any]) -> list[Any]:
        """Return so many items of an iteration, or all if it has fewer."""
        items = self.iterate(iterate)
        taken: list[Any] = []
        async for item in items:
            taken.append(item)
            if len(taken) == number:
                break
        await items.aclose()
        return taken

    def iterate(self, iterate: Callable[[Any], Any]) -> AsyncGenerator[Any, None]:
        """Return an iteration; each step of a synchronous one runs in a thread."""
        items: AsyncGenerator[Any, None] = iterate(self.client)
        return items if isinstance(self.client, AsyncClient) else _in_threads(cast("Generator[Any, None, None]", items))


async def _in_threads(items: Generator[Any, None, None]) -> AsyncGenerator[Any, None]:
    try:
        while (item := await asyncio.to_thread(next, items, _END)) is not _END:
            yield item
    finally:
        items.close()


_END = object()
