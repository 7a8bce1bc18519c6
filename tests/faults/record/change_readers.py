"""Clients that follow the record: by delta, by long poll and by Server-Sent Events, which are killed and resume."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from itertools import count
from random import Random
from typing import Protocol

from attrs import define, field

from tests.faults.record.replica import Json, Replica
from tests.faults.support.connection import HEAD_AT_MOST, NoAnswer, read_head, request
from tests.faults.support.people import Person
from tests.support.waiting import until

PAUSE = 0.05
"""Seconds before a reader asks again after an error, or after it has found nothing."""
BUSY = 503


class Reader(Protocol):
    """Follows the record of one account."""

    replica: Replica
    reads: int
    """Requests, or streams."""

    async def follow(self) -> None:
        """Read for ever; raise `RecordBroken`."""


@define(eq=False)
class DeltaReader:
    """Asks for the changes after a number; with `wait` it lets the service hold the request until there are some."""

    person: Person
    random: Random
    wait: int = 0
    replica: Replica = field(factory=Replica)
    reads: int = 0

    async def follow(self) -> None:
        """Read for ever; raise `RecordBroken`."""
        while True:
            path = f"/api/v1/changes?since={self.replica.number}&limit={self.random.choice((1, 7, 100))}"
            self.reads += 1
            try:
                answer = await self.person.ask("GET", f"{path}&wait={self.wait}" if self.wait else path)
            except NoAnswer:
                await asyncio.sleep(PAUSE)
                continue
            self.person.connection.answers.clear()
            if answer.status == BUSY:
                await asyncio.sleep(PAUSE)
                continue
            page = answer.json
            for change in page["changes"]:
                self.replica.apply(change)
            if (page["next"], page["more"]) != (self.replica.number, page["latest"] > self.replica.number):
                raise AssertionError(f"{path}: next {page['next']}, latest {page['latest']}, more {page['more']}")
            if not page["changes"] and not self.wait:
                await asyncio.sleep(PAUSE)


@define(eq=False)
class EventReader:
    """Reads a stream of events; its connection is cut at random moments, and the next one resumes."""

    person: Person
    random: Random
    lifetime: float = 2.0
    """The most seconds until the connection is cut."""
    replica: Replica = field(factory=Replica)
    reads: int = 0

    async def follow(self) -> None:
        """Read for ever; raise `RecordBroken`."""
        for self.reads in count(1):
            ends = asyncio.get_running_loop().time() + self.random.uniform(0.01, self.lifetime)
            with suppress(TimeoutError, OSError, EOFError):
                async with asyncio.timeout_at(ends), event_stream(self.person, self.replica.number) as events:
                    async for change in events:
                        self.replica.apply(change)
            await asyncio.sleep(self.random.uniform(0, PAUSE))


@asynccontextmanager
async def event_stream(person: Person, last: int) -> AsyncIterator[AsyncIterator[Json]]:
    """The changes after a number, on a connection of their own; raise `OSError` or `EOFError` when it breaks."""
    reader, writer = await asyncio.open_connection("127.0.0.1", person.connection.port, limit=HEAD_AT_MOST)
    try:
        headers = {"Authorization": f"Bearer {person.token}", "Last-Event-ID": str(last)}
        writer.write(request("GET", "/api/v1/events", None, headers))
        status, _ = await read_head(reader)
        if status == BUSY:
            raise ConnectionError("the service is busy")
        if status != 200:
            raise AssertionError(f"GET /events: {status}")
        yield _events(reader)
    finally:
        writer.transport.abort()


async def _events(reader: asyncio.StreamReader) -> AsyncIterator[Json]:
    pending = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        pending += (await reader.readexactly(size + 2))[:-2]
        *events, pending = pending.split(b"\n\n")
        for event in events:
            fields = dict(line.split(b": ", 1) for line in event.split(b"\n") if not line.startswith(b":"))
            if fields.get(b"event") == b"change":
                change: Json = json.loads(fields[b"data"])
                if int(fields[b"id"]) != change["number"]:
                    raise AssertionError(f"event {fields[b'id']!r} has change {change['number']}")
                yield change
    raise EOFError


@asynccontextmanager
async def following(readers: Iterable[Reader]) -> AsyncIterator[None]:
    """Let readers read as long as the block runs; a broken record cancels it."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(reader.follow()) for reader in readers]
        yield
        for task in tasks:
            task.cancel()


async def latest_number(person: Person) -> int:
    """Return the number of the last change of an account."""
    latest: int = (await person.again().ask("GET", "/api/v1/changes?since=0&limit=1")).json["latest"]
    return latest


async def all_caught_up(readers: Iterable[Reader], latest: int, *, within: float = 30) -> float:
    """Return after how many seconds all readers have read the last change."""
    return await until(lambda: all(reader.replica.number >= latest for reader in readers), within=within)
