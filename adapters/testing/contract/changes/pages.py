"""Reading the record of changes, and tasks by id, in pages: bounds, order and extreme ids."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
import pytest_asyncio
from attrs import evolve

from adapters.testing.builders import a_task
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.units import add, commit
from domain.changes.kinds import ObjectKind
from domain.changes.recorded_change import LAST_NUMBER
from domain.ids import TaskId, UserId
from domain.ports import Begin, Work
from domain.ports.change_set import ChangeKind
from domain.tasks.task import Task

FIRST, LAST = UUID(int=0), UUID(int=2**128 - 1)
IDS = [FIRST, UUID(int=1), UUID(int=2**127), UUID(int=2**128 - 2), LAST]


@asynccontextmanager
async def reading(begin: Begin) -> AsyncIterator[Work]:
    """Begin a unit of work that only reads."""
    async with begin() as work:
        yield work


class ChangePageContract(StoreFixtures):
    """The record of changes and the tasks by id are read in pages."""

    @pytest_asyncio.fixture
    async def tasks(self, begin: Begin, owner: UserId) -> list[Task]:
        """Tasks with ids at both ends; changes 1 to 5 create them in descending order, 6 to 10 edit them."""
        tasks = [a_task(owner=owner, id=TaskId(each)) for each in IDS]
        for task in reversed(tasks):
            await add(begin, task)
        edited = [evolve(task, version=2) for task in tasks]
        for task in edited:
            await commit(begin, (ChangeKind.SAVE, task))
        return edited

    @pytest.mark.usefixtures("tasks")
    @pytest.mark.parametrize(
        ("number", "limit", "expected"),
        [
            (0, 3, [1, 2, 3]),
            (3, 3, [4, 5, 6]),
            (8, 3, [9, 10]),
            (10, 3, []),
            (11, 3, []),
            (2**62, 3, []),
            (-1, 2, [1, 2]),
            (0, 100, list(range(1, 11))),
        ],
    )
    async def test_changes_after_a_number_are_in_ascending_order(
        self, begin: Begin, owner: UserId, number: int, limit: int, expected: list[int]
    ) -> None:
        async with reading(begin) as work:
            changes = await work.changes.after(number, owner=owner, limit=limit)

        assert [each.number for each in changes] == expected

    @pytest.mark.usefixtures("tasks")
    async def test_a_change_is_found_by_its_number(self, begin: Begin, owner: UserId) -> None:
        async with reading(begin) as work:
            everything = await work.changes.after(0, owner=owner, limit=100)
            assert [await work.changes.numbered(number, owner=owner) for number in range(1, 11)] == list(everything)
            for number in (-1, 0, 11, 2**62):
                assert await work.changes.numbered(number, owner=owner) is None

    @pytest.mark.usefixtures("tasks")
    @pytest.mark.parametrize(
        ("number", "before", "limit", "expected"),
        [
            (0, None, 5, [6, 5]),
            (4, None, 5, [10, 1]),
            (4, None, 1, [10]),
            (4, 10, 5, [1]),
            (4, 2, 5, [1]),
            (4, 1, 5, []),
            (4, 0, 5, []),
            (4, 2**62, 5, [10, 1]),
        ],
    )
    async def test_changes_of_an_object_are_in_descending_order(
        self, begin: Begin, owner: UserId, number: int, before: int | None, limit: int, expected: list[int]
    ) -> None:
        async with reading(begin) as work:
            changes = await work.changes.of_object(
                ObjectKind.TASK, IDS[number], owner=owner, before=before, limit=limit
            )

        assert [each.number for each in changes] == expected

    async def test_changes_of_a_deleted_task_remain(self, begin: Begin, owner: UserId, tasks: list[Task]) -> None:
        await commit(begin, (ChangeKind.REMOVE, tasks[0]))

        async with reading(begin) as work:
            changes = await work.changes.of_object(ObjectKind.TASK, FIRST, owner=owner, before=None, limit=9)

        assert [each.number for each in changes] == [11, 6, 5]

    @pytest.mark.usefixtures("tasks")
    @pytest.mark.parametrize(
        ("behind", "last", "after", "limit", "expected"),
        [
            (None, None, 0, 100, [5, 6, 4, 7, 3, 8, 2, 9, 1, 10]),
            (None, None, 5, 100, [6, 7, 8, 9, 10]),
            (None, None, 4, 3, [5, 6, 7]),
            (None, FIRST, 0, 100, [5, 6]),
            (FIRST, None, 0, 100, [4, 7, 3, 8, 2, 9, 1, 10]),
            (FIRST, IDS[2], 0, 100, [4, 7, 3, 8]),
            (UUID(int=2), IDS[2], 0, 100, [3, 8]),
            (IDS[3], LAST, 0, 100, [1, 10]),
            (LAST, None, 0, 100, []),
            (IDS[2], IDS[1], 0, 100, []),
            (None, None, 10, 100, []),
        ],
    )
    async def test_changes_of_a_range_of_objects_are_in_the_order_of_object_and_number(
        self,
        begin: Begin,
        owner: UserId,
        behind: UUID | None,
        last: UUID | None,
        after: int,
        limit: int,
        expected: list[int],
    ) -> None:
        async with reading(begin) as work:
            position = None if behind is None else (behind, LAST_NUMBER)
            changes = await work.changes.of_objects(
                ObjectKind.TASK, position, last, owner=owner, after=after, limit=limit
            )
            rest = await work.changes.of_objects(
                ObjectKind.TASK,
                (changes[0].object_id, changes[0].number) if changes else position,
                last,
                owner=owner,
                after=after,
                limit=limit,
            )

        assert [each.number for each in rest][: len(expected[1:])] == expected[1:]
        assert [each.number for each in changes] == expected

    @pytest.mark.parametrize(
        ("behind", "limit", "expected"),
        [
            (None, 9, [0, 1, 2, 3, 4]),
            (None, 2, [0, 1]),
            (FIRST, 2, [1, 2]),
            (UUID(int=2), 9, [2, 3, 4]),
            (IDS[3], 9, [4]),
            (LAST, 9, []),
        ],
    )
    async def test_tasks_by_id_are_in_the_order_of_their_ids(
        self, begin: Begin, owner: UserId, tasks: list[Task], behind: UUID | None, limit: int, expected: list[int]
    ) -> None:
        async with reading(begin) as work:
            found = await work.tasks.by_id(owner=owner, after=behind, limit=limit)

        assert list(found) == [tasks[number] for number in expected]

    async def test_tasks_with_given_ids_are_those_that_exist(
        self, begin: Begin, owner: UserId, tasks: list[Task]
    ) -> None:
        ids = (TaskId(LAST), a_task().id, TaskId(FIRST))

        async with reading(begin) as work:
            assert list(await work.tasks.with_ids(ids, owner=owner)) == [tasks[4], tasks[0]]
            assert list(await work.tasks.with_ids((), owner=owner)) == []
