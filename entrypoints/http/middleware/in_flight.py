"""Requests in flight: their limit and their deadlines."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import perf_counter
from typing import Any

from attrs import define, field

from domain.errors import DomainError
from entrypoints.http.requests.errors import TooBusy
from entrypoints.http.requests.exchange import Exchange

CHECK_INTERVAL = 0.1
"""Seconds between two checks for requests past their deadline."""
EXEMPT_PATHS = frozenset({"/health", "/health/ready", "/metrics"})


@define
class InFlight:
    """The requests in flight in this process.

    One timer looks after all of them: an `asyncio.timeout` for each would cost
    every request 5 us to guard against what hardly ever happens.
    """

    limit: int
    working: int = field(default=0, init=False)
    """How many are being processed; the others are still receiving their body."""
    _tasks: dict[Exchange, asyncio.Task[object]] = field(factory=dict, init=False)
    _looking: bool = field(default=False, init=False)

    def watch(self, exchange: Exchange) -> None:
        """Cancel the present task, once, when the request is past its `due`."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks[exchange] = task
        if not self._looking:
            self._look_later()

    def forget(self, exchange: Exchange) -> None:
        """Stop watching."""
        self._tasks.pop(exchange, None)

    def ensure_room(self, path: str) -> None:
        """Raise `TooBusy` if the limit is reached; health checks are always admitted."""
        if self.working >= self.limit and path not in EXEMPT_PATHS:
            raise TooBusy

    @contextmanager
    def held(self, exchange: Exchange, seconds: float) -> Iterator[None]:
        """Inside the block a request only waits: it is not counted, and may take so many seconds longer at a time.

        It is cancelled when its client has gone, which nothing else would show before the response is sent.
        """
        self.working -= 1
        began, due = perf_counter(), exchange.due
        exchange.patience = seconds
        exchange.due += seconds
        watching = asyncio.create_task(_cancel_when_gone(exchange, asyncio.current_task()))
        try:
            yield
        finally:
            watching.cancel()
            self.working += 1
            exchange.patience = 0.0
            # The time inside the block does not count.
            exchange.due = max(exchange.due - seconds, due + perf_counter() - began)

    def _look_later(self) -> None:
        self._looking = True
        asyncio.get_running_loop().call_later(CHECK_INTERVAL, self._look)

    def _look(self) -> None:
        self._looking = False
        now = perf_counter()
        for exchange, task in self._tasks.items():
            if exchange.due < now and not exchange.given_up:
                exchange.given_up = True
                task.cancel()
        if self._tasks:
            self._look_later()


async def _cancel_when_gone(exchange: Exchange, request: asyncio.Task[Any] | None) -> None:
    with suppress(DomainError):  # what the client sends behind its request
        while exchange.receive and (await exchange.receive())["type"] != "http.disconnect":
            pass
    if request is not None:
        request.cancel()
