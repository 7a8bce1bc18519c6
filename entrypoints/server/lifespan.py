"""The ASGI lifespan: what the application does before the first request and after the last."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar.types import ASGIApp


class ApplicationFailed(Exception):
    """The application could not start or stop."""


@asynccontextmanager
async def lifespan(app: ASGIApp) -> AsyncIterator[None]:
    """Inside the block the application has started; raise `ApplicationFailed`."""
    to_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    from_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    scope: Any = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
    run: Any = app

    async def perform(event: str) -> None:
        await to_app.put({"type": f"lifespan.{event}"})
        answer = asyncio.ensure_future(from_app.get())
        await asyncio.wait((answer, running), return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            answer.cancel()
            raise ApplicationFailed(f"the application ended during {event}") from running.exception()
        if answer.result()["type"] != f"lifespan.{event}.complete":
            raise ApplicationFailed(f"{event}: {answer.result().get('message', 'no reason was given')}")

    running: asyncio.Future[None] = asyncio.ensure_future(run(scope, to_app.get, from_app.put))
    await perform("startup")
    try:
        yield
    finally:
        await perform("shutdown")
        await running
