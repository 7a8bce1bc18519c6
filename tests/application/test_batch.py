"""Many changes in one request: all or none, or each for itself."""

from typing import Any
from uuid import UUID

import pytest

from adapters.testing.builders import a_task, a_user_id
from application import Batch, BatchRefused, Creation, TaskChange, TaskRemoval
from application.operations.commands import Operation
from domain.accounts.user import UserNotFound
from domain.changes.provenance import Actor
from domain.commands import IdTaken
from domain.errors import InvalidInput
from domain.ids import TaskId
from domain.tasks.status import Status
from domain.tasks.task import NewTask, StaleTask, Task, TaskEdit, TaskNotFound, TransitionNotAllowed
from tests.application.support.world import BEN, World
from tests.support.violations import place_of

RENAME = TaskEdit(title="Renamed")
START = TaskEdit(status=Status.IN_PROGRESS)


@pytest.mark.parametrize("atomic", [True, False])
async def test_a_batch_makes_edits_and_removes(world: World, *, atomic: bool) -> None:
    ada = await world.has_user()
    edited, removed, kept = [await world.has_task(ada) for _ in range(3)]
    operations = (
        TaskChange(task_id=edited.id, edit=RENAME),
        TaskRemoval(task_id=removed.id, if_version=frozenset({1})),
        NewTask(title="New"),
    )

    outcomes = await world.run_batch(Actor(ada.id), Batch(atomic=atomic, operations=operations))

    renamed, nothing, new = outcomes
    assert isinstance(renamed, Task)
    assert isinstance(new, Creation)
    assert (renamed.title, renamed.version, nothing, new.task.title) == ("Renamed", 2, None, "New")
    assert {task.id: task for task in world.store.all_of(Task)} == {t.id: t for t in (renamed, kept, new.task)}


async def test_of_an_atomic_batch_nothing_is_done_when_one_operation_cannot_be(world: World) -> None:
    ada = await world.has_user()
    task, cancelled = await world.has_task(ada), await world.has_task(ada, status=Status.CANCELLED)
    operations = (
        NewTask(title="New"),
        TaskChange(task_id=task.id, edit=RENAME),
        TaskChange(task_id=cancelled.id, edit=START),
        TaskRemoval(task_id=a_task().id),
    )

    with pytest.raises(BatchRefused) as refusal:
        await world.run_batch(Actor(ada.id), Batch(atomic=True, operations=operations))

    assert refusal.value.index == 2
    assert isinstance(refusal.value.reason, TransitionNotAllowed)
    assert str(refusal.value) == (
        "nothing was done: operation 2 failed: a task that is cancelled cannot become in_progress; it can become todo"
    )
    assert [(place_of(violation), violation.code) for violation in refusal.value.violations] == [
        ("/operations/2", "transition-not-allowed")
    ]
    assert world.store.all_of(Task) == [task, cancelled]


async def test_otherwise_every_operation_succeeds_or_fails_by_itself(world: World) -> None:
    ada, ben = await world.has_user(), await world.has_user(BEN)
    task, cancelled = await world.has_task(ada), await world.has_task(ada, status=Status.CANCELLED)
    of_ben = await world.has_task(ben)
    operations = (
        TaskChange(task_id=task.id, edit=RENAME),
        TaskChange(task_id=cancelled.id, edit=START),
        TaskRemoval(task_id=of_ben.id),
        TaskChange(task_id=a_task().id, edit=RENAME, if_version=frozenset({1})),
        NewTask(title="New"),
    )

    renamed, not_allowed, not_hers, not_there, new = await world.run_batch(
        Actor(ada.id), Batch(atomic=False, operations=operations)
    )

    assert isinstance(new, Creation)
    assert isinstance(not_allowed, TransitionNotAllowed)
    assert isinstance(not_hers, TaskNotFound)
    assert isinstance(not_there, TaskNotFound)
    assert world.store.all_of(Task) == [renamed, cancelled, of_ben, new.task]


async def test_a_batch_can_be_repeated_with_ids_of_the_client(world: World) -> None:
    ada = await world.has_user()
    taken = await world.has_task(ada)
    operations = tuple(NewTask(title="New", id=each) for each in (UUID(int=77), UUID(int=78), taken.id))

    first = await world.run_batch(Actor(ada.id), Batch(atomic=False, operations=operations))
    second = await world.run_batch(Actor(ada.id), Batch(atomic=False, operations=operations))

    for outcomes, repeated in ((first, False), (second, True)):
        *creations, refused = outcomes
        assert [isinstance(each, Creation) and each.repeated for each in creations] == [repeated, repeated]
        assert isinstance(refused, IdTaken)
    assert len(world.store.all_of(Task)) == 3


def test_a_batch_names_each_id_of_the_client_once() -> None:
    task_id = TaskId(UUID(int=77))
    operations = (NewTask(title="New", id=task_id), NewTask(title="New", id=task_id), TaskRemoval(task_id=task_id))

    with pytest.raises(InvalidInput) as refusal:
        Batch(atomic=True, operations=operations)

    assert [place_of(violation) for violation in refusal.value.violations] == [
        "/operations/1/task/id",
        "/operations/2/id",
    ]


async def test_a_stale_operation_is_one_that_cannot_be_done(world: World) -> None:
    ada = await world.has_user()
    task = await world.has_task(ada, version=2)
    operation = TaskRemoval(task_id=task.id, if_version=frozenset({1}))

    outcomes = await world.run_batch(Actor(ada.id), Batch(atomic=False, operations=(operation,)))

    assert [type(outcome) for outcome in outcomes] == [StaleTask]
    assert world.store.all_of(Task) == [task]


@pytest.mark.parametrize("atomic", [True, False])
async def test_a_batch_with_a_version_conflict_is_retried_as_a_whole(world: World, *, atomic: bool) -> None:
    ada = await world.has_user()
    task = await world.has_task(ada)
    operations = (TaskChange(task_id=task.id, edit=RENAME), NewTask(title="New"))
    world.contest.admit(lambda: world.edit_task(Actor(ada.id), TaskChange(task_id=task.id, edit=START)))

    renamed, new = await world.run_batch(Actor(ada.id), Batch(atomic=atomic, operations=operations))

    assert isinstance(renamed, Task)
    assert isinstance(new, Creation)
    assert (renamed.title, renamed.status, renamed.version) == ("Renamed", Status.IN_PROGRESS, 3)
    assert world.store.all_of(Task) == [renamed, new.task]


@pytest.mark.parametrize("atomic", [True, False])
async def test_nobody_runs_a_batch_without_an_account(world: World, *, atomic: bool) -> None:
    with pytest.raises(UserNotFound):
        await world.run_batch(Actor(a_user_id()), Batch(atomic=atomic, operations=(NewTask(title="New"),)))


@pytest.mark.parametrize(
    ("operations", "violations"),
    [
        ((), [("/operations", "out-of-range")]),
        ((NewTask(title="New"),) * 201, [("/operations", "out-of-range")]),
    ],
)
def test_a_batch_has_1_to_200_operations(operations: tuple[Operation, ...], violations: list[Any]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        Batch(atomic=True, operations=operations)

    assert [(place_of(violation), violation.code) for violation in refusal.value.violations] == violations


def test_two_hundred_new_tasks_are_a_batch() -> None:
    assert len(Batch(atomic=False, operations=(NewTask(title="Same"),) * 200).operations) == 200


def test_a_batch_that_names_a_task_twice_gets_a_violation_for_every_repetition() -> None:
    one, other = a_task().id, a_task().id
    operations = (
        TaskChange(task_id=one, edit=RENAME),
        TaskRemoval(task_id=other),
        TaskRemoval(task_id=one),
        NewTask(title="New"),
        TaskChange(task_id=one, edit=START),
    )

    with pytest.raises(InvalidInput) as refusal:
        Batch(atomic=False, operations=operations)

    assert [(place_of(violation), violation.code) for violation in refusal.value.violations] == [
        ("/operations/2/id", "repeated"),
        ("/operations/4/id", "repeated"),
    ]
