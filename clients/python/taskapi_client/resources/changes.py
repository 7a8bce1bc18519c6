"""The record of changes: following and undoing them."""

from collections.abc import AsyncGenerator
from typing import TypeVar, Unpack

import msgspec

from taskapi_client.core.calls import Request
from taskapi_client.core.events import events_in
from taskapi_client.core.operations import Iteration, Resource, change, operation
from taskapi_client.core.retries import RETRIED
from taskapi_client.errors import ApiError, Gone, NoResponse, TaskapiError
from taskapi_client.resources.paths import API
from taskapi_client.types.changes import (
    ChangePage,
    ChangeQuery,
    RecordedChange,
    StreamQuery,
    UndoChanges,
    UndoResult,
    Update,
)

M = TypeVar("M")
CHANGES = f"{API}/changes"
WAIT = 30
"""The most seconds that the server holds a request; a stream is never silent for so long."""
LIMIT = 100


class Changes(Resource[M]):
    """All changes of the account, which have consecutive numbers."""

    @operation("GET", CHANGES, ChangePage)
    def page(self, **query: Unpack[ChangeQuery]) -> Request:
        """Return the changes after the number `since`; without it, one page of a snapshot of all objects."""
        return Request(query=query, wait=query.get("wait", 0))

    @change("POST", f"{CHANGES}/{{number}}/undo", UndoResult)
    def undo(self, number: int, /) -> Request:
        """Undo one change by a new change."""
        return Request(path={"number": number})

    @change("POST", f"{CHANGES}/undo", UndoResult)
    def undo_all(self, **fields: Unpack[UndoChanges]) -> Request:
        """Undo several changes, all or none: those with these `numbers`, or the whole `group` of one number."""
        return Request(body=fields)

    @operation("GET", f"{API}/events", bytes)
    def _stream(self, **query: Unpack[StreamQuery]) -> Request:
        """Open the stream of events."""
        return Request(query=query, wait=WAIT)

    @Iteration
    async def stream(self, since: int | None = None) -> AsyncGenerator[RecordedChange, None]:
        """Yield changes as they are committed, without end: from now on, or from a number on.

        After a break it continues after the last change, so that none is missing; `Gone` means that it cannot.
        """
        failures = 0
        while True:
            call = Changes._stream.call() if since is None else Changes._stream.call(since=since)
            error: TaskapiError | None = None
            try:
                async with self.exchange.stream(call) as parts:
                    async for event in events_in(parts):
                        failures = 0
                        since = event.number
                        if event.data is not None:
                            yield msgspec.json.decode(event.data, type=RecordedChange)
            except TaskapiError as caught:
                error = _passing(caught)
            failures += 1
            await self._rest(failures, error)

    @Iteration
    async def follow(self, since: int | None = None, *, wait: int = WAIT) -> AsyncGenerator[Update, None]:
        """Yield updates without end: first what happened after the number `since`, then what happens from now on.

        Without `since`, or if the record does not reach back so far, a snapshot of all objects comes first; its first
        update has `reset`. Broken connections and restarts of the server are survived. `wait` is how many seconds the
        server may hold one request.
        """
        if not 1 <= wait <= WAIT:
            raise ValueError(f"wait must be from 1 to {WAIT} seconds; got {wait}")
        cursor: str | None = None
        failures = 0
        while True:
            try:
                page = await self.exchange.send(Changes.page.call(**_next_query(since, cursor, wait)))
            except Gone:
                since = cursor = None
                continue
            except TaskapiError as error:
                failures += 1
                await self._rest(failures, _passing(error))
                continue
            failures = 0
            if since is None:
                begins, cursor = cursor is None, page.cursor
                since = page.next if cursor is None else None
                yield Update(reset=begins, objects=page.objects, changes=[], since=since)
            else:
                since = page.next
                if page.changes:
                    yield Update(reset=False, objects=page.objects, changes=page.changes, since=since)

    async def _rest(self, failures: int, error: TaskapiError | None) -> None:
        exchange = self.exchange
        least = error.retry_after if isinstance(error, ApiError) else None
        retries = exchange.settings.retries
        await exchange.transport.sleep(min(least or 0.0, retries.seconds) + retries.backoff(failures))


def _next_query(since: int | None, cursor: str | None, wait: int) -> ChangeQuery:
    if since is not None:
        return {"since": since, "wait": wait, "limit": LIMIT}
    return {"limit": LIMIT} if cursor is None else {"cursor": cursor, "limit": LIMIT}


def _passing(error: TaskapiError) -> TaskapiError:
    """Return an error that passes by itself; raise any other."""
    if isinstance(error, NoResponse) or getattr(error, "status", None) in RETRIED:
        return error
    raise error
