"""Work goes to the connections that there are."""

import asyncio
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from adapters.postgres import ConnectionSettings, PostgresStore
from adapters.postgres.connection.connection import Connection, Outage
from adapters.testing.builders import a_task, a_user
from adapters.testing.units import change_task
from domain.errors import StoreUnavailable
from domain.ports.change_set import ChangeKind
from domain.tasks.task import Task, TaskNotFound
from tests.support.postgres_fixtures import execute

READING, COMMITTING = 0, 2
"""Places of the first connection of each kind in a store."""


@pytest.fixture
def limited_to(database_url: str) -> Callable[[int], str]:
    """Limit the connections of somebody who may do everything with the tables, and return the URL for him."""
    name = f"modest_{uuid4().hex}"
    execute(database_url, f"CREATE ROLE {name} LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}")

    def limited(connections: int) -> str:
        execute(database_url, f"ALTER ROLE {name} CONNECTION LIMIT {connections}")
        parts = urlsplit(database_url)
        return parts._replace(netloc=f"{name}@{parts.netloc.rpartition('@')[2]}").geturl()

    return limited


@pytest.fixture
async def scarce(limited_to: Callable[[int], str]) -> AsyncIterator[PostgresStore]:
    """A store with one connection for reading and one for writing, and no more to be had."""
    store = PostgresStore(ConnectionSettings(url=limited_to(2)))
    for place in (READING, COMMITTING):
        await store._connections[place].connect()
    yield store
    await store.close()


async def test_who_cannot_connect_leaves_the_work_to_those_who_are_connected(scarce: PostgresStore) -> None:
    user = a_user()
    async with scarce.begin() as work:
        work.users.add(user)
    tasks = [a_task(owner=user.id) for _ in range(100)]

    for _ in range(3):  # while the connected connection is busy the other one is asked as well
        outcomes = await asyncio.gather(*(read(scarce, task) for task in tasks), return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {TaskNotFound}
    for task in tasks:
        await asyncio.gather(add(scarce, task), add(scarce, a_task(owner=user.id)))

    assert await asyncio.gather(*(read(scarce, task) for task in tasks)) == tasks


async def test_when_there_are_connections_again_they_are_used(
    scarce: PostgresStore, limited_to: Callable[[int], str]
) -> None:
    limited_to(10)
    asked = []
    async with asyncio.timeout(10):
        while scarce.occupancy.connections < 4:
            asked.append(asyncio.create_task(anything(scarce)))
            await asyncio.sleep(0.001)  # while the connected connections are busy with what came before

    assert set(await asyncio.gather(*asked)) == {None}


async def test_without_any_connection_every_caller_gets_the_error(limited_to: Callable[[int], str]) -> None:
    store = PostgresStore(ConnectionSettings(url=limited_to(0)))

    outcomes = await asyncio.gather(*(anything(store) for _ in range(50)))

    assert set(outcomes) == {StoreUnavailable}


async def test_a_rejected_login_is_reported_without_waiting(
    database_url: str, limited_to: Callable[[int], str]
) -> None:
    store = PostgresStore(ConnectionSettings(url=limited_to(10)))
    execute(database_url, f"REVOKE CONNECT ON DATABASE {urlsplit(database_url).path[1:]} FROM PUBLIC")

    async with asyncio.timeout(10):
        outcomes = await asyncio.gather(anything(store), add(store, a_task()), return_exceptions=True)

    assert [outcomes[0], type(outcomes[1])] == [StoreUnavailable, StoreUnavailable]
    assert not await store.ready()


async def anything(store: PostgresStore) -> type[Exception] | None:
    """Write and read; return the result."""
    user = a_user()
    try:
        async with store.begin() as work:
            work.users.add(user)
        async with store.begin() as work:
            await work.users.get(user.id)
    except StoreUnavailable as error:
        return type(error)
    return None


async def add(store: PostgresStore, task: Task) -> None:
    async with store.begin() as work:
        change_task(work, ChangeKind.ADD, task)


async def read(store: PostgresStore, task: Task) -> Task:
    async with store.begin() as work:
        return await work.tasks.get(task.id, owner=task.owner)


async def test_a_statement_that_was_left_takes_its_connection_along(database_url: str) -> None:
    connection = Connection(ConnectionSettings(url=database_url), Outage())
    await connection.connect()
    sleeping = asyncio.create_task(connection.fetch("SELECT pg_sleep(60)", ()))
    await asyncio.sleep(0)

    sleeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sleeping

    assert not connection.connected
    assert [tuple(row) for row in await connection.fetch("SELECT 1", ())] == [(1,)]
    await connection.close()
