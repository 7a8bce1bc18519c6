"""The events that the store reports are true."""

import asyncio

import pytest
from attrs import define, evolve, field

from adapters.postgres import ConnectionSettings, PostgresStore
from adapters.postgres.batching.observing import Batch
from adapters.testing.builders import a_task, a_user
from adapters.testing.units import change_task
from domain.accounts.user import User
from domain.errors import StoreUnavailable
from domain.ports.change_set import ChangeKind, VersionConflict
from domain.tasks.task import Task

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


@define
class Witness:
    """Remembers everything."""

    commits: list[Batch] = field(factory=list)
    reads: list[Batch] = field(factory=list)
    callers: int = 0

    def caller(self) -> object:
        self.callers += 1
        return self.callers

    def committed(self, group: Batch) -> None:
        self.commits.append(group)

    def answered(self, group: Batch) -> None:
        self.reads.append(group)


async def add(store: PostgresStore, *tasks: Task, owner: User | None = None) -> None:
    async with store.begin() as work:
        if owner:
            work.users.add(owner)
        for task in tasks:
            change_task(work, ChangeKind.ADD, task)


async def test_a_batch_of_units_is_reported_as_one(database_url: str) -> None:
    witness = Witness()
    owner = a_user()
    async with PostgresStore(ConnectionSettings(url=database_url), commit_connections=1, observer=witness) as store:
        await add(store, owner=owner)
        await asyncio.gather(*(add(store, a_task(owner=owner.id)) for _ in range(5)))

    alone, together = witness.commits
    assert alone.callers == [1]
    assert (together.size, together.callers, together.failures) == (5, [2, 3, 4, 5, 6], [])
    assert together.since <= together.began < together.ended


async def test_a_version_conflict_is_reported(database_url: str) -> None:
    witness = Witness()
    owner = a_user()
    task = a_task(owner=owner.id)
    async with PostgresStore(ConnectionSettings(url=database_url), observer=witness) as store:
        await add(store, task, owner=owner)
        with pytest.raises(VersionConflict):
            await add(store, evolve(task, title="Again"))

    assert [[], [VersionConflict]] == [list(map(type, group.failures)) for group in witness.commits]


async def test_a_batch_of_queries_is_reported_with_all_its_callers(database_url: str) -> None:
    witness = Witness()
    owner = a_user()
    tasks = [a_task(owner=owner.id) for _ in range(3)]
    async with PostgresStore(ConnectionSettings(url=database_url), observer=witness) as store:
        await add(store, *tasks, owner=owner)
        async with store.begin() as work:
            await asyncio.gather(*(work.tasks.get(task.id, owner=owner.id) for task in [*tasks, tasks[0]]))

    (group,) = witness.reads
    assert (group.size, group.callers, group.failures) == (3, [2, 3, 4, 5], [])


async def test_an_unreachable_database_is_reported() -> None:
    witness = Witness()
    store = PostgresStore(ConnectionSettings(url=NOWHERE), observer=witness)
    for what in (add(store, a_task()), store.begin().users.get(a_user().id)):
        with pytest.raises(StoreUnavailable):
            await what

    assert [StoreUnavailable, StoreUnavailable] == [
        type(error) for group in (*witness.commits, *witness.reads) for error in group.failures
    ]


class Failing(Witness):
    """Raises on every event."""

    def caller(self) -> object:
        raise KeyError

    def committed(self, group: Batch) -> None:
        raise KeyError(group)

    def answered(self, group: Batch) -> None:
        raise KeyError(group)


async def test_an_observer_that_fails_harms_nobody(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    owner = a_user()
    tasks = [a_task(owner=owner.id) for _ in range(5)]
    store = PostgresStore(
        ConnectionSettings(url=database_url), read_connections=1, commit_connections=1, observer=Failing()
    )
    async with store:
        await add(store, owner=owner)
        # More than one group of each, so that a loop which breaks off leaves somebody waiting.
        await asyncio.gather(add(store, tasks[0]), add(store, *tasks[1:]))
        found = await asyncio.gather(
            *(store.begin().tasks.get(task.id, owner=owner.id) for task in tasks), store.begin().users.get(owner.id)
        )

    assert [*tasks, owner] == found
    assert {"an observer failed"} == {record.message for record in caplog.records}


async def test_a_store_knows_how_busy_it_is(database_url: str) -> None:
    store = PostgresStore(ConnectionSettings(url=database_url))
    closed = store.occupancy
    async with store:
        await store.ready()
        reading = [asyncio.ensure_future(store.begin().users.with_email(a_user().email)) for _ in range(3)]
        await asyncio.sleep(0)
        busy = store.occupancy
        await asyncio.gather(*reading)
        idle = store.occupancy

    assert (closed.keys_waiting, busy.keys_waiting, idle.keys_waiting) == (0, 3, 0)
    assert (closed.connections, idle.connections) == (0, 7)
