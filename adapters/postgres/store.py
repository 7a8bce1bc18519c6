"""The store in PostgreSQL: coalesced reads, group commit, and the unit of work on top of them."""

import asyncio
from types import TracebackType
from typing import Self

from attrs import define, field, frozen

from adapters.postgres.batching.coalesced_reads import CoalescedReads
from adapters.postgres.batching.group_commit import GroupCommit
from adapters.postgres.batching.observing import UNOBSERVED, Observer, SafeObserver
from adapters.postgres.connection.connection import Connection, ConnectionSettings, Outage
from adapters.postgres.connection.readiness import Readiness
from adapters.postgres.deriver import Deriver
from adapters.postgres.repositories import (
    PostgresAllowances,
    PostgresReceipts,
    PostgresSessions,
    PostgresTasks,
    PostgresUsers,
)
from adapters.postgres.sweeper import Sweeper
from domain.ports.change_set import ChangeSet

READ_CONNECTIONS = 2
COMMIT_CONNECTIONS = 2


@frozen
class Occupancy:
    """The open connections of a store and the lengths of its queues, at one moment."""

    connections: int = 0
    """Open ones."""
    units_waiting: int = 0
    """Units of work whose commit has not begun."""
    keys_waiting: int = 0
    """Keys that have not been sent."""


@define
class PostgresStore:
    """Everything in one PostgreSQL database, over a handful of held connections per process."""

    settings: ConnectionSettings
    read_connections: int = READ_CONNECTIONS
    commit_connections: int = COMMIT_CONNECTIONS
    observer: Observer = UNOBSERVED
    ready: Readiness = field(init=False)
    sweep: Sweeper = field(init=False)
    derive: Deriver = field(init=False)
    _connections: list[Connection] = field(init=False)
    _reads: CoalescedReads = field(init=False)
    _commits: GroupCommit = field(init=False)

    def __attrs_post_init__(self) -> None:
        outage, observer = Outage(), SafeObserver(self.observer)
        self._connections = [
            Connection(self.settings, outage) for _ in range(self.read_connections + self.commit_connections + 2)
        ]
        self._reads = CoalescedReads(self._connections[: self.read_connections], observer=observer)
        self._commits = GroupCommit(self._connections[self.read_connections : -2], observer=observer)
        self.ready = Readiness(self._connections[-2])
        housekeeping, turn = self._connections[-1], asyncio.Lock()
        self.sweep, self.derive = Sweeper(housekeeping, turn), Deriver(housekeeping, turn)

    def begin(self) -> "PostgresWork":
        """Begin a unit of work (`domain.ports.Begin`)."""
        return PostgresWork(self._reads, self._commits)

    async def open(self) -> None:
        """Connect; raise `StoreUnavailable`. Optional: reads and commits connect when needed."""
        await asyncio.gather(*(connection.connect() for connection in self._connections[:-1]))

    async def close(self) -> None:
        """Finish what is in flight and disconnect."""
        await self._commits.close()
        await self._reads.close()
        for connection in self._connections:
            await connection.close()

    @property
    def occupancy(self) -> Occupancy:
        """The present occupancy."""
        return Occupancy(
            connections=sum(connection.connected for connection in self._connections),
            units_waiting=self._commits.waiting,
            keys_waiting=self._reads.waiting,
        )

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


@define
class PostgresWork:
    """One unit of work on a `PostgresStore` (`domain.ports.Work`)."""

    _reads: CoalescedReads
    _commits: GroupCommit
    _changes: ChangeSet = field(factory=ChangeSet, init=False)

    @property
    def tasks(self) -> PostgresTasks:
        """The tasks."""
        return PostgresTasks(self._changes, self._reads)

    @property
    def users(self) -> PostgresUsers:
        """The users."""
        return PostgresUsers(self._changes, self._reads)

    @property
    def sessions(self) -> PostgresSessions:
        """The sessions."""
        return PostgresSessions(self._changes, self._reads)

    @property
    def receipts(self) -> PostgresReceipts:
        """The receipts."""
        return PostgresReceipts(self._changes, self._reads)

    @property
    def allowances(self) -> PostgresAllowances:
        """The allowances."""
        return PostgresAllowances(self._changes, self._reads)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None and self._changes:
            await self._commits.commit(self._changes)
