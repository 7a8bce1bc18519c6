"""The application as a server calls it: raw ASGI messages in and out."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from attrs import define, field
from litestar.types import ASGIApp

HOST = (b"host", b"api.example")


@define
class Answer:
    """A response assembled from ASGI messages."""

    status: int = 0
    headers: dict[bytes, bytes] = field(factory=dict)
    body: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


async def exchange(
    app: ASGIApp,
    method: str,
    path: str,
    headers: Sequence[tuple[bytes, bytes]] = (HOST,),
    messages: Sequence[dict[str, Any]] = (),
    http_version: str = "1.1",
) -> Answer:
    """Send raw ASGI messages; nothing follows the last of them."""
    answer, waiting = Answer(), list(messages)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], dict(message["headers"])
        else:
            answer.body += message["body"]

    scope = {
        "type": "http",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": list(headers),
        "client": ("192.0.2.1", 50_000),
        "root_path": "",
        "http_version": http_version,
        "scheme": "http",
    }
    async with asyncio.timeout(10):
        await app(scope, receive, send)  # type: ignore[arg-type]  # raw messages, as a server sends them
    return answer


def body(content: bytes, *, more: bool = False) -> dict[str, Any]:
    """Return a body message."""
    return {"type": "http.request", "body": content, "more_body": more}


GONE: dict[str, Any] = {"type": "http.disconnect"}
"""The client has disconnected."""
