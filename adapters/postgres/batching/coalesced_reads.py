"""Coalesced reads: while all connections are busy, keys of one query gather and are sent in one statement."""

import asyncio
from collections import deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

from attrs import define, field

from adapters.postgres.batching.observing import UNOBSERVED, Batch, Observer
from adapters.postgres.connection.connection import Connection
from adapters.postgres.connection.workers import ConnectionWorkers
from domain.errors import StoreOverloaded

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")
K_contra = TypeVar("K_contra", bound=Hashable, contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class BatchQuery(Protocol[K_contra, R_co]):
    """A query that is asked for many keys at once."""

    @property
    def sql(self) -> str:
        """The statement; its parameters are one array per column."""

    def arguments(self, keys: Sequence[K_contra], /) -> Sequence[object]:
        """Return the arrays for these keys."""

    def answers(self, keys: Sequence[K_contra], rows: list[Any], /) -> Iterable[R_co]:
        """Return one answer per key, in their order."""


@define(eq=False)
class _PendingKeys(Generic[K, R]):
    """Keys that wait for one statement, each with the futures of its callers."""

    query: BatchQuery[K, R]
    since: float
    futures: dict[K, list[asyncio.Future[R]]] = field(factory=dict)
    callers: list[object] = field(factory=list)
    """What identifies them, to the observer."""


@define
class CoalescedReads:
    """Sends queries over a few held connections, each with all keys that have gathered.

    There is no timer: an idle connection takes what has gathered at the end of the present turn of the event loop, so a
    single caller never waits for others. A key never joins a statement that was already sent, so its answer contains
    everything that was committed before the call.
    """

    connections: Sequence[Connection]
    max_keys: int = 256
    """Keys in one statement."""
    max_waiting: int = 10_000
    """Waiting keys; more are rejected at once."""
    max_wait: float = 2.0
    """Seconds after which a waiting key is rejected instead of sent."""
    observer: Observer = UNOBSERVED
    _workers: ConnectionWorkers = field(init=False)
    _queue: deque[_PendingKeys[Any, Any]] = field(factory=deque, init=False)
    _open: dict[BatchQuery[Any, Any], _PendingKeys[Any, Any]] = field(factory=dict, init=False)
    """What further keys of a query join."""
    _waiting: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._workers = ConnectionWorkers(self.connections)

    async def ask(self, query: BatchQuery[K, R], key: K) -> R:
        """Return the answer for one key; raise `Unavailable`."""
        self._ensure_room(1)
        return await self._asked(query, key)

    async def ask_all(self, query: BatchQuery[K, R], keys: Sequence[K]) -> list[R]:
        """Return the answer for each of several keys, in their order; raise `Unavailable`."""
        self._ensure_room(len(keys))
        return await asyncio.gather(*(self._asked(query, key) for key in keys))

    def _ensure_room(self, keys: int) -> None:
        if self._waiting + keys > self.max_waiting:
            raise StoreOverloaded

    def _asked(self, query: BatchQuery[K, R], key: K) -> asyncio.Future[R]:
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        pending = self._joinable(query)
        pending.futures.setdefault(key, []).append(future)
        pending.callers.append(self.observer.caller())
        self._waiting += 1
        self._workers.start(self._drain)
        return future

    @property
    def waiting(self) -> int:
        """Keys that have not been sent."""
        return self._waiting

    async def close(self) -> None:
        """Wait until every key is answered."""
        await self._workers.finished()

    def _joinable(self, query: BatchQuery[K, R]) -> _PendingKeys[K, R]:
        pending = self._open.get(query)
        if pending is None or len(pending.futures) >= self.max_keys:
            pending = self._open[query] = _PendingKeys(query, since=monotonic())
            self._queue.append(pending)
        return pending

    async def _drain(self, connection: Connection) -> None:
        """Send what has gathered, oldest first, until nothing is left."""
        while self._queue:
            error = await self._workers.connection_error(connection)
            if error and self._workers.connected:
                self._workers.start(self._drain)
                return
            if self._queue:
                await self._answer(connection, self._next(), error)

    def _next(self) -> _PendingKeys[Any, Any]:
        pending = self._queue.popleft()
        if self._open.get(pending.query) is pending:
            del self._open[pending.query]
        self._waiting -= sum(map(len, pending.futures.values()))
        return pending

    async def _answer(
        self, connection: Connection, pending: _PendingKeys[Any, Any], connection_error: Exception | None
    ) -> None:
        # Cancelled callers need no answer.
        futures = {key: waiting for key, waiting in pending.futures.items() if not all(each.done() for each in waiting)}
        if not futures:
            return
        began = monotonic()
        if began - pending.since > self.max_wait:
            _fail(futures.values(), StoreOverloaded())
            return
        error = connection_error or await _send(connection, pending.query, futures)
        if error:
            _fail(futures.values(), error)
        failures = [error] if error else []
        self.observer.answered(Batch(len(futures), pending.callers, pending.since, began, monotonic(), failures))


async def _send(
    connection: Connection, query: BatchQuery[K, R], futures: Mapping[K, list[asyncio.Future[R]]]
) -> Exception | None:
    """Run the statement and resolve the futures; return the error if it fails."""
    keys = list(futures)
    try:
        rows = await connection.fetch(query.sql, query.arguments(keys), repeatable=True)
        answers = query.answers(keys, rows)
    except Exception as error:  # noqa: BLE001 - whatever it is, the callers receive it
        return error
    _resolve(futures.values(), answers)
    return None


def _resolve(futures: Iterable[list[asyncio.Future[Any]]], answers: Iterable[Any]) -> None:
    for waiting, answer in zip(futures, answers, strict=True):
        for future in waiting:
            if not future.done():
                future.set_result(answer)


def _fail(futures: Iterable[list[asyncio.Future[Any]]], error: Exception) -> None:
    for waiting in futures:
        for future in waiting:
            if not future.done():
                future.set_exception(error)
