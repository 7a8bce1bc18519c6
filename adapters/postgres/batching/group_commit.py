"""Batch commit: units of work that arrive while a commit is in flight are committed together by the next one.

One transaction, a few statements and one flush of the write-ahead log serve the whole batch (DeWitt et al.,
"Implementation Techniques for Main Memory Database Systems", SIGMOD 1984). Every unit stays atomic by itself:

* the units of one batch change different entities, so their order does not matter;
* a unit that loses against another version leaves the batch with `VersionConflict`; one that conflicts with a unique
  key is retried alone, where the database names the constraint; what a loser had written in the batch is rolled back;
* after any other error of a batch, its units are committed one by one.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from time import monotonic

from attrs import define, field

from adapters.postgres.batching.observing import UNOBSERVED, Observer
from adapters.postgres.batching.pending_unit import PendingUnit, finished_batch
from adapters.postgres.batching.transactions import commit_batch, reject
from adapters.postgres.connection.connection import Connection
from adapters.postgres.connection.workers import ConnectionWorkers
from domain.errors import StoreOverloaded, StoreUnavailable
from domain.ids import UserId
from domain.ports.change_set import ChangeSet, VersionConflict
from domain.ports.stored import Key, key_of


def ignore(_: UserId) -> None:
    """Announce nothing."""


@define
class GroupCommit:
    """Commits units of work over a few held connections.

    There is no timer: an idle connection commits what waits at the end of the present turn of the event loop. A caller
    that is cancelled before its batch begins withdraws its unit; one cancelled later does not learn the outcome.
    """

    connections: Sequence[Connection]
    max_changes: int = 512
    """Changes in one batch; a larger unit is a batch of its own."""
    max_waiting: int = 5_000
    """Waiting units; more are rejected at once."""
    max_wait: float = 2.0
    """Seconds after which a waiting unit is rejected instead of committed."""
    observer: Observer = UNOBSERVED
    announce: Callable[[UserId], object] = ignore
    """Called with each account of which changes were committed."""
    _workers: ConnectionWorkers = field(init=False)
    _queue: deque[PendingUnit] = field(factory=deque, init=False)
    _in_flight: set[Key] = field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        self._workers = ConnectionWorkers(self.connections)

    async def commit(self, changes: ChangeSet) -> None:
        """Return when all changes are durable; if an error is raised, nothing is written.

        Raises `VersionConflict`, the error of a broken constraint, or `Unavailable`. After `StoreUnavailable` it is
        unknown whether the unit was committed.
        """
        if len(self._queue) >= self.max_waiting:
            raise StoreOverloaded
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(PendingUnit(changes, future, monotonic(), self.observer.caller()))
        self._workers.start(self._drain)
        await future

    @property
    def waiting(self) -> int:
        """Units whose commit has not begun."""
        return len(self._queue)

    async def close(self) -> None:
        """Reject waiting units, and wait for the commits in flight."""
        while self._queue:
            self._queue.popleft().resolve(StoreOverloaded())
        await self._workers.finished()

    async def _drain(self, connection: Connection) -> None:
        """Commit batch after batch, until no unit waits that is independent of the other connections' batches."""
        while self._queue:
            error = await self._workers.connection_error(connection)
            if error and self._workers.connected:
                self._workers.start(self._drain)
                return
            batch = self._next_batch()
            if not batch:
                return
            await self._settle(connection, batch, error)

    async def _settle(self, connection: Connection, batch: list[PendingUnit], error: StoreUnavailable | None) -> None:
        began = monotonic()
        touched = {key for unit in batch for key in unit.changes.keys()}  # noqa: SIM118 - not a dict
        self._in_flight |= touched
        try:
            committed = reject(batch, error) if error else await commit_batch(connection, batch)
        finally:
            self._in_flight -= touched
        # The losers first: a winner's next unit then queues behind their retries.
        self._reject_stale(committed)
        for unit in committed:
            unit.resolve(None)
        for owner in {change.owner for unit in committed for change in unit.changes.recorded}:
            self.announce(owner)
        self.observer.committed(finished_batch(batch, began))

    def _next_batch(self) -> list[PendingUnit]:
        """Take the oldest units that change different entities; the others keep their place."""
        batch: list[PendingUnit] = []
        later: list[PendingUnit] = []
        touched = set(self._in_flight)
        changes = 0
        now = monotonic()
        while self._queue and changes < self.max_changes:
            unit = self._queue.popleft()
            if unit.done.done():
                continue
            if now - unit.since > self.max_wait:
                unit.resolve(StoreOverloaded())
                continue
            keys = unit.changes.keys()
            if touched.isdisjoint(keys) and (not batch or changes + len(keys) <= self.max_changes):
                batch.append(unit)
                changes += len(keys)
            else:
                later.append(unit)
            # Also behind a unit that must wait: units that change one entity are committed in the order of arrival.
            touched |= keys
        self._queue.extendleft(reversed(later))
        return batch

    def _reject_stale(self, committed: list[PendingUnit]) -> None:
        """Reject waiting units that were decided on a version which has just been replaced.

        All callers that wait for one contended entity learn it together, read it again in one statement and queue again
        in the same order: none of them starves.
        """
        if not self._queue:
            return
        current = {key_of(change.entity): change.leaves for unit in committed for change in unit.changes}
        for unit in self._queue:
            for key in unit.changes.keys() & current.keys():
                change = unit.changes.get(key)
                if change is not None and (change.expects < current[key] or (change.expects and not current[key])):
                    unit.resolve(VersionConflict(entity=change.entity))
            if not unit.done.done():
                for key in unit.changes.keys():  # noqa: SIM118 - not a dict
                    current.pop(key, None)  # later units are decided behind this one
