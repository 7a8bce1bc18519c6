"""A unit that expects a number: its changes follow that number, or nothing of it is written."""

import asyncio

import pytest
from attrs import evolve

from adapters.testing.builders import NOON, a_receipt, a_task, a_user, an_allowance
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.record import latest_of, record_of
from adapters.testing.units import add, change, commit, look_up
from domain.changes.provenance import Actor
from domain.ids import UserId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind, VersionConflict
from domain.ports.stored import Entity, key_of

CROWD = 20


async def add_expecting(begin: Begin, number: int, owner: UserId, *entities: Entity) -> None:
    """Add entities if a number is the last one of an account."""
    async with begin() as work:
        for entity in entities:
            change(work, ChangeKind.ADD, entity)
        work.changes.expect_latest(number, owner=owner)


class ExpectedNumberContract(StoreFixtures):
    """A unit that expects a change number is committed only if it is the latest one."""

    async def test_changes_follow_the_expected_number(self, begin: Begin, owner: UserId) -> None:
        tasks = [a_task(owner=owner) for _ in range(4)]

        await add_expecting(begin, 0, owner, tasks[0])
        await add_expecting(begin, 1, owner, *tasks[1:3], a_receipt(owner=owner))
        await add_expecting(begin, 3, owner, tasks[3])

        assert [each.object_id for each in await record_of(begin, owner)] == [task.id for task in tasks]

    @pytest.mark.parametrize("number", [0, 1, 3, 2**40])
    @pytest.mark.parametrize("count", [1, 3])
    async def test_nothing_is_written_when_another_number_is_expected(
        self, begin: Begin, owner: UserId, number: int, count: int
    ) -> None:
        await add(begin, a_task(owner=owner), a_task(owner=owner))
        tasks: list[Entity] = [a_task(owner=owner) for _ in range(count)]
        allowance = an_allowance()

        with pytest.raises(VersionConflict):
            await add_expecting(begin, number, owner, *tasks)
        with pytest.raises(VersionConflict):
            await add_expecting(begin, number, owner, *tasks, allowance)

        assert await latest_of(begin, owner) == len(await record_of(begin, owner)) == 2
        for entity in (*tasks, allowance):
            assert await look_up(begin, key_of(entity)) is None

    async def test_edits_and_deletions_expect_a_number_as_well(self, begin: Begin, owner: UserId) -> None:
        task, other = a_task(owner=owner), a_task(owner=owner)
        await add(begin, task, other)

        async def write(number: int) -> None:
            async with begin() as work:
                provenance = Actor(owner).provenance(NOON)
                work.tasks.save(evolve(task, version=2), provenance, before=task)
                work.tasks.remove(other, provenance)
                work.changes.expect_latest(number, owner=owner)

        with pytest.raises(VersionConflict):
            await write(1)
        assert await look_up(begin, key_of(task)) == task

        await write(2)
        assert [each.object_id for each in (await record_of(begin, owner))[2:]] == [task.id, other.id]

    async def test_a_unit_without_changes_of_tasks_has_no_number_to_expect(self, begin: Begin, owner: UserId) -> None:
        """What is undone may change nothing; its receipt is kept all the same."""
        receipt = a_receipt(owner=owner)

        await add_expecting(begin, 7, owner, receipt)

        assert await look_up(begin, key_of(receipt)) == receipt
        await add_expecting(begin, 7, owner)

    async def test_of_concurrent_units_that_expect_one_number_exactly_one_succeeds(
        self, begin: Begin, owner: UserId
    ) -> None:
        tasks = [a_task(owner=owner) for _ in range(CROWD)]

        ends = await asyncio.gather(*(add_expecting(begin, 0, owner, task) for task in tasks), return_exceptions=True)

        assert [type(end) for end in ends].count(VersionConflict) == CROWD - 1
        winner = tasks[ends.index(None)]
        assert [(each.number, each.object_id) for each in await record_of(begin, owner)] == [(1, winner.id)]

    async def test_units_that_expect_a_number_do_not_make_other_units_fail(self, begin: Begin, owner: UserId) -> None:
        """Retried until the number is right, each is committed once; those of others are never refused."""
        other = a_user()
        await add(begin, other)
        expecting = [[a_task(owner=owner) for _ in range(1 + n % 3)] for n in range(CROWD)]
        plain = [a_task(owner=each) for each in (owner, other.id) for _ in range(CROWD)]

        async def insist(number: int) -> list[int]:
            while True:
                latest = await latest_of(begin, owner)
                try:
                    await add_expecting(begin, latest, owner, *expecting[number])
                except VersionConflict:
                    continue
                return list(range(latest + 1, latest + 1 + len(expecting[number])))

        async with asyncio.timeout(60):
            numbers, _ = await asyncio.gather(
                asyncio.gather(*map(insist, range(CROWD))), asyncio.gather(*(add(begin, task) for task in plain))
            )

        record = await record_of(begin, owner)
        assert [each.number for each in record] == list(range(1, len(record) + 1))
        assert len(record) == sum(map(len, expecting)) + CROWD
        for tasks, own in zip(expecting, numbers, strict=True):
            assert [record[number - 1].object_id for number in own] == [task.id for task in tasks]
        assert len(await record_of(begin, other.id)) == CROWD

    async def test_a_unit_that_expects_a_number_conflicts_with_a_concurrent_change(
        self, begin: Begin, owner: UserId
    ) -> None:
        for _ in range(5):
            latest = await latest_of(begin, owner)
            task, rival = a_task(owner=owner), a_task(owner=owner)

            ends = await asyncio.gather(
                add_expecting(begin, latest, owner, task),
                commit(begin, (ChangeKind.ADD, rival)),
                return_exceptions=True,
            )

            added = [each.object_id for each in (await record_of(begin, owner))[latest:]]
            assert ends[1] is None
            assert added == ([task.id, rival.id] if ends[0] is None else [rival.id])
