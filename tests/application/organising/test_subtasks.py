"""Subtasks: where they may be, and what happens to them with the task above."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from attrs import evolve

from adapters.testing.builders import a_project
from application import Batch, BatchRefused, Creation, ReadProgress, TaskChange, TaskRemoval
from application.operations.commands import Operation, Outcome
from application.organising.outlines import change_outline
from domain.accounts.user import User
from domain.changes.provenance import Actor
from domain.changes.undo import ReferenceGone, UndoBreaksStructure
from domain.ids import ProjectId, TaskId
from domain.projects.project import Project, ProjectNotFound
from domain.tasks.group import MAX_GROUP, TooManyTasks
from domain.tasks.outline import Outline
from domain.tasks.progress import Progress
from domain.tasks.status import Status
from domain.tasks.task import NewTask, Task, TaskEdit, TaskNotFound
from domain.tasks.tree import (
    MAX_ANCESTORS,
    ChangedInBatch,
    CycleNotAllowed,
    HasSubtasks,
    ProjectOfParent,
    TooDeep,
)
from tests.application.support.recorded_world import RecordedWorld


@pytest.fixture
def world() -> RecordedWorld:
    return RecordedWorld()


@pytest.fixture
async def ada(world: RecordedWorld) -> User:
    return await world.has_user()


@pytest.fixture
async def actor(ada: User) -> Actor:
    return Actor(ada.id)


async def chain_of(world: RecordedWorld, owner: User, length: int, **differences: Any) -> list[Task]:
    """Let a user have tasks of which each is the parent of the next."""
    chain: list[Task] = []
    for _ in range(length):
        parent_id = chain[-1].id if chain else None
        chain.append(await world.has_task(owner, parent_id=parent_id, **differences))
    return chain


async def project_of(world: RecordedWorld, owner: User) -> ProjectId:
    """Let a user have a project."""
    project = a_project(owner=owner.id)
    await world.has(project)
    return project.id


def outline_version(world: RecordedWorld, actor: Actor) -> int:
    """Return how often the structure has changed."""
    outline = world.store.find(Outline, actor.user_id)
    return outline.version if outline else 0


def last(world: RecordedWorld, actor: Actor, count: int) -> list[int]:
    """Return the numbers of the last changes."""
    return [change.number for change in world.recorded(actor)[-count:]]


def removal(task: Task) -> TaskRemoval:
    return TaskRemoval(task_id=task.id)


def move(task: Task, parent: Task | None) -> TaskChange:
    return TaskChange(task_id=task.id, edit=TaskEdit(parent_id=parent.id if parent else None))


async def test_a_subtask_is_created_in_the_project_of_its_parent(world: RecordedWorld, ada: User, actor: Actor) -> None:
    garden = await project_of(world, ada)
    parent = await world.creates(actor, project_id=garden)

    child = await world.creates(actor, parent_id=parent.id)

    assert (child.parent_id, child.project_id) == (parent.id, garden)
    assert world.tasks_of(actor)[child.id] == child
    assert outline_version(world, actor) == 1


async def test_plain_work_does_not_touch_the_structure(world: RecordedWorld, ada: User, actor: Actor) -> None:
    garden = await project_of(world, ada)
    task = await world.creates(actor, project_id=garden)
    await world.edits(actor, task.id, title="Renamed", parent_id=None, project_id=garden)
    await world.deletes(actor, task.id)

    assert outline_version(world, actor) == 0


@pytest.mark.parametrize("field", ["parent_id", "project_id"])
async def test_the_place_of_a_task_must_exist(world: RecordedWorld, ada: User, actor: Actor, field: str) -> None:
    task, expected = await world.has_task(ada), TaskNotFound if field == "parent_id" else ProjectNotFound
    nowhere = {field: uuid4()}

    with pytest.raises(expected):
        await world.creates(actor, **nowhere)
    with pytest.raises(expected):
        await world.edits(actor, task.id, **nowhere)

    assert world.tasks_of(actor) == {task.id: task}


async def test_a_move_into_another_project_takes_along_what_is_below(
    world: RecordedWorld, ada: User, actor: Actor
) -> None:
    garden, chain = await project_of(world, ada), await chain_of(world, ada, 3)

    await world.edits(actor, chain[0].id, project_id=garden)

    assert [task.project_id for task in world.tasks_of(actor).values()] == [garden] * 3
    assert len({(change.at, change.session_id) for change in world.recorded(actor)[-3:]}) == 1
    assert outline_version(world, actor) == 1


async def test_a_move_below_a_task_of_another_project(world: RecordedWorld, ada: User, actor: Actor) -> None:
    garden = await project_of(world, ada)
    parent = await world.has_task(ada, project_id=garden)
    top, bottom = await chain_of(world, ada, 2)

    moved = await world.edit_task(actor, move(top, parent))

    assert (moved.parent_id, moved.project_id, moved.version) == (parent.id, garden, 2)
    assert world.tasks_of(actor)[bottom.id].project_id == garden


async def test_a_subtask_does_not_leave_the_project_of_its_parent(
    world: RecordedWorld, ada: User, actor: Actor
) -> None:
    garden = await project_of(world, ada)
    parent, child = await chain_of(world, ada, 2)

    with pytest.raises(ProjectOfParent):
        await world.edits(actor, child.id, project_id=garden)
    with pytest.raises(ProjectOfParent):
        await world.creates(actor, parent_id=parent.id, project_id=garden)

    taken_out = await world.edits(actor, child.id, project_id=garden, parent_id=None)
    assert (taken_out.parent_id, taken_out.project_id) == (None, garden)


async def test_cycles_and_depth(world: RecordedWorld, ada: User, actor: Actor) -> None:
    chain = await chain_of(world, ada, MAX_ANCESTORS + 1)

    with pytest.raises(CycleNotAllowed):
        await world.edit_task(actor, move(chain[0], chain[3]))
    with pytest.raises(TooDeep):
        await world.creates(actor, parent_id=chain[-1].id)


async def test_a_deletion_takes_along_what_is_below_and_comes_back_as_a_group(
    world: RecordedWorld, ada: User, actor: Actor
) -> None:
    chain, other = await chain_of(world, ada, 3), await world.has_task(ada)

    await world.deletes(actor, chain[0].id)
    assert world.tasks_of(actor) == {other.id: other}
    await world.undoes(actor, *last(world, actor, 3))

    assert {id_: task.parent_id for id_, task in world.tasks_of(actor).items() if id_ != other.id} == {
        task.id: task.parent_id for task in chain
    }
    assert outline_version(world, actor) == 1


async def test_no_request_takes_along_too_many_tasks(world: RecordedWorld, ada: User, actor: Actor) -> None:
    parent = await world.has_task(ada)
    await world.has(*(evolve(parent, id=TaskId(UUID(int=n)), parent_id=parent.id) for n in range(1, MAX_GROUP + 1)))
    one_more = await world.has_task(ada, parent_id=parent.id)

    with pytest.raises(TooManyTasks, match="1,000"):
        await world.deletes(actor, parent.id)

    await world.deletes(actor, one_more.id)
    await world.deletes(actor, parent.id)
    assert world.tasks_of(actor) == {}


async def test_a_child_that_comes_during_a_deletion_is_deleted_as_well(
    world: RecordedWorld, ada: User, actor: Actor
) -> None:
    parent = await world.has_task(ada)
    world.contest.admit(lambda: world.create_task(actor, NewTask(title="Child", parent_id=parent.id)))

    await world.deletes(actor, parent.id)

    assert world.tasks_of(actor) == {}


async def test_a_parent_that_goes_during_a_creation_is_missed(world: RecordedWorld, ada: User, actor: Actor) -> None:
    parent = await world.has_task(ada)
    world.contest.admit(lambda: world.delete_task(actor, removal(parent)))

    with pytest.raises(TaskNotFound):
        await world.creates(actor, parent_id=parent.id)


async def test_a_project_that_goes_during_a_move_is_missed(world: RecordedWorld, ada: User, actor: Actor) -> None:
    garden, task = await project_of(world, ada), await world.has_task(ada)

    async def lose_project() -> None:
        async with world.store.begin() as work:
            project = await work.projects.get(garden, owner=ada.id)
            work.projects.remove(project, actor.provenance(world.now()))

    world.contest.admit(lose_project)
    with pytest.raises(ProjectNotFound):
        await world.edits(actor, task.id, project_id=garden)


async def test_of_two_moves_that_make_a_cycle_one_is_rejected(world: RecordedWorld, ada: User, actor: Actor) -> None:
    first, second = await world.has_task(ada), await world.has_task(ada)

    outcomes = await asyncio.gather(
        world.edit_task(actor, move(first, second)),
        world.edit_task(actor, move(second, first)),
        return_exceptions=True,
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CycleNotAllowed", "Task"]


async def run(world: RecordedWorld, actor: Actor, *operations: Operation, atomic: bool = False) -> tuple[Outcome, ...]:
    """Run a batch."""
    return await world.run_batch(actor, Batch(atomic=atomic, operations=operations))


async def test_parent_and_child_are_created_in_one_batch(world: RecordedWorld, ada: User, actor: Actor) -> None:
    garden, id_ = await project_of(world, ada), UUID(int=77)

    parent, child = await run(
        world, actor, NewTask(title="Parent", id=id_, project_id=garden), NewTask(title="Child", parent_id=id_)
    )

    assert isinstance(parent, Creation)
    assert isinstance(child, Creation)
    assert (child.task.parent_id, child.task.project_id) == (parent.task.id, garden)


async def test_two_moves_of_a_batch_that_make_a_cycle(world: RecordedWorld, ada: User, actor: Actor) -> None:
    first, second = await world.has_task(ada), await world.has_task(ada)

    with pytest.raises(BatchRefused) as error:
        await run(world, actor, move(first, second), move(second, first), atomic=True)
    moved, rejected = await run(world, actor, move(first, second), move(second, first))

    assert (error.value.index, type(error.value.reason)) == (1, CycleNotAllowed)
    assert isinstance(moved, Task)
    assert isinstance(rejected, CycleNotAllowed)


async def test_the_outcomes_of_a_batch_show_what_came_along(world: RecordedWorld, ada: User, actor: Actor) -> None:
    garden = await project_of(world, ada)
    parent, child = await chain_of(world, ada, 2)

    renamed, moved = await run(
        world,
        actor,
        TaskChange(task_id=child.id, edit=TaskEdit(title="Renamed")),
        TaskChange(task_id=parent.id, edit=TaskEdit(project_id=garden), if_version=frozenset({1})),
    )

    assert isinstance(renamed, Task)
    assert isinstance(moved, Task)
    assert (renamed.title, renamed.project_id, renamed.version) == ("Renamed", garden, 2)
    assert world.tasks_of(actor) == {moved.id: moved, renamed.id: renamed}


async def test_a_batch_deletes_a_parent_and_its_children_in_any_order(
    world: RecordedWorld, ada: User, actor: Actor
) -> None:
    for turned in (False, True):
        chain = await chain_of(world, ada, 3)
        operations = [removal(task) for task in chain]

        outcomes = await run(world, actor, *(reversed(operations) if turned else operations), atomic=True)

        assert (outcomes, world.tasks_of(actor)) == ((None, None, None), {})


async def test_a_batch_does_not_lose_an_edit_in_a_deletion(world: RecordedWorld, ada: User, actor: Actor) -> None:
    parent, child = await chain_of(world, ada, 2)
    rename = TaskChange(task_id=child.id, edit=TaskEdit(title="Renamed"))

    _, rejected = await run(world, actor, rename, removal(parent))
    _, missing = await run(world, actor, removal(parent), rename)

    assert isinstance(rejected, ChangedInBatch)
    assert isinstance(missing, TaskNotFound)


async def test_an_edit_that_changes_nothing_does_not_hold_up_a_deletion(
    world: RecordedWorld, ada: User, actor: Actor
) -> None:
    parent, child = await chain_of(world, ada, 2)
    same = TaskChange(task_id=child.id, edit=TaskEdit(title=child.title))

    assert await run(world, actor, same, removal(parent)) == (child, None)
    assert world.tasks_of(actor) == {}


@pytest.mark.parametrize("atomic", [True, False])
async def test_a_batch_repeats_the_creation_of_a_subtask(
    world: RecordedWorld, ada: User, actor: Actor, *, atomic: bool
) -> None:
    parent = await world.has_task(ada)
    new = NewTask(title="Child", parent_id=parent.id, id=UUID(int=77))

    (first,) = await run(world, actor, new, atomic=atomic)
    (second,) = await run(world, actor, new, atomic=atomic)

    assert isinstance(first, Creation)
    assert second == evolve(first, repeated=True)


async def test_an_undo_does_not_leave_subtasks_alone(world: RecordedWorld, actor: Actor) -> None:
    parent = await world.creates(actor)
    child = await world.creates(actor, parent_id=parent.id)

    with pytest.raises(UndoBreaksStructure, match="has subtasks") as error:
        await world.undoes(actor, 1)
    assert isinstance(error.value.reason, HasSubtasks)

    await world.undoes(actor, 1, 2)
    assert world.tasks_of(actor) == {}
    assert child.parent_id == parent.id


async def test_an_undo_does_not_bring_back_a_subtask_without_its_parent(world: RecordedWorld, actor: Actor) -> None:
    parent = await world.creates(actor)
    child = await world.creates(actor, parent_id=parent.id)
    await world.deletes(actor, child.id)
    await world.deletes(actor, parent.id)

    with pytest.raises(UndoBreaksStructure) as error:
        await world.undoes(actor, 3)

    assert isinstance(error.value.reason, TaskNotFound)
    await world.undoes(actor, 3, 4)
    assert set(world.tasks_of(actor)) == {parent.id, child.id}


async def test_an_undo_makes_no_cycle_and_nothing_too_deep(world: RecordedWorld, ada: User, actor: Actor) -> None:
    first, second = await chain_of(world, ada, 2)
    await world.edit_task(actor, move(second, None))
    await world.edit_task(actor, move(first, second))

    out, up = last(world, actor, 2)

    with pytest.raises(UndoBreaksStructure) as error:
        await world.undoes(actor, out)
    assert isinstance(error.value.reason, CycleNotAllowed)

    await world.undoes(actor, out, up)
    assert [task.parent_id for task in world.tasks_of(actor).values()] == [None, first.id]


async def test_an_undo_tears_no_project(world: RecordedWorld, ada: User, actor: Actor) -> None:
    garden = await project_of(world, ada)
    parent, _ = await chain_of(world, ada, 2)
    await world.edits(actor, parent.id, project_id=garden)
    numbers = last(world, actor, 2)

    with pytest.raises(UndoBreaksStructure) as error:
        await world.undoes(actor, numbers[0])
    assert isinstance(error.value.reason, ProjectOfParent)

    await world.undoes(actor, *numbers)
    assert [task.project_id for task in world.tasks_of(actor).values()] == [None, None]


async def test_an_undo_does_not_bring_back_a_task_without_its_project(
    world: RecordedWorld, ada: User, actor: Actor
) -> None:
    garden = await project_of(world, ada)
    task = await world.creates(actor, project_id=garden)
    await world.deletes(actor, task.id)
    async with world.begin() as work:
        work.projects.remove(await work.projects.get(garden, owner=ada.id), actor.provenance(world.now()))

    with pytest.raises(ReferenceGone) as error:
        await world.undoes(actor, last(world, actor, 2)[0])
    assert error.value.project_id == garden

    await world.undoes(actor, *last(world, actor, 2))
    assert world.tasks_of(actor)[task.id].project_id == garden
    assert len(world.store.all_of(Project)) == 1


async def test_undoing_has_the_limit_of_a_group(world: RecordedWorld, ada: User, actor: Actor) -> None:
    parent = await world.creates(actor)
    (creation,) = last(world, actor, 1)
    await world.has(*(evolve(parent, id=TaskId(UUID(int=n)), parent_id=parent.id) for n in range(101, MAX_GROUP + 102)))

    with pytest.raises(TooManyTasks):
        await world.undoes(actor, creation)

    assert len(world.tasks_of(actor)) == MAX_GROUP + 2
    assert ada.id == actor.user_id


async def test_a_plain_undo_of_a_subtask_needs_no_parent(world: RecordedWorld, ada: User, actor: Actor) -> None:
    _, child = await chain_of(world, ada, 2)
    await world.edits(actor, child.id, title="Renamed")
    task = await world.creates(actor)

    await world.undoes(actor, *last(world, actor, 2))

    assert world.tasks_of(actor)[child.id].title == child.title
    assert task.id not in world.tasks_of(actor)


async def test_a_project_that_is_inherited_may_go_in_between(world: RecordedWorld, ada: User, actor: Actor) -> None:
    garden = await project_of(world, ada)
    parent, task = await world.has_task(ada, project_id=garden), await world.has_task(ada)

    async def empty_and_lose_project() -> None:
        async with world.store.begin() as work:
            provenance = actor.provenance(world.now())
            work.tasks.save(evolve(parent, version=2, project_id=None), provenance, before=parent)
            work.projects.remove(await work.projects.get(garden, owner=ada.id), provenance)

    world.contest.admit(empty_and_lose_project)

    moved = await world.edit_task(actor, move(task, parent))

    assert (moved.parent_id, moved.project_id) == (parent.id, None)


async def test_the_progress_of_a_task_counts_its_direct_subtasks(world: RecordedWorld, ada: User, actor: Actor) -> None:
    parent = await world.creates(actor)
    child = await world.creates(actor, parent_id=parent.id)
    await world.edits(actor, child.id, status=Status.DONE)
    await world.creates(actor, parent_id=child.id)
    await world.creates(actor, parent_id=parent.id)

    found = await ReadProgress(world.begin)(ada.id, [parent.id, child.id])

    assert found == {parent.id: Progress(done=1, total=2), child.id: Progress(done=0, total=1)}


async def test_one_unit_of_work_changes_the_structure_once(world: RecordedWorld, ada: User) -> None:
    async with world.begin() as work:
        await change_outline(work, ada.id)
        await change_outline(work, ada.id)

    async with world.begin() as work:
        assert await work.outlines.find(ada.id) == Outline(owner=ada.id)
