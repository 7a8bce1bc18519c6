"""The sweeper deletes the changes that are older than the record is kept, and keeps the others and their numbers."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from attrs import evolve

from adapters.postgres import ConnectionSettings, PostgresStore
from adapters.postgres.sweeper import BATCH_SIZE
from adapters.testing.builders import DAY, NOON, SECOND, a_task, a_user
from adapters.testing.record import latest_of, record_of
from adapters.testing.units import add
from domain.changes.recorded_change import CHANGES_KEPT
from domain.ids import UserId


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[PostgresStore]:
    async with PostgresStore(ConnectionSettings(url=database_url), changes_kept=7 * DAY) as store:
        yield store


async def has_changes(store: PostgresStore, *ages: timedelta) -> UserId:
    """Make a user with one change of each age at noon."""
    owner = a_user()
    await add(store.begin, owner)
    for age in ages:
        await add(store.begin, a_task(owner=owner.id, updated_at=NOON - age))
    return owner.id


async def numbers_of(store: PostgresStore, owner: UserId) -> list[int]:
    return [each.number for each in await record_of(store.begin, owner)]


async def test_changes_that_are_older_than_the_record_is_kept_are_deleted(store: PostgresStore) -> None:
    owner = await has_changes(store, 30 * DAY, 7 * DAY + SECOND, 7 * DAY, 7 * DAY - SECOND, 0 * DAY)

    assert await store.sweep(at=NOON) == 2
    assert await numbers_of(store, owner) == [3, 4, 5]
    assert await store.sweep(at=NOON) == 0


async def test_the_tasks_and_the_numbers_outlive_their_changes(store: PostgresStore) -> None:
    owner = await has_changes(store, 30 * DAY, 20 * DAY)

    assert await store.sweep(at=NOON) == 2

    assert (await numbers_of(store, owner), await latest_of(store.begin, owner)) == ([], 2)
    async with store.begin() as work:
        assert len(await work.tasks.by_id(owner=owner, after=None, limit=9)) == 2
    await add(store.begin, a_task(owner=owner))
    assert await numbers_of(store, owner) == [3]


async def test_a_record_is_kept_for_90_days_unless_the_operator_chooses_otherwise(
    postgres_store: PostgresStore,
) -> None:
    assert CHANGES_KEPT == 90 * DAY
    owner = await has_changes(postgres_store, 90 * DAY + SECOND, 90 * DAY)

    assert await postgres_store.sweep(at=NOON) == 1
    assert await numbers_of(postgres_store, owner) == [2]


async def test_more_changes_than_one_statement_deletes_are_all_deleted(store: PostgresStore) -> None:
    owner = a_user()
    old = a_task(owner=owner.id, updated_at=NOON - 30 * DAY)
    await add(store.begin, owner, *(evolve(old, id=a_task().id) for _ in range(BATCH_SIZE + 5)))

    deleted = await asyncio.gather(store.sweep(at=NOON), store.sweep(at=NOON))

    assert sum(deleted) == BATCH_SIZE + 5
    assert await numbers_of(store, owner.id) == []
