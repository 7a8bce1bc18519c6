"""Writes are collected: units of work that arrive while a commit is in flight are committed together by the next.

One transaction, a few statements and one flush of the write-ahead log serve
them all (group commit; for the idea see DeWitt et al., "Implementation
Techniques for Main Memory Database Systems", SIGMOD 1984). Every unit stays
all or nothing by itself:

* units of one batch touch different entities, so their order does not matter;
* a unit that loses against another version is taken out and told so; one that
  meets a unique key is tried again alone, where the database names the key;
  whatever a loser had written in the batch is undone first;
* whatever else goes wrong with a batch, its units are committed one by one.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from time import monotonic

from attrs import define, field

from adapters.postgres.batching.observing import UNOBSERVED, Observer
from adapters.postgres.batching.pending_unit import Unit, group_of
from adapters.postgres.connection.connection import Connection
from adapters.postgres.connection.failures import meaning
from adapters.postgres.connection.workers import ConnectionWorkers
from adapters.postgres.sql.writes import WRITING, in_order
from domain.errors import StoreOverloaded, StoreUnavailable
from domain.ports.change_set import ChangeKind, ChangeSet, Entity, Key, VersionConflict, key_of


@define
class GroupCommit:
    """Commits units of work over a few held connections.

    There is no timer: an idle connection commits what is there at the end of
    the present turn of the event loop. Who leaves before the batch is begun
    takes the unit along; who leaves later does not learn what came of it.
    """

    connections: Sequence[Connection]
    most_notes: int = 512
    """In one batch; a larger unit is a batch of its own."""
    most_waiting: int = 5_000
    """Units; more are refused at once."""
    longest_wait: float = 2.0
    """Seconds after which a waiting unit is refused instead of committed."""
    observer: Observer = UNOBSERVED
    _lines: ConnectionWorkers = field(init=False)
    _queue: deque[Unit] = field(factory=deque, init=False)
    _in_flight: set[Key] = field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        self._lines = ConnectionWorkers(self.connections)

    async def commit(self, change_set: ChangeSet) -> None:
        """Return when everything noted is durable; raise, and nothing is written.

        Raises `VersionConflict` or what a constraint means, and `Unavailable`; only
        after `StoreUnavailable` it is unknown whether the unit took effect.
        """
        if len(self._queue) >= self.most_waiting:
            raise StoreOverloaded
        unit = Unit(change_set, asyncio.get_running_loop().create_future(), monotonic(), self.observer.caller())
        self._queue.append(unit)
        self._lines.start(self._work_off)
        await unit.done

    @property
    def waiting(self) -> int:
        """Units that are not yet being committed."""
        return len(self._queue)

    async def close(self) -> None:
        """Refuse what still waits, let what is under way finish."""
        while self._queue:
            unit = self._queue.popleft()
            if not unit.done.done():
                unit.done.set_exception(StoreOverloaded())
        await self._lines.finished()

    async def _work_off(self, connection: Connection) -> None:
        """Commit batch after batch until nothing waits that does not touch what another connection is busy with."""
        while self._queue:
            trouble = await self._lines.trouble(connection)
            if trouble and self._lines.connected:
                self._lines.start(self._work_off)
                return
            batch = self._next_batch()
            if not batch:
                return
            await self._settle(connection, batch, trouble)

    async def _settle(self, connection: Connection, batch: list[Unit], trouble: StoreUnavailable | None) -> None:
        began = monotonic()
        touched = {key for unit in batch for key in unit.change_set.keys()}  # noqa: SIM118 - not a dict
        self._in_flight |= touched
        try:
            winners = _refused(batch, trouble) if trouble else await _commit(connection, batch)
        finally:
            self._in_flight -= touched
        # The losers first: who has just won queues behind them with whatever it does next.
        self._refuse_the_overtaken(winners)
        for unit in winners:
            unit.answer(None)
        self.observer.committed(group_of(batch, began))

    def _next_batch(self) -> list[Unit]:
        """The oldest units that touch different entities; the others keep their place."""
        batch: list[Unit] = []
        later: list[Unit] = []
        touched = set(self._in_flight)
        changes = 0
        now = monotonic()
        while self._queue and changes < self.most_notes:
            unit = self._queue.popleft()
            if unit.done.done():
                continue
            if now - unit.since > self.longest_wait:
                unit.done.set_exception(StoreOverloaded())
                continue
            keys = unit.change_set.keys()
            if touched.isdisjoint(keys) and (not batch or changes + len(keys) <= self.most_notes):
                batch.append(unit)
                changes += len(keys)
            else:
                later.append(unit)
            # Also behind one that must wait: units on one entity are committed in the order they came.
            touched |= keys
        self._queue.extendleft(reversed(later))
        return batch

    def _refuse_the_overtaken(self, winners: list[Unit]) -> None:
        """Tell waiting units at once that they were decided on a version which has just been replaced.

        All who wait for one hot entity learn it together, read it again in one
        statement and queue again in the same order: nobody starves.
        """
        if not self._queue:
            return
        current = {key_of(change.entity): change.leaves for unit in winners for change in unit.change_set}
        for unit in self._queue:
            for key in unit.change_set.keys() & current.keys():
                change = unit.change_set.about(key)
                if change is not None and (change.expects < current[key] or (change.expects and not current[key])):
                    unit.answer(VersionConflict(entity=change.entity))


def _refused(batch: list[Unit], why: StoreUnavailable) -> list[Unit]:
    """Tell all units why they cannot be committed; nobody has won."""
    for unit in batch:
        unit.answer(why)
    return []


async def _commit(connection: Connection, batch: list[Unit]) -> list[Unit]:
    """Commit a batch; tell the losers; return the winners, who do not know it yet."""
    winners, undecided = ([], batch) if len(batch) == 1 else await _commit_together(connection, batch)
    for unit in undecided:
        if error := await _commit_alone(connection, unit):
            unit.answer(error)
        else:
            winners.append(unit)
    return winners


async def _commit_together(connection: Connection, batch: list[Unit]) -> tuple[list[Unit], list[Unit]]:
    """Commit what can be committed in company; return the winners, and the units that must try alone."""
    undecided: list[Unit] = []
    committed = False
    while batch and not committed:
        try:
            lost, committed = await _transaction(connection, batch)
        except StoreUnavailable as error:
            for unit in batch:
                unit.answer(error)
            return [], undecided
        except Exception:  # noqa: BLE001 - it does not say whose fault it was, so each tries alone and learns its own
            return [], undecided + batch
        losers = [unit for unit in batch if not lost.isdisjoint(unit.change_set.keys())]
        batch = [unit for unit in batch if lost.isdisjoint(unit.change_set.keys())]
        for unit in losers:
            if overtaken := _overtaken(unit, lost):
                unit.answer(overtaken)
            else:
                undecided.append(unit)
    return batch, undecided


def _overtaken(unit: Unit, lost: set[Key]) -> VersionConflict | None:
    """The error of a unit that lost against another version; none if it may be a clash of unique keys."""
    for key in lost:
        change = unit.change_set.about(key)
        if change is not None and change.change_kind is not ChangeKind.ADD:
            return VersionConflict(entity=change.entity)
    return None


async def _commit_alone(connection: Connection, unit: Unit) -> BaseException | None:
    """Commit one unit; return what went wrong, if anything did."""
    try:
        lost, _ = await _transaction(connection, [unit], alone=True)
    except Exception as error:  # noqa: BLE001 - it is handed to whoever waits
        return meaning(error, about=unit.entity_meant(error))
    return next(
        (VersionConflict(entity=change.entity) for change in unit.change_set if key_of(change.entity) in lost), None
    )


async def _transaction(connection: Connection, units: list[Unit], *, alone: bool = False) -> tuple[set[Key], bool]:
    """Write all units in one transaction; return the keys that took no effect, and whether it was committed.

    It is undone when a unit of several changes lost one of them.
    """
    groups = in_order(change for unit in units for change in unit.change_set)
    if len(groups) == 1 and all(len(unit.change_set) == 1 for unit in units):
        # One statement is a transaction of its own, and a unit of one change that lost has left nothing behind.
        return await _write(connection, *groups[0], alone=alone), True
    await connection.execute("BEGIN")
    try:
        lost: set[Key] = set()
        for group in groups:
            lost |= await _write(connection, *group, alone=alone)
        undone = any(len(unit.change_set) > 1 and not lost.isdisjoint(unit.change_set.keys()) for unit in units)
        await connection.execute("ROLLBACK" if undone else "COMMIT")
    except BaseException:
        await connection.roll_back()
        raise
    return lost, not undone


async def _write(
    connection: Connection, kind: type[Entity], change_kind: ChangeKind, entities: list[Entity], *, alone: bool
) -> set[Key]:
    """Run one statement; return the keys on which it took no effect."""
    writing = WRITING[kind]
    rows = await connection.fetch(
        writing.statement(change_kind, alone=alone).sql, writing.arguments(change_kind, entities)
    )
    if len(rows) == len(entities):
        return set()
    took = {tuple(row) for row in rows}
    return {key for key in map(key_of, entities) if key[1] not in took}
