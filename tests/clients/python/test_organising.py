"""Projects and the order of tasks, on a real server."""

import pytest

from taskapi_client import EndOfOrder, ErrorCode, Sort, TasksOfProject, errors
from tests.clients.python.support.either import Connected


async def test_a_project_is_created_read_edited_moved_listed_and_deleted(mine: Connected) -> None:
    garden = await mine.call(lambda c: c.projects.create(name="Garden", color="#00FF00"))
    house = await mine.call(lambda c: c.projects.create(name="House"))
    edited = await mine.call(lambda c: c.projects.edit(garden, description="Behind the shed"))
    moved = await mine.call(lambda c: c.projects.move(house, to=EndOfOrder.FIRST))
    history = await mine.take(9, lambda c: c.projects.history(garden))

    assert (garden.color, edited.description, edited.version) == ("#00ff00", "Behind the shed", 2)
    assert await mine.call(lambda c: c.projects.read(edited)) is edited
    assert await mine.call(lambda c: c.projects.read(garden.id, version=1)) == garden
    assert await mine.take(9, lambda c: c.projects.every(limit=1)) == [moved, edited]
    assert [change.version for change in history] == [2, 1]
    with pytest.raises(errors.Stale) as raised:
        await mine.call(lambda c: c.projects.edit(garden, name="x"))
    assert raised.value.code == ErrorCode.STALE_PROJECT
    await mine.call(lambda c: c.projects.delete(moved))
    with pytest.raises(errors.NotFound):
        await mine.call(lambda c: c.projects.read(house.id))


async def test_tasks_of_a_project_are_listed_and_come_back_with_it(mine: Connected) -> None:
    garden = await mine.call(lambda c: c.projects.create(name="Garden"))
    dig = await mine.call(lambda c: c.tasks.create(title="Dig", project_id=garden.id))
    await mine.call(lambda c: c.tasks.create(title="Elsewhere"))

    assert await mine.take(9, lambda c: c.tasks.every(project=[garden.id])) == [dig]
    assert [task.title for task in await mine.take(9, lambda c: c.tasks.every(project=["none"]))] == ["Elsewhere"]
    with pytest.raises(errors.Conflict) as raised:
        await mine.call(lambda c: c.projects.delete(garden))
    assert raised.value.code == ErrorCode.PROJECT_NOT_EMPTY
    await mine.call(lambda c: c.projects.delete(garden, tasks=TasksOfProject.DELETE))
    (deletion, *_) = await mine.take(1, lambda c: c.projects.history(garden))
    await mine.call(lambda c: c.changes.undo_all(group=deletion.number))
    (snapshot,) = await mine.take(1, lambda c: c.changes.follow())

    assert [project.name for project in snapshot.objects.projects] == ["Garden"]
    assert (await mine.call(lambda c: c.tasks.read(dig.id))).project_id == garden.id


async def test_a_task_is_moved_in_the_manual_order(mine: Connected) -> None:
    tasks = [await mine.call(lambda c: c.tasks.create(title="x")) for _ in range(3)]
    await mine.call(lambda c: c.tasks.move(tasks[0], after=tasks[2].id))

    ordered = await mine.take(9, lambda c: c.tasks.every(sort=Sort.POSITION))
    assert len(ordered) == 3
    assert [task.id for task in ordered].index(tasks[0].id) == [task.id for task in ordered].index(tasks[2].id) + 1
