"""The use cases of tasks, also with concurrent writers."""

import asyncio
from uuid import UUID

import pytest
from attrs import evolve

from adapters.testing.builders import HOUR, MINUTE, NOON, a_task, a_user_id
from application import CountTasks, ListTasks, ReadTask, SummarizeTasks, TaskChange, TaskRemoval
from domain.accounts.user import UserNotFound
from domain.changes.provenance import Actor
from domain.commands import IdTaken
from domain.errors import TooMuchContention
from domain.ids import TaskId
from domain.statistics.summary import Grouping, SummaryRequest
from domain.tasks.filter import TaskFilter
from domain.tasks.priority import Priority
from domain.tasks.query import TaskQuery
from domain.tasks.status import Status
from domain.tasks.task import NewTask, StaleTask, Task, TaskEdit, TaskNotFound, TransitionNotAllowed
from tests.application.support.world import BEN, World

DONE = TaskEdit(status=Status.DONE)


async def test_a_new_task_is_kept_as_it_was_returned(world: World) -> None:
    ada = await world.has_user()

    task = (await world.create_task(Actor(ada.id), NewTask(title="Water the plants", priority=Priority.HIGH))).task

    assert task == a_task(id=task.id, owner=ada.id, title="Water the plants", priority=Priority.HIGH)
    assert await ReadTask(world.begin)(ada.id, task.id) == task


async def test_nobody_makes_a_task_without_an_account(world: World) -> None:
    with pytest.raises(UserNotFound):
        await world.create_task(Actor(a_user_id()), NewTask(title="Water the plants"))

    assert world.store.all_of(Task) == []


async def test_an_id_that_is_taken_by_chance_is_replaced_by_another(world: World) -> None:
    ada = await world.has_user()
    taken = await world.has_task(ada, id=TaskId(UUID(int=1)))

    task = (await world.create_task(Actor(ada.id), NewTask(title="Another"))).task

    assert task.id.int == 2
    assert world.store.all_of(Task) == [taken, task]


async def test_an_id_of_the_client_makes_one_task_however_often_the_command_is_repeated(world: World) -> None:
    ada = await world.has_user()
    new = NewTask(title="Water the plants", id=UUID(int=77))

    creations = await asyncio.gather(*(world.create_task(Actor(ada.id), new) for _ in range(5)))
    edited = await world.edit_task(
        Actor(ada.id), TaskChange(task_id=TaskId(UUID(int=77)), edit=TaskEdit(title="Done that"))
    )
    late = await world.create_task(Actor(ada.id), new)

    assert sorted(creation.repeated for creation in creations) == [False, True, True, True, True]
    assert {creation.task for creation in creations} == {evolve(edited, title="Water the plants", version=1)}
    assert (late.task, late.repeated) == (edited, True)
    assert world.store.all_of(Task) == [edited]


async def test_an_id_of_the_client_is_taken_by_other_content_and_by_tasks_of_others(world: World) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    of_ada, of_ben = await world.has_task(ada), await world.has_task(ben)

    for task in (of_ada, of_ben):
        with pytest.raises(IdTaken, match=str(task.id)):
            await world.create_task(Actor(ada.id), NewTask(title="Something else", id=task.id))

    assert world.store.all_of(Task) == [of_ada, of_ben]


async def test_an_edit_is_kept_as_it_was_returned(world: World) -> None:
    ada = await world.has_user()
    task = await world.has_task(ada)
    world.now.step(HOUR)

    edited = await world.edit_task(Actor(ada.id), TaskChange(task_id=task.id, edit=DONE))

    later = NOON + HOUR
    assert edited == evolve(task, status=Status.DONE, completed_at=later, updated_at=later, version=2)
    assert await ReadTask(world.begin)(ada.id, task.id) == edited


async def test_an_edit_that_changes_nothing_writes_nothing(world: World) -> None:
    ada = await world.has_user()
    task = await world.has_task(ada)

    same = await world.edit_task(Actor(ada.id), TaskChange(task_id=task.id, edit=TaskEdit(title=task.title)))

    assert same == task
    assert world.store.all_of(Task) == [task]


async def test_an_edit_against_the_table_changes_nothing(world: World) -> None:
    ada = await world.has_user()
    task = await world.has_task(ada, status=Status.CANCELLED)

    with pytest.raises(TransitionNotAllowed):
        await world.edit_task(Actor(ada.id), TaskChange(task_id=task.id, edit=evolve(DONE, title="Another")))

    assert world.store.all_of(Task) == [task]


async def test_an_edit_of_another_version_than_the_present_is_stale(world: World) -> None:
    ada = await world.has_user()
    task = await world.has_task(ada, version=3)
    change = TaskChange(task_id=task.id, edit=DONE, if_version=frozenset({2, 4}))

    with pytest.raises(StaleTask) as refusal:
        await world.edit_task(Actor(ada.id), change)

    assert refusal.value.current == 3
    assert world.store.all_of(Task) == [task]
    assert (await world.edit_task(Actor(ada.id), evolve(change, if_version=frozenset({2, 3})))).version == 4


async def test_a_removed_task_is_gone(world: World) -> None:
    ada = await world.has_user()
    task, other = await world.has_task(ada), await world.has_task(ada)

    await world.delete_task(Actor(ada.id), TaskRemoval(task_id=task.id))

    assert world.store.all_of(Task) == [other]
    with pytest.raises(TaskNotFound):
        await ReadTask(world.begin)(ada.id, task.id)


async def test_only_a_version_that_is_known_is_removed(world: World) -> None:
    ada = await world.has_user()
    task = await world.has_task(ada, version=2)

    with pytest.raises(StaleTask):
        await world.delete_task(Actor(ada.id), TaskRemoval(task_id=task.id, if_version=frozenset({1})))
    assert world.store.all_of(Task) == [task]

    await world.delete_task(Actor(ada.id), TaskRemoval(task_id=task.id, if_version=frozenset({2})))
    assert world.store.all_of(Task) == []


async def test_a_task_of_somebody_else_does_not_exist(world: World) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    task = await world.has_task(ben)

    for attempt in (
        ReadTask(world.begin)(ada.id, task.id),
        world.edit_task(Actor(ada.id), TaskChange(task_id=task.id, edit=DONE)),
        world.delete_task(Actor(ada.id), TaskRemoval(task_id=task.id)),
    ):
        with pytest.raises(TaskNotFound) as refusal:
            await attempt
        assert refusal.value.task_id == task.id
    assert (await ListTasks(world.begin)(ada.id, TaskQuery())).tasks == ()
    assert world.store.all_of(Task) == [task]


async def test_a_list_and_its_count_answer_the_same_question(world: World) -> None:
    ada = await world.has_user()
    tasks = [await world.has_task(ada, created_at=NOON + n * MINUTE) for n in range(5)]
    await world.has_task(ada, status=Status.DONE)
    query = TaskQuery(filter=TaskFilter(statuses=frozenset({Status.TODO})), limit=2, offset=1)

    page = await ListTasks(world.begin)(ada.id, query)

    assert page.tasks == (tasks[3], tasks[2])
    assert page.next == query.sort.position(tasks[2])
    assert await CountTasks(world.begin)(ada.id, query.filter) == 5


async def test_a_summary_counts_the_tasks_of_its_user_that_match(world: World) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    for priority in (Priority.HIGH, Priority.HIGH, Priority.LOW):
        await world.has_task(ada, priority=priority)
    await world.has_task(ada, status=Status.DONE)
    await world.has_task(ben)
    request = SummaryRequest(filter=TaskFilter(statuses=frozenset({Status.TODO})), grouping=Grouping.PRIORITY)

    summary = await SummarizeTasks(world.begin, world.now)(ada.id, request)

    assert summary.total == 3
    assert {group.value: group.count for group in summary.groups if group.count} == {
        Priority.HIGH: 2,
        Priority.LOW: 1,
    }


async def test_an_edit_with_a_version_conflict_is_applied_to_the_current_version(world: World) -> None:
    ada = await world.has_user()
    task = await world.has_task(ada)
    rename = TaskChange(task_id=task.id, edit=TaskEdit(title="Water all plants"))
    world.contest.admit(lambda: world.edit_task(Actor(ada.id), TaskChange(task_id=task.id, edit=DONE)))

    edited = await world.edit_task(Actor(ada.id), rename)

    assert (edited.title, edited.status, edited.version) == ("Water all plants", Status.DONE, 3)
    assert world.store.all_of(Task) == [edited]
    assert world.contest.all_met


async def test_an_edit_of_a_required_version_is_stale_after_a_conflict(world: World) -> None:
    ada = await world.has_user()
    task = await world.has_task(ada)
    finish = TaskChange(task_id=task.id, edit=DONE)
    world.contest.admit(lambda: world.edit_task(Actor(ada.id), finish))
    insist = TaskChange(task_id=task.id, edit=TaskEdit(title="Another"), if_version=frozenset({1}))

    with pytest.raises(StaleTask) as refusal:
        await world.edit_task(Actor(ada.id), insist)

    assert refusal.value.current == 2
    assert [task.title for task in world.store.all_of(Task)] == ["Water the plants"]


async def test_a_removal_that_conflicts_with_another_finds_nothing(world: World) -> None:
    ada = await world.has_user()
    removal = TaskRemoval(task_id=(await world.has_task(ada)).id)
    world.contest.admit(lambda: world.delete_task(Actor(ada.id), removal))

    with pytest.raises(TaskNotFound):
        await world.delete_task(Actor(ada.id), removal)


async def test_a_removal_that_conflicts_with_an_edit_removes_the_current_version(world: World) -> None:
    ada = await world.has_user()
    task = await world.has_task(ada)
    world.contest.admit(lambda: world.edit_task(Actor(ada.id), TaskChange(task_id=task.id, edit=DONE)))

    await world.delete_task(Actor(ada.id), TaskRemoval(task_id=task.id))

    assert world.store.all_of(Task) == []


async def test_of_many_edits_at_once_none_is_lost(world: World) -> None:
    ada = await world.has_user()
    task = await world.has_task(ada, description="")

    async def sign(letter: str) -> None:
        async with world.begin() as work:
            present = await work.tasks.get(task.id, owner=ada.id)
        signed = TaskEdit(description=f"{present.description}{letter}")
        change = TaskChange(task_id=task.id, edit=signed, if_version=frozenset({present.version}))
        try:
            await world.edit_task(Actor(ada.id), change)
        except StaleTask:
            await sign(letter)

    await asyncio.gather(*map(sign, "abcdefghij"))

    (signed,) = world.store.all_of(Task)
    assert sorted(signed.description or "") == list("abcdefghij")
    assert signed.version == 11


async def test_endless_version_conflicts_raise_too_much_contention(world: World) -> None:
    ada = await world.has_user()
    task = await world.has_task(ada)

    async def rival() -> None:
        async with world.store.begin() as work:
            present = await work.tasks.get(task.id, owner=ada.id)
            edited = present.edited(TaskEdit(title=f"Version {present.version + 1}"), at=NOON)
            work.tasks.save(edited, Actor(ada.id).provenance(NOON), before=present)

    world.contest.always_let_in(rival)

    with pytest.raises(TooMuchContention):
        await world.edit_task(Actor(ada.id), TaskChange(task_id=task.id, edit=DONE))

    assert [task.status for task in world.store.all_of(Task)] == [Status.TODO]
