"""Requests that meet the application without a server: what they cost is ours alone."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from attrs import frozen

from benchmarks.errors import BenchmarkError

CALLERS = 32
"""Requests at a time: what gathers for the database is what gathers under the load of the comparison."""


@frozen
class Asked:
    """One request."""

    method: str
    path: str
    token: str = ""
    query: str = ""
    body: bytes = b""

    def scope(self) -> dict[str, Any]:
        """As an ASGI server writes it."""
        headers = [(b"host", b"127.0.0.1"), (b"user-agent", b"benchmark")]
        if self.token:
            headers.append((b"authorization", b"Bearer " + self.token.encode()))
        if self.body:
            headers += [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(self.body))]
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": self.method,
            "scheme": "http",
            "path": self.path,
            "raw_path": self.path.encode(),
            "query_string": self.query.encode(),
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 50_000),
            "server": ("127.0.0.1", 8080),
            "state": {},
        }


async def answer(app: Any, asked: Asked) -> bytes:
    """Ask, and return the body of the answer; raise `BenchmarkError` unless it is a success."""
    status, body = 0, b""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": asked.body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status, body
        status = message.get("status", status)
        body += message.get("body", b"")

    await app(asked.scope(), receive, send)
    if not 200 <= status < 300:
        raise BenchmarkError(f"{asked.method} {asked.path} was answered with {status}: {body.decode()}")
    return body


@asynccontextmanager
async def alive(app: Any) -> AsyncIterator[None]:
    """Between the start-up and the shut-down of an application (the lifespan protocol of ASGI)."""
    said, heard = asyncio.Queue[dict[str, Any]](), asyncio.Queue[dict[str, Any]]()
    task = asyncio.create_task(app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, said.get, heard.put))
    for phase in ("startup", "shutdown"):
        await said.put({"type": f"lifespan.{phase}"})
        message = await heard.get()
        if message["type"] != f"lifespan.{phase}.complete":
            raise BenchmarkError(f"the application did not finish its {phase}: {message}")
        if phase == "startup":
            yield
    await task


async def cost_of(work: Callable[[int], Awaitable[object]], times: int) -> float:
    """Processor time of this process for each piece of work, in microseconds, with CALLERS at work."""
    numbers = iter(range(times))

    async def caller() -> None:
        for number in numbers:
            await work(number)

    before = time.process_time()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return (time.process_time() - before) / times * 1e6


def each(requests: Sequence[Asked], app: Any) -> Callable[[int], Awaitable[object]]:
    """Ask one after the other, again and again; like a server, every request in a task of its own."""
    return lambda number: asyncio.create_task(answer(app, requests[number % len(requests)]))


async def constant(_scope: Any, _receive: Any, send: Any) -> None:
    """An application that does nothing; what is left is the cost of asking."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"{}", "more_body": False})
