"""The store in PostgreSQL: coalesced reads, group commit, and the unit of work on top of them."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Self

from attrs import define, field, frozen

from adapters.postgres.batching.coalesced_reads import CoalescedReads
from adapters.postgres.batching.group_commit import GroupCommit, ignore
from adapters.postgres.batching.observing import UNOBSERVED, Observer, SafeObserver
from adapters.postgres.connection.connection import Connection, ConnectionSettings, Outage
from adapters.postgres.connection.readiness import Readiness
from adapters.postgres.deriver import Deriver
from adapters.postgres.repositories.accounts import (
    PostgresAllowances,
    PostgresReceipts,
    PostgresSessions,
    PostgresTokens,
    PostgresUsers,
)
from adapters.postgres.repositories.changes import PostgresChanges
from adapters.postgres.repositories.tasks import PostgresOutlines, PostgresProjects, PostgresTasks
from adapters.postgres.sql.change_queries import ACCOUNTS_WITH_CHANGES, ReadUpTo
from adapters.postgres.sweeper import Sweeper
from domain.changes.recorded_change import CHANGES_KEPT
from domain.ids import UserId
from domain.ports.change_set import ChangeSet

READ_CONNECTIONS = 2
SEARCH_CONNECTIONS = 2
"""For questions whose cost grows with what the user has stored; the others never wait for one of them."""
COMMIT_CONNECTIONS = 2
OTHER_CONNECTIONS = 2
"""For readiness and for housekeeping."""
CONNECTIONS = READ_CONNECTIONS + SEARCH_CONNECTIONS + COMMIT_CONNECTIONS + OTHER_CONNECTIONS
"""Of one store."""
SEARCHES_AT_ONCE, SEARCHES_WAITING = 8, 256
"""In one statement, and in the queue; further ones are rejected at once."""


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
    search_connections: int = SEARCH_CONNECTIONS
    commit_connections: int = COMMIT_CONNECTIONS
    observer: Observer = UNOBSERVED
    announce: Callable[[UserId], object] = ignore
    """Called with each account of which this store has committed changes."""
    changes_kept: timedelta = CHANGES_KEPT
    ready: Readiness = field(init=False)
    sweep: Sweeper = field(init=False)
    derive: Deriver = field(init=False)
    _connections: list[Connection] = field(init=False)
    _reads: CoalescedReads = field(init=False)
    _searches: CoalescedReads = field(init=False)
    _commits: GroupCommit = field(init=False)

    def __attrs_post_init__(self) -> None:
        outage, observer = Outage(), SafeObserver(self.observer)

        def connections(count: int) -> list[Connection]:
            return [Connection(self.settings, outage) for _ in range(count)]

        reading, searching = connections(self.read_connections), connections(self.search_connections)
        committing = connections(self.commit_connections)
        readiness, housekeeping = connections(OTHER_CONNECTIONS)
        self._connections = [*reading, *committing, *searching, readiness, housekeeping]
        self._reads = CoalescedReads(reading, observer=observer)
        self._searches = CoalescedReads(
            searching, max_keys=SEARCHES_AT_ONCE, max_waiting=SEARCHES_WAITING, observer=observer
        )
        self._commits = GroupCommit(committing, observer=observer, announce=self.announce)
        self.ready = Readiness(readiness)
        turn = asyncio.Lock()
        self.sweep, self.derive = Sweeper(housekeeping, self.changes_kept, turn), Deriver(housekeeping, turn)

    def begin(self) -> "PostgresWork":
        """Begin a unit of work (`domain.ports.Begin`)."""
        return PostgresWork(self._reads, self._searches, self._commits)

    async def open(self) -> None:
        """Connect; raise `StoreUnavailable`. Optional: reads and commits connect when needed."""
        await asyncio.gather(*(connection.connect() for connection in self._connections[:-1]))

    async def close(self) -> None:
        """Finish what is in flight and disconnect."""
        await self._commits.close()
        await self._reads.close()
        await self._searches.close()
        for connection in self._connections:
            await connection.close()

    async def accounts_with_changes(self, read_up_to: Mapping[UserId, int]) -> Sequence[UserId]:
        """Return which of some accounts have changes after a number, by whatever process; raise `Unavailable`."""
        return await self._reads.ask(ACCOUNTS_WITH_CHANGES, ReadUpTo(read_up_to))

    @property
    def occupancy(self) -> Occupancy:
        """The present occupancy."""
        return Occupancy(
            connections=sum(connection.connected for connection in self._connections),
            units_waiting=self._commits.waiting,
            keys_waiting=self._reads.waiting + self._searches.waiting,
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
    _searches: CoalescedReads
    _commits: GroupCommit
    _changes: ChangeSet = field(factory=ChangeSet, init=False)

    @property
    def tasks(self) -> PostgresTasks:
        """The tasks."""
        return PostgresTasks(self._changes, self._reads, self._searches)

    @property
    def projects(self) -> PostgresProjects:
        """The projects."""
        return PostgresProjects(self._changes, self._reads)

    @property
    def outlines(self) -> PostgresOutlines:
        """The outlines."""
        return PostgresOutlines(self._changes, self._reads)

    @property
    def users(self) -> PostgresUsers:
        """The users."""
        return PostgresUsers(self._changes, self._reads)

    @property
    def sessions(self) -> PostgresSessions:
        """The sessions."""
        return PostgresSessions(self._changes, self._reads)

    @property
    def tokens(self) -> PostgresTokens:
        """The personal access tokens."""
        return PostgresTokens(self._changes, self._reads)

    @property
    def receipts(self) -> PostgresReceipts:
        """The receipts."""
        return PostgresReceipts(self._changes, self._reads)

    @property
    def allowances(self) -> PostgresAllowances:
        """The allowances."""
        return PostgresAllowances(self._changes, self._reads)

    @property
    def changes(self) -> PostgresChanges:
        """The record of changes."""
        return PostgresChanges(self._changes, self._reads, self._searches)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None and self._changes:
            await self._commits.commit(self._changes)
