"""Reading a task as it was, by version and by moment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import NOON, SECOND
from adapters.testing.folding import folded
from domain.changes.provenance import Actor
from domain.changes.recorded_change import ChangesGone, Effect
from domain.ids import TaskId
from domain.tasks.task import Task, TaskNotFound
from tests.application.support.clients import ClientCommand, client_commands
from tests.application.support.recorded_world import RecordedWorld


@given(st.lists(client_commands, min_size=1, max_size=20), st.integers(0, 20))
async def test_every_moment_shows_the_state_that_was_recorded_then(commands: list[ClientCommand], swept: int) -> None:
    """Where the record does not reach back so far, the read may say so, but never shows another state."""
    world = RecordedWorld()
    actor = Actor((await world.has_user()).id)
    for command in commands:
        await command.run(world, actor)
    record = world.recorded(actor)
    world.record.sweep(*range(1, swept + 1))

    for change in record:
        task_id = TaskId(change.object_id)
        was = folded(record[: change.number]).get(task_id)
        try:
            found = await world.read_past_task.at(actor.user_id, task_id, change.at)
        except TaskNotFound:
            assert was is None or change.number <= swept
        except ChangesGone:
            assert change.number <= swept
        else:
            assert found == was


@given(st.lists(client_commands, min_size=1, max_size=20))
async def test_every_version_of_the_latest_life_of_a_task_can_be_read(commands: list[ClientCommand]) -> None:
    world = RecordedWorld()
    actor = Actor((await world.has_user()).id)
    for command in commands:
        await command.run(world, actor)
    record = world.recorded(actor)
    versions: dict[tuple[TaskId, int], Task] = {}
    for change in record:
        if change.effect is Effect.CREATED:  # perhaps under an id that an earlier task had
            versions = {key: task for key, task in versions.items() if key[0] != change.object_id}
        versions |= {(id_, task.version): task for id_, task in folded(record[: change.number]).items()}

    for (task_id, version), task in versions.items():
        assert await world.read_past_task.version(actor.user_id, task_id, version) == task


@pytest.fixture
async def edited(world: RecordedWorld, actor: Actor) -> TaskId:
    """A task in its third version: created after one second, edited after two and after three."""
    task = await world.creates(actor)
    await world.edits(actor, task.id, title="Second")
    return (await world.edits(actor, task.id, title="Third")).id


async def test_a_version_that_was_swept_is_gone_and_one_that_is_to_come_does_not_exist(
    world: RecordedWorld, actor: Actor, edited: TaskId
) -> None:
    world.record.sweep(1, 2)

    assert (await world.read_past_task.version(actor.user_id, edited, 2)).title == "Second"
    with pytest.raises(ChangesGone):
        await world.read_past_task.version(actor.user_id, edited, 1)
    with pytest.raises(TaskNotFound):
        await world.read_past_task.version(actor.user_id, edited, 4)


async def test_a_moment_that_was_swept_is_gone_unless_the_task_did_not_exist_yet(
    world: RecordedWorld, actor: Actor, edited: TaskId
) -> None:
    world.record.sweep(1, 2)
    at = world.read_past_task.at

    assert (await at(actor.user_id, edited, NOON + 3 * SECOND)).title == "Third"
    assert (await at(actor.user_id, edited, NOON + 2.5 * SECOND)).title == "Second"
    with pytest.raises(ChangesGone):
        await at(actor.user_id, edited, NOON + 1.5 * SECOND)
    with pytest.raises(TaskNotFound):
        await at(actor.user_id, edited, NOON + 0.5 * SECOND)


async def test_a_task_without_a_record_is_readable_since_its_last_change(
    world: RecordedWorld, actor: Actor, edited: TaskId
) -> None:
    world.record.sweep(1, 2, 3)

    assert (await world.read_past_task.at(actor.user_id, edited, NOON + 3 * SECOND)).version == 3
    assert (await world.read_past_task.version(actor.user_id, edited, 3)).version == 3
    with pytest.raises(ChangesGone):
        await world.read_past_task.version(actor.user_id, edited, 2)


async def test_before_a_restoration_whose_deletion_was_swept_the_past_is_gone(
    world: RecordedWorld, actor: Actor, edited: TaskId
) -> None:
    await world.deletes(actor, edited)
    await world.undoes(actor, 4)
    world.record.sweep(1, 2, 3, 4)

    with pytest.raises(ChangesGone):
        await world.read_past_task.version(actor.user_id, edited, 3)
    with pytest.raises(ChangesGone):
        await world.read_past_task.at(actor.user_id, edited, NOON + 3 * SECOND)


async def test_a_history_of_more_than_one_read_reaches_back_to_the_beginning(
    world: RecordedWorld, actor: Actor, monkeypatch: pytest.MonkeyPatch, edited: TaskId
) -> None:
    monkeypatch.setattr("application.changes.history.PAGE", 1)

    assert (await world.read_past_task.version(actor.user_id, edited, 1)).title == "First"
    assert (await world.read_past_task.at(actor.user_id, edited, NOON + SECOND)).title == "First"
