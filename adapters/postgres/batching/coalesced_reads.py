"""Reads are shared: while the database is busy, questions of one kind wait together and go in one statement."""

import asyncio
from collections import deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

from attrs import define, field

from adapters.postgres.batching.observing import UNOBSERVED, Group, Observer
from adapters.postgres.connection.connection import Connection
from adapters.postgres.connection.workers import ConnectionWorkers
from domain.errors import StoreOverloaded

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")
K_contra = TypeVar("K_contra", bound=Hashable, contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class BatchQuery(Protocol[K_contra, R_co]):
    """One kind of read, asked for many keys at once."""

    @property
    def sql(self) -> str:
        """The statement; its parameters are one array per column."""

    def arguments(self, keys: Sequence[K_contra], /) -> Sequence[object]:
        """The arrays for these keys."""

    def answers(self, keys: Sequence[K_contra], rows: list[Any], /) -> Iterable[R_co]:
        """One answer per key, in their order."""


@define(eq=False)
class _Group(Generic[K, R]):
    """The keys that wait to be asked in one statement, each with all who wait for it."""

    question: BatchQuery[K, R]
    since: float
    waiting: dict[K, list[asyncio.Future[R]]] = field(factory=dict)
    callers: list[object] = field(factory=list)
    """Who they are, to the observer."""


@define
class CoalescedReads:
    """Asks questions over a few held connections, as many keys at once as have gathered.

    There is no timer: an idle connection takes what is there at the end of the
    present turn of the event loop, so a single caller waits for nobody.
    A question never joins a statement that was sent before it was asked, so it
    sees everything that was committed before.
    """

    connections: Sequence[Connection]
    most_keys: int = 256
    """In one statement."""
    most_waiting: int = 10_000
    """Keys; more are refused at once."""
    longest_wait: float = 2.0
    """Seconds after which a waiting question is refused instead of asked."""
    observer: Observer = UNOBSERVED
    _lines: ConnectionWorkers = field(init=False)
    _groups: deque[_Group[Any, Any]] = field(factory=deque, init=False)
    _open: dict[BatchQuery[Any, Any], _Group[Any, Any]] = field(factory=dict, init=False)
    _waiting: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self._lines = ConnectionWorkers(self.connections)

    async def ask(self, question: BatchQuery[K, R], key: K) -> R:
        """Return the answer for one key; raise `Unavailable`."""
        if self._waiting >= self.most_waiting:
            raise StoreOverloaded
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        group = self._group(question)
        group.waiting.setdefault(key, []).append(future)
        group.callers.append(self.observer.caller())
        self._waiting += 1
        self._lines.start(self._work_off)
        return await future

    @property
    def waiting(self) -> int:
        """Keys that are not yet being asked for."""
        return self._waiting

    async def close(self) -> None:
        """Let what was asked be answered."""
        await self._lines.finished()

    def _group(self, question: BatchQuery[K, R]) -> _Group[K, R]:
        group = self._open.get(question)
        if group is None or len(group.waiting) >= self.most_keys:
            group = self._open[question] = _Group(question, since=monotonic())
            self._groups.append(group)
        return group

    async def _work_off(self, connection: Connection) -> None:
        """Ask what has gathered, oldest first, until nothing is left."""
        while self._groups:
            trouble = await self._lines.trouble(connection)
            if trouble and self._lines.connected:
                self._lines.start(self._work_off)
                return
            if self._groups:
                await self._answer(connection, self._next_group(), trouble)

    def _next_group(self) -> _Group[Any, Any]:
        group = self._groups.popleft()
        if self._open.get(group.question) is group:
            del self._open[group.question]
        self._waiting -= sum(map(len, group.waiting.values()))
        return group

    async def _answer(self, connection: Connection, group: _Group[Any, Any], trouble: Exception | None) -> None:
        # Who left in the meantime is not asked for.
        waiting = {
            key: futures for key, futures in group.waiting.items() if not all(future.done() for future in futures)
        }
        if not waiting:
            return
        began = monotonic()
        if began - group.since > self.longest_wait:
            _fail(waiting.values(), StoreOverloaded())
            return
        error = trouble or await _asked(connection, group.question, waiting)
        if error:
            _fail(waiting.values(), error)
        failures = [error] if error else []
        self.observer.answered(Group(len(waiting), group.callers, group.since, began, monotonic(), failures))


async def _asked(
    connection: Connection, question: BatchQuery[K, R], waiting: Mapping[K, list[asyncio.Future[R]]]
) -> Exception | None:
    """Ask, and tell those who wait; return what went wrong, if anything did."""
    keys = list(waiting)
    try:
        rows = await connection.fetch(question.sql, question.arguments(keys), repeatable=True)
        answers = question.answers(keys, rows)
    except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to those who asked
        return error
    _tell(waiting.values(), answers)
    return None


def _tell(waiting: Iterable[list[asyncio.Future[Any]]], answers: Iterable[Any]) -> None:
    for futures, answer in zip(waiting, answers, strict=True):
        for future in futures:
            if not future.done():
                future.set_result(answer)


def _fail(waiting: Iterable[list[asyncio.Future[Any]]], error: Exception) -> None:
    for futures in waiting:
        for future in futures:
            if not future.done():
                future.set_exception(error)
