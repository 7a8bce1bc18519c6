"""A load generator that does not wait for the service: requests come when they come, as from people who do not know
of one another. A closed loop (each client waits for its answer) slows down with the service and cannot overload it.

Runs in a process of its own, best on a processor of its own: `python -m tests.faults.support.open_loop`, a `Plan` as
JSON on standard input, a `Tally` as JSON on standard output.
"""

import asyncio
import json
import os
import random
import sys
from collections import deque
from contextlib import suppress
from typing import cast

import uvloop
from attrs import asdict, define, field, frozen

from tests.support.waiting import until

PATIENCE = 10.0
"""Seconds after which a request counts as failed."""
MOST_ATTEMPTS = 3
"""Who is refused comes back so often, after as long as Retry-After says."""


@frozen
class Plan:
    """What is to be sent."""

    port: int
    requests: list[str]
    """Whole requests, of which each is as likely as any other."""
    seconds: float
    rate: float | None = None
    """Arrivals per second at random moments; without it, each connection sends its next request after its answer."""
    connections: int = 64
    processor: int | None = None
    """On which this process runs."""


@define
class Tally:
    """The result: one entry per response, in seconds since the start."""

    offered: int = 0
    """First attempts."""
    done: list[tuple[float, float]] = field(factory=list)
    """When an answer came that is not a refusal, and how long after its request was due."""
    refused: list[tuple[float, float]] = field(factory=list)
    """The same for 503 and 429 with Retry-After."""
    unsent: int = 0
    """Requests for which no connection was left."""
    failed: int = 0
    """Connections that broke, answers that did not come, refusals without Retry-After."""
    statuses: dict[str, int] = field(factory=dict)


@define(eq=False)
class _Request:
    content: bytes
    due: float
    attempt: int = 1


@define(eq=False)
class Generator:
    """Carries out a plan."""

    plan: Plan
    tally: Tally = field(factory=Tally)
    began: float = field(init=False)
    ends: float = field(init=False)
    _idle: deque["_Connection"] = field(factory=deque, init=False)
    _open: int = field(default=0, init=False)
    _contents: list[bytes] = field(init=False)
    _joining: set[asyncio.Task[None]] = field(factory=set, init=False)

    async def run(self) -> Tally:
        """Return the result when every response has arrived or is too late."""
        loop = asyncio.get_running_loop()
        self._contents = [request.encode() for request in self.plan.requests]
        for _ in range(self.plan.connections):
            await loop.create_connection(lambda: _Connection(self), "127.0.0.1", self.plan.port)
        self.began = loop.time()
        self.ends = self.began + self.plan.seconds
        if self.plan.rate is None:
            while self._idle:
                self._send(self._fresh(loop.time()))
        else:
            await self._arrive(self.plan.rate)
        with suppress(TimeoutError):
            await until(lambda: len(self._idle) == self._open, within=max(0, self.ends - loop.time()) + PATIENCE)
        self.tally.failed += self._open - len(self._idle)
        return self.tally

    async def _arrive(self, rate: float) -> None:
        loop = asyncio.get_running_loop()
        due = self.began
        while due < self.ends:
            due += random.expovariate(rate)
            if due > loop.time():
                await asyncio.sleep(due - loop.time())
            self._send(self._fresh(due))

    def _fresh(self, due: float) -> _Request:
        self.tally.offered += 1
        return _Request(random.choice(self._contents), due)  # noqa: S311 - no secret

    def _send(self, request: _Request) -> None:
        if self._idle:
            self._idle.popleft().send(request)
        else:
            self.tally.unsent += 1

    def joined(self, connection: "_Connection") -> None:
        """A connection is there."""
        self._open += 1
        self._idle.append(connection)

    def answered(self, connection: "_Connection", request: _Request, status: int, retry_after: float | None) -> None:
        """An answer has come whole."""
        loop = asyncio.get_running_loop()
        now, tally = loop.time(), self.tally
        tally.statuses[str(status)] = tally.statuses.get(str(status), 0) + 1
        entry = (now - self.began, now - request.due)
        self._idle.append(connection)
        if status < 429:
            tally.done.append(entry)
        elif retry_after is None:
            tally.failed += 1
        else:
            tally.refused.append(entry)
            again = now + retry_after * random.uniform(1, 1.5)  # noqa: S311 - no secret
            if self.plan.rate and request.attempt < MOST_ATTEMPTS and again < self.ends:
                loop.call_at(again, self._send, _Request(request.content, again, request.attempt + 1))
        if self.plan.rate is None and now < self.ends:
            self._send(self._fresh(now))

    def broke(self, *, idle: bool) -> None:
        """A connection has ended; another takes its place."""
        self._open -= 1
        self.tally.failed += not idle
        loop = asyncio.get_running_loop()
        if loop.time() < self.ends:
            self._joining.add(task := loop.create_task(self._join()))
            task.add_done_callback(self._joining.discard)

    async def _join(self) -> None:
        try:
            await asyncio.get_running_loop().create_connection(lambda: _Connection(self), "127.0.0.1", self.plan.port)
        except OSError:
            self.tally.failed += 1


@define(eq=False)
class _Connection(asyncio.Protocol):
    """Sends one request at a time, and reads as little of its answer as it can."""

    generator: Generator
    _transport: asyncio.Transport = field(init=False)
    _request: _Request | None = field(default=None, init=False)
    _came: bytes = field(default=b"", init=False)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self.generator.joined(self)

    def send(self, request: _Request) -> None:
        """Send it and report the response to the generator."""
        self._request = request
        self._transport.write(request.content)

    def data_received(self, data: bytes) -> None:
        self._came += data
        head, blank, body = self._came.partition(b"\r\n\r\n")
        if blank and self._request and len(body) >= int(_header(head, b"\r\ncontent-length: ") or 0):
            request, self._request, self._came = self._request, None, b""
            retry_after = _header(head, b"\r\nretry-after: ")
            self.generator.answered(self, request, int(head[9:12]), float(retry_after) if retry_after else None)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        if self in self.generator._idle:
            self.generator._idle.remove(self)
        self.generator.broke(idle=self._request is None)


def _header(head: bytes, name: bytes) -> bytes | None:
    place = head.find(name)
    return None if place < 0 else head[place + len(name) :].partition(b"\r")[0]


if __name__ == "__main__":
    plan = Plan(**json.load(sys.stdin))
    if plan.processor is not None:
        os.sched_setaffinity(0, {plan.processor})
    sys.stdout.write(json.dumps(asdict(uvloop.run(Generator(plan).run()))))
