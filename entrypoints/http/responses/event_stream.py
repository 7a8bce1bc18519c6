"""Server-Sent Events (WHATWG HTML, 9.2)."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager, aclosing
from random import randint
from typing import TypeAlias

from attrs import frozen
from litestar.types import Receive, Scope, Send

from domain.changes.recorded_change import RecordedChange
from domain.errors import DomainError
from entrypoints.http.requests.exchange import exchange_of
from entrypoints.http.responses.change_views import ChangeView
from entrypoints.http.responses.response import HeaderPair, encoded

Hold: TypeAlias = Callable[[float], AbstractContextManager[None]]
"""For the duration of a block, a request may take so many seconds longer, and ends when its client has gone."""

MEDIA_TYPE = "text/event-stream"
HEADERS: tuple[HeaderPair, ...] = (
    (b"content-type", MEDIA_TYPE.encode()),
    # Otherwise nginx collects events before it forwards them.
    (b"x-accel-buffering", b"no"),
)
HEARTBEAT = b": heartbeat\n\n"
RETRY_MS = 500, 3_000
"""When clients connect again, at random, so that not all do so at once."""


@frozen
class EventStream:
    """200 with an endless body; an ASGI application that sends it."""

    since: int
    """The number of the last change that the client has."""
    changes: AsyncGenerator[RecordedChange | None, None]
    """The first item says that they can be followed; a further None stands for a heartbeat."""
    hold: Hold
    silence: float
    """The most seconds between two parts of the body."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Send events until there are no more, or the client has gone."""
        async with aclosing(self.changes):
            await anext(self.changes)  # raises if the client may not follow, or not from there
            if exchange_of(scope).method == "HEAD":
                await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
                return
            with self.hold(self.silence):
                await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
                # With an id, so that a client that connects again before the first event misses nothing.
                await _send(send, b"retry: %d\nid: %d\n\n" % (randint(*RETRY_MS), self.since))  # noqa: S311 - no secret
                try:
                    async for change in self.changes:
                        await _send(send, HEARTBEAT if change is None else _event(change))
                except DomainError as error:
                    # The client connects again and gets the error as a response.
                    await _send(send, b": %b\n\n" % error.code.encode())
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


def _event(change: RecordedChange) -> bytes:
    return b"id: %d\nevent: change\ndata: %b\n\n" % (change.number, encoded(ChangeView.of(change)))
