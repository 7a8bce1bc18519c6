"""The record of changes under concurrent writes: consecutive numbers, and none for a unit that failed."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from attrs import evolve

from adapters.testing.builders import NOON, a_receipt, a_task, a_user
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.folding import folded
from adapters.testing.record import latest_of, record_of
from adapters.testing.units import add, commit
from domain.changes.provenance import Actor
from domain.changes.recorded_change import Effect, RecordedChange
from domain.ids import UserId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind, VersionConflict
from domain.tasks.task import Task


def effects(changes: Sequence[RecordedChange]) -> list[tuple[int, Effect, UUID]]:
    """Return the number, the effect and the object of each change."""
    return [(each.number, each.effect, each.object_id) for each in changes]


class ConcurrentRecordingContract(StoreFixtures):
    """Change numbers are consecutive per account, also among concurrent writers."""

    async def test_units_that_fail_beside_concurrent_ones_record_nothing(self, begin: Begin, owner: UserId) -> None:
        """A store may commit them together: units of one change each, and of every kind."""
        tasks = [a_task(owner=owner) for _ in range(4)]
        new = [a_task(owner=owner) for _ in range(4)]
        await add(begin, *tasks)

        ends = await asyncio.gather(
            commit(begin, (ChangeKind.SAVE, evolve(tasks[0], version=7))),
            commit(begin, (ChangeKind.ADD, new[0])),
            commit(begin, (ChangeKind.REMOVE, evolve(tasks[1], version=5))),
            commit(begin, (ChangeKind.ADD, new[1])),
            commit(begin, (ChangeKind.SAVE, evolve(tasks[2], version=2))),
            commit(begin, (ChangeKind.ADD, evolve(tasks[3], title="Second"))),
            commit(begin, (ChangeKind.ADD, new[2]), (ChangeKind.EXPECT, evolve(tasks[3], version=3))),
            commit(begin, (ChangeKind.ADD, new[3])),
            return_exceptions=True,
        )

        assert [isinstance(end, VersionConflict) for end in ends] == [
            True,
            False,
            True,
            False,
            False,
            True,
            True,
            False,
        ]
        record = await record_of(begin, owner)
        assert [each.number for each in record] == list(range(1, 9))
        assert {each.object_id for each in record[4:]} == {new[0].id, new[1].id, tasks[2].id, new[3].id}

    async def test_concurrent_units_get_consecutive_numbers(self, begin: Begin) -> None:
        """Of several users, on shared tasks and on their own ones; what loses leaves no gap."""
        users = [a_user() for _ in range(3)]
        shared = {user.id: [a_task(owner=user.id) for _ in range(3)] for user in users}
        await add(begin, *users, *(task for tasks in shared.values() for task in tasks))

        async def write(owner: UserId, turn: int) -> int:
            """Return how many changes were committed."""
            present, new = shared[owner][turn % 3], [(ChangeKind.ADD, a_task(owner=owner)) for _ in range(2)]
            units: list[list[tuple[ChangeKind, Task]]] = [
                new[:1],
                [(ChangeKind.SAVE, evolve(present, version=2))],
                [new[0], (ChangeKind.SAVE, evolve(present, version=2))],
                [(ChangeKind.REMOVE, present), *new],
            ]
            unit = units[turn % 4]
            try:
                await commit(begin, *unit)
            except VersionConflict:
                return 0
            return len(unit)

        turns = [(user.id, turn) for turn in range(24) for user in users]
        written = await asyncio.gather(*(write(owner, turn) for owner, turn in turns))

        for user in users:
            count = 3 + sum(count for count, (owner, _) in zip(written, turns, strict=True) if owner == user.id)
            record = await record_of(begin, user.id)
            assert [each.number for each in record] == list(range(1, count + 1))
            assert await latest_of(begin, user.id) == count
            assert sum(each.effect is not Effect.CREATED for each in record) == 3
            tasks = folded(evolve(each, fields={}) if each.effect is Effect.EDITED else each for each in record)
            async with begin() as work:
                assert {task.id for task in await work.tasks.by_id(owner=user.id, after=None, limit=1_000)} == set(
                    tasks
                )

    async def test_the_record_of_a_task_follows_its_versions(self, begin: Begin, owner: UserId) -> None:
        """Whatever the order of the commits, the numbers have the same."""
        task = a_task(owner=owner)
        await add(begin, task)

        async def edit(title: str) -> None:
            while True:
                async with begin() as work:
                    present = await work.tasks.get(task.id, owner=owner)
                try:
                    async with begin() as work:
                        edited = evolve(present, title=title, version=present.version + 1)
                        work.tasks.save(edited, Actor(owner).provenance(NOON), before=present)
                except VersionConflict:
                    continue
                return

        await asyncio.gather(*(edit(f"Title {n}") for n in range(20)))

        record = await record_of(begin, owner)
        assert [(each.number, each.version_after) for each in record] == [(n, n) for n in range(1, 22)]
        async with begin() as work:
            assert folded(record) == {task.id: await work.tasks.get(task.id, owner=owner)}

    async def test_of_concurrent_units_with_one_receipt_only_one_is_recorded(self, begin: Begin, owner: UserId) -> None:
        receipt, tasks = a_receipt(owner=owner), [a_task(owner=owner) for _ in range(20)]

        ends = await asyncio.gather(*(add(begin, task, receipt) for task in tasks), return_exceptions=True)

        winners = [task.id for task, end in zip(tasks, ends, strict=True) if end is None]
        assert effects(await record_of(begin, owner)) == [(1, Effect.CREATED, winners[0])]

    async def test_a_user_who_is_deleted_while_others_write_leaves_no_record(self, begin: Begin) -> None:
        user = a_user()
        tasks = [a_task(owner=user.id) for _ in range(10)]
        await add(begin, user, *tasks)
        units = [(ChangeKind.ADD, a_task(owner=user.id)) for _ in range(10)]
        units += [(ChangeKind.SAVE, evolve(task, version=2)) for task in tasks]

        async with asyncio.timeout(30):
            await asyncio.gather(
                *(commit(begin, unit) for unit in units[::2]),
                commit(begin, (ChangeKind.REMOVE, user)),
                *(commit(begin, unit) for unit in units[1::2]),
                return_exceptions=True,
            )

        assert (await record_of(begin, user.id), await latest_of(begin, user.id)) == ([], 0)
