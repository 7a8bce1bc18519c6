"""Labels of an account: listed, renamed and deleted everywhere."""

from uuid import UUID

import pytest
from attrs import evolve

from adapters.testing.builders import HOUR
from application import DeleteLabel, ListLabels, RenameLabel, TaskChange, UndoChanges
from domain.accounts.user import User
from domain.changes.provenance import Actor
from domain.changes.undo import Undo
from domain.ids import TaskId
from domain.tasks.group import TooManyTasks
from domain.tasks.labels import LabelCount, LabelEdit, LabelNotFound, Labels
from domain.tasks.task import Task, TaskEdit
from tests.application.support.world import BEN, World


async def has_labelled(world: World, owner: User, *lists: Labels) -> list[Task]:
    """Store tasks, the ids of which count."""
    first = len(world.store.all_of(Task)) + 1
    return [
        await world.has_task(owner, id=TaskId(UUID(int=number)), labels=labels)
        for number, labels in enumerate(lists, start=first)
    ]


def rename(world: World) -> RenameLabel:
    return RenameLabel(world.begin, world.now)


def delete(world: World) -> DeleteLabel:
    return DeleteLabel(world.begin, world.now)


def labels_of(world: World, owner: User) -> list[Labels]:
    return [task.labels for task in sorted(world.store.all_owned(Task, owner.id), key=lambda task: task.id)]


async def test_labels_are_listed_with_their_numbers_page_by_page(world: World) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    await has_labelled(world, ada, ("Garden", "home"), ("garden",), ("garden", "Home"), ())
    await has_labelled(world, ben, ("secret",))
    labels = ListLabels(world.begin)

    assert list(await labels(ada.id, None, 10)) == [LabelCount("garden", 3), LabelCount("Home", 2)]
    assert list(await labels(ada.id, None, 1)) == [LabelCount("garden", 3)]
    assert list(await labels(ada.id, "GARDEN", 10)) == [LabelCount("Home", 2)]


async def test_a_label_is_renamed_in_every_task_by_one_change_for_each(world: World) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    tasks = await has_labelled(world, ada, ("home", "work"), ("WORK",), ("home",))
    of_ben = await has_labelled(world, ben, ("work",))
    world.now.step(HOUR)

    assert await rename(world)(Actor(ada.id), "Work", "Job") == LabelCount("Job", 2)

    assert labels_of(world, ada) == [("home", "Job"), ("Job",), ("home",)]
    assert world.store.all_owned(Task, ben.id) == of_ben
    changes = world.store.record.after(ada.id, 0, None)
    assert {change.at for change in changes[-2:]} == {world.now()}
    assert [change.object_id for change in changes[-2:]] == [task.id for task in tasks[:2]]
    assert [task.version for task in world.store.all_owned(Task, ada.id)] == [2, 2, 1]


async def test_a_task_that_has_the_new_label_already_keeps_it_in_its_spelling(world: World) -> None:
    ada = await world.has_user()
    await has_labelled(world, ada, ("job", "work"), ("JOB",), ("work",))

    assert await rename(world)(Actor(ada.id), "work", "Job") == LabelCount("Job", 3)

    assert labels_of(world, ada) == [("job",), ("JOB",), ("Job",)]


async def test_only_the_spelling_can_be_changed(world: World) -> None:
    ada = await world.has_user()
    await has_labelled(world, ada, ("work",), ("Work",))

    assert await rename(world)(Actor(ada.id), "work", "Work") == LabelCount("Work", 2)

    assert labels_of(world, ada) == [("Work",), ("Work",)]
    assert [task.version for task in world.store.all_owned(Task, ada.id)] == [2, 1]


async def test_a_label_is_taken_off_every_task(world: World) -> None:
    ada = await world.has_user()
    await has_labelled(world, ada, ("home", "work"), ("Work",))

    await delete(world)(Actor(ada.id), "WORK")

    assert labels_of(world, ada) == [("home",), ()]
    assert list(await ListLabels(world.begin)(ada.id, None, 10)) == [LabelCount("home", 1)]


async def test_all_changes_are_undone_together(world: World) -> None:
    ada = await world.has_user()
    await has_labelled(world, ada, ("home", "work"), ("Work",))
    await rename(world)(Actor(ada.id), "work", "job")
    numbers = tuple(change.number for change in world.store.record.after(ada.id, 0, None)[-2:])

    await UndoChanges(world.begin, world.now)(Actor(ada.id), Undo(numbers))

    assert labels_of(world, ada) == [("home", "work"), ("Work",)]


async def test_a_label_that_no_task_of_ones_own_has_is_not_found(world: World) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    of_ben = await has_labelled(world, ben, ("work",))

    with pytest.raises(LabelNotFound, match="work"):
        await rename(world)(Actor(ada.id), "work", "job")
    with pytest.raises(LabelNotFound, match="work"):
        await delete(world)(Actor(ada.id), "work")

    assert world.store.all_of(Task) == of_ben


async def test_a_label_of_more_tasks_than_one_request_may_change_is_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await world.has_user()
    monkeypatch.setattr("application.organising.labels.MAX_GROUP", 2)
    await has_labelled(world, ada, ("work",), ("work",))

    await rename(world)(Actor(ada.id), "work", "job")
    await has_labelled(world, ada, ("job",))
    before = world.store.all_of(Task)

    with pytest.raises(TooManyTasks, match="more than 1,000 tasks"):
        await rename(world)(Actor(ada.id), "job", "work")
    with pytest.raises(TooManyTasks):
        await delete(world)(Actor(ada.id), "job")
    assert world.store.all_of(Task) == before


async def test_an_edit_of_a_rival_is_kept_when_a_label_is_renamed(world: World) -> None:
    ada = await world.has_user()
    (task,) = await has_labelled(world, ada, ("work",))

    async def edit() -> None:
        change = TaskChange(task_id=task.id, edit=TaskEdit(title="Faster", labels=LabelEdit(add=("home",))))
        await world.edit_task(Actor(ada.id), change)

    world.contest.admit(edit)
    await rename(world)(Actor(ada.id), "work", "job")

    (found,) = world.store.all_of(Task)
    assert found == evolve(task, title="Faster", labels=("home", "job"), version=3)
