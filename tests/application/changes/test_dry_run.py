"""A dry run returns what would happen, and keeps nothing of it."""

import pytest

from adapters.testing.builders import a_task
from application import Batch, TaskChange, TaskRemoval
from domain.changes.provenance import Actor
from domain.changes.recorded_change import Effect
from domain.changes.undo import Undo, UndoConflict
from domain.ports import Work
from domain.tasks.task import NewTask, TaskEdit, TaskNotFound
from tests.application.support.recorded_world import RecordedWorld


async def test_the_changes_of_a_dry_run_are_those_of_the_real_one(world: RecordedWorld, actor: Actor) -> None:
    edited, removed = await world.creates(actor), await world.creates(actor)
    batch = Batch(
        atomic=True,
        operations=(
            TaskRemoval(task_id=removed.id),
            TaskChange(task_id=edited.id, edit=TaskEdit(title="Second")),
            NewTask(title="New", id=a_task().id),
        ),
    )
    before = world.tasks_of(actor)

    outcomes, changes = await world.dry_run(actor.user_id, lambda work: world.run_batch.within(work, actor, batch))

    assert [each.effect for each in changes] == [Effect.DELETED, Effect.EDITED, Effect.CREATED]
    assert (world.tasks_of(actor), len(world.recorded(actor))) == (before, 2)
    assert await world.run_batch(actor, batch) == outcomes
    assert world.recorded(actor)[2:] == list(changes)


async def test_an_undo_can_be_tried(world: RecordedWorld, actor: Actor) -> None:
    task = await world.creates(actor)
    await world.edits(actor, task.id, title="Second")

    async def undo(work: Work) -> bool:
        await world.undo_changes.within(work, actor, Undo((2,)))
        return True

    done, changes = await world.dry_run(actor.user_id, undo)

    assert done
    assert changes == await world.undo_changes(actor, Undo((2,)))
    assert len(world.recorded(actor)) == 3


async def test_the_errors_of_a_dry_run_are_those_of_the_real_one(world: RecordedWorld, actor: Actor) -> None:
    task = await world.creates(actor)
    await world.edits(actor, task.id, title="Second")
    await world.edits(actor, task.id, title="Third")

    with pytest.raises(UndoConflict):
        await world.dry_run(actor.user_id, lambda work: world.undo_changes.within(work, actor, Undo((2,))))
    with pytest.raises(TaskNotFound):
        await world.dry_run(
            actor.user_id,
            lambda work: world.delete_task.within(work, actor, TaskRemoval(task_id=a_task().id)),
        )


async def test_what_writes_nothing_has_no_changes(world: RecordedWorld, actor: Actor) -> None:
    async def count(work: Work) -> int:
        return await work.changes.latest(actor.user_id)

    await world.creates(actor)

    assert await world.dry_run(actor.user_id, count) == (1, ())
