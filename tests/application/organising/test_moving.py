"""Moving tasks in the manual order: one task changes, next to another one or at an end of all tasks."""

import asyncio
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import HOUR, MINUTE, NOON, a_user_id
from application import ListTasks, TaskMove
from domain.accounts.user import User
from domain.changes.kinds import ObjectKind
from domain.changes.provenance import Actor
from domain.changes.undo import Undo
from domain.errors import InvalidInput
from domain.ids import TaskId
from domain.move import End, Move
from domain.position import NoRoom
from domain.tasks.query import Sort, SortKey, TaskQuery
from domain.tasks.task import StaleTask, Task, TaskNotFound
from tests.application.support.recorded_world import RecordedWorld
from tests.application.support.world import BEN, World

BY_POSITION = TaskQuery(sort=Sort(SortKey.POSITION, descending=False), limit=100)


async def tasks_of(world: World, user: User, number: int) -> list[Task]:
    """Return new tasks of a user, oldest first."""
    return [
        await world.has_task(user, id=TaskId(UUID(int=each)), created_at=NOON + each * MINUTE)
        for each in range(1, number + 1)
    ]


async def order(world: World, user: User) -> list[int]:
    """Return the ids of a user's tasks in the manual order."""
    return [task.id.int for task in (await ListTasks(world.begin)(user.id, BY_POSITION)).tasks]


async def move(world: World, user: User, task: int, **target: int | End) -> Task:
    """Move a task."""
    targets = {name: each if isinstance(each, End) else UUID(int=each) for name, each in target.items()}
    command = TaskMove(task_id=TaskId(UUID(int=task)), move=Move(**targets))  # type: ignore[arg-type]  # of several types
    return await world.move_task(Actor(user.id), command)


@pytest.mark.parametrize(
    ("task", "target", "expected"),
    [
        (4, {"before": 2}, [1, 4, 2, 3]),
        (4, {"before": 1}, [4, 1, 2, 3]),
        (1, {"before": 4}, [2, 3, 1, 4]),
        (1, {"after": 2}, [2, 1, 3, 4]),
        (1, {"after": 4}, [2, 3, 4, 1]),
        (4, {"after": 1}, [1, 4, 2, 3]),
        (3, {"to": End.FIRST}, [3, 1, 2, 4]),
        (2, {"to": End.LAST}, [1, 3, 4, 2]),
    ],
)
async def test_a_task_goes_where_it_is_sent_and_no_other_task_changes(
    world: World, task: int, target: dict[str, int | End], expected: list[int]
) -> None:
    ada = await world.has_user()
    before = await tasks_of(world, ada, 4)
    await world.has_task(await world.has_user(BEN))
    world.now.step(HOUR)

    moved = await move(world, ada, task, **target)

    assert await order(world, ada) == expected
    assert moved == evolve(before[task - 1], position=moved.position, version=2, updated_at=NOON + HOUR)
    assert [each for each in world.store.all_owned(Task, ada.id) if each.version == 1] == [
        each for each in before if each.id != moved.id
    ]


@pytest.mark.parametrize(
    ("task", "target"),
    [(2, {"before": 3}), (2, {"after": 1}), (1, {"to": End.FIRST}), (3, {"to": End.LAST})],
)
async def test_a_task_that_is_there_already_stays_as_it_is(
    world: World, task: int, target: dict[str, int | End]
) -> None:
    ada = await world.has_user()
    before = await tasks_of(world, ada, 3)

    assert await move(world, ada, task, **target) == before[task - 1]
    assert world.store.all_of(Task) == before


@pytest.mark.parametrize("end", End)
async def test_a_task_without_others_stays_as_it_is(world: World, end: End) -> None:
    ada = await world.has_user()
    (task,) = await tasks_of(world, ada, 1)

    assert await move(world, ada, 1, to=end) == task


@given(moves=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.sampled_from(["before", "after"]))))
async def test_any_moves_have_the_effect_that_they_have_on_a_list(moves: list[tuple[int, int, str]]) -> None:
    world = World()
    ada = await world.has_user()
    await tasks_of(world, ada, 5)
    expected = [1, 2, 3, 4, 5]
    for task, other, side in moves:
        if task != other:
            expected.remove(task)
            expected.insert(expected.index(other) + (side == "after"), task)
            await move(world, ada, task, **{side: other})

            assert await order(world, ada) == expected


async def test_moves_into_one_gap_at_once_all_arrive_there(world: World) -> None:
    ada = await world.has_user()
    await tasks_of(world, ada, 10)

    moved = await asyncio.gather(*(move(world, ada, task, after=1) for task in range(3, 11)))

    found = await order(world, ada)
    assert (found[0], sorted(found[1:9]), found[9]) == (1, list(range(3, 11)), 2)
    assert len({task.place for task in moved}) == 8


async def test_a_move_that_loses_against_another_is_decided_anew(world: World) -> None:
    ada = await world.has_user()
    await tasks_of(world, ada, 3)
    world.contest.admit(lambda: move(world, ada, 3, before=2))

    moved = await move(world, ada, 3, to=End.FIRST)

    assert await order(world, ada) == [3, 1, 2]
    assert moved.version == 3
    assert world.contest.all_met


async def test_a_clock_that_was_set_back_does_not_move_the_time_of_the_update_back(world: World) -> None:
    ada = await world.has_user()
    await world.has_task(ada, id=TaskId(UUID(int=1)), updated_at=NOON + HOUR)
    await world.has_task(ada, id=TaskId(UUID(int=2)))

    assert (await move(world, ada, 1, to=End.LAST)).updated_at == NOON + HOUR


async def test_what_someone_else_has_is_neither_moved_nor_a_neighbor(world: World) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    (own,) = await tasks_of(world, ada, 1)
    other = await world.has_task(ben, id=TaskId(UUID(int=9)))

    for task, target in ((9, {"to": End.FIRST}), (9, {"before": 1}), (1, {"before": 9}), (1, {"after": 77})):
        with pytest.raises(TaskNotFound, match=str(UUID(int=77 if target == {"after": 77} else 9))):
            await move(world, ada, task, **target)

    with pytest.raises(TaskNotFound):
        await world.move_task(Actor(a_user_id()), TaskMove(task_id=own.id, move=Move(to=End.FIRST)))
    assert world.store.all_of(Task) == [own, other]


async def test_a_move_of_another_version_than_the_present_is_stale(world: World) -> None:
    ada = await world.has_user()
    await tasks_of(world, ada, 2)
    command = TaskMove(task_id=TaskId(UUID(int=1)), move=Move(to=End.LAST), if_version=frozenset({2}))

    with pytest.raises(StaleTask):
        await world.move_task(Actor(ada.id), command)

    assert await order(world, ada) == [1, 2]
    assert (await world.move_task(Actor(ada.id), evolve(command, if_version=frozenset({1})))).version == 2


async def test_a_task_does_not_go_next_to_itself(world: World) -> None:
    ada = await world.has_user()
    await tasks_of(world, ada, 2)

    with pytest.raises(InvalidInput):
        await move(world, ada, 1, after=1)


async def test_a_gap_without_room_is_a_conflict(world: World) -> None:
    ada = await world.has_user()
    await world.has_task(ada, id=TaskId(UUID(int=1)), position="80")
    await world.has_task(ada, id=TaskId(UUID(int=2)), position="8000")
    await world.has_task(ada, id=TaskId(UUID(int=3)))

    with pytest.raises(NoRoom):
        await move(world, ada, 3, after=1)

    await move(world, ada, 2, to=End.FIRST)
    await move(world, ada, 3, after=1)
    assert await order(world, ada) == [2, 1, 3]


async def test_a_move_is_recorded_and_can_be_undone() -> None:
    world = RecordedWorld()
    ada = await world.has_user()
    await tasks_of(world, ada, 3)

    moved = await move(world, ada, 3, to=End.FIRST)
    *_, change = world.store.record.of_object(ada.id, ObjectKind.TASK, moved.id)
    await world.undo_changes(Actor(ada.id), Undo((change.number,)))

    assert set(change.fields) - {"updated_at"} == {"position"}
    assert (change.fields["position"].before, change.fields["position"].after) == (None, moved.position)
    assert await order(world, ada) == [1, 2, 3]
