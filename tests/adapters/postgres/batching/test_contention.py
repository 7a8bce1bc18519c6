"""Many who change one task at the same time."""

import asyncio
from uuid import UUID

from attrs import evolve

from adapters.postgres import PostgresStore
from domain.ids import TaskId
from domain.ports.change_set import ChangeKind
from domain.tasks.task import Task
from tests.adapters.postgres.batching.units_of_work import OWNERS, a_task, a_user, commit, commit_all


async def test_of_many_writers_of_one_version_one_wins(postgres_store: PostgresStore) -> None:
    await commit_all(postgres_store.begin, add_user=a_user(1), add_task=a_task(1, OWNERS[0]))
    rivals = [evolve(a_task(1, OWNERS[0], version=2), title=f"rival {n}") for n in range(50)]

    outcomes = await asyncio.gather(*(commit(postgres_store.begin, [(ChangeKind.SAVE, rival)]) for rival in rivals))

    winner = rivals[outcomes.index("committed")]
    assert outcomes.count("committed") == 1
    async with postgres_store.begin() as work:
        assert await work.tasks.get(winner.id, owner=winner.owner) == winner


async def test_all_who_change_one_task_at_the_same_time_come_through_in_turn(postgres_store: PostgresStore) -> None:
    """Nobody starves, and nobody is asked to try more often than there are rivals."""
    await commit_all(postgres_store.begin, add_user=a_user(1), add_task=a_task(1, OWNERS[0]))
    writers, rounds = 20, 10

    async def change() -> int:
        attempts = 0
        while True:
            attempts += 1
            task = await read(postgres_store, 1)
            if (
                await commit(postgres_store.begin, [(ChangeKind.SAVE, evolve(task, version=task.version + 1))])
                == "committed"
            ):
                return attempts

    async def writer() -> list[int]:
        return [await change() for _ in range(rounds)]

    attempts = [number for numbers in await asyncio.gather(*(writer() for _ in range(writers))) for number in numbers]

    assert (await read(postgres_store, 1)).version == 1 + writers * rounds
    assert max(attempts) <= 2 * writers


async def read(store: PostgresStore, number: int) -> Task:
    async with store.begin() as work:
        return await work.tasks.get(TaskId(UUID(int=number)), owner=OWNERS[0])
