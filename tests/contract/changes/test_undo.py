"""Undoing on every store, over its own record."""

import asyncio
from uuid import UUID

import pytest
from attrs import evolve

from adapters.testing.builders import NOON, a_key, a_task
from adapters.testing.fakes import PlainRateTable
from adapters.testing.folding import folded
from adapters.testing.record import record_of
from adapters.testing.units import add, look_up
from application import (
    CreateTask,
    DeleteTask,
    EditTask,
    Once,
    ReceiptBudget,
    Receipts,
    TaskChange,
    TaskRemoval,
    UndoChanges,
)
from application.idempotency import NumberedOutcome
from domain.accounts.receipt import Outcome
from domain.changes.provenance import Actor
from domain.changes.recorded_change import ChangeNotFound, Effect
from domain.changes.undo import Undo, UndoConflict
from domain.ids import UserId
from domain.ports import Begin, Work
from domain.ports.stored import key_of
from domain.tasks.status import Status
from domain.tasks.task import NewTask, Task, TaskEdit


@pytest.fixture
async def done(begin: Begin, owner: UserId) -> Task:
    """A task that was created and completed, in changes 1 and 2."""
    actor = Actor(owner)
    new = NewTask(title="\u00c9", description="x", due_at=NOON, id=UUID(int=owner.int ^ 1))
    task = (await CreateTask(begin, lambda: NOON, lambda: UUID(int=0))(actor, new)).task
    edit = TaskEdit(status=Status.DONE, description=None)
    return await EditTask(begin, lambda: NOON)(actor, TaskChange(task_id=task.id, edit=edit))


async def test_a_deleted_task_comes_back_with_everything_that_it_had(begin: Begin, owner: UserId, done: Task) -> None:
    await DeleteTask(begin, lambda: NOON)(Actor(owner), TaskRemoval(task_id=done.id))

    (change,) = await UndoChanges(begin, lambda: NOON)(Actor(owner), Undo((3,)))

    assert (change.number, change.effect) == (4, Effect.RESTORED)
    assert await look_up(begin, key_of(done)) == evolve(done, version=3)
    record = await record_of(begin, owner)
    assert record[3] == change
    assert folded(record) == {done.id: evolve(done, version=3)}


async def test_an_edit_is_undone_with_all_of_its_fields(begin: Begin, owner: UserId, done: Task) -> None:
    (change,) = await UndoChanges(begin, lambda: NOON)(Actor(owner), Undo((2,)))

    expected = evolve(done, version=3, status=Status.TODO, completed_at=None, description="x")
    assert await look_up(begin, key_of(done)) == expected
    assert (await record_of(begin, owner))[2] == change


@pytest.mark.usefixtures("done")
@pytest.mark.parametrize("number", [3, 2**63, 2**70])
async def test_a_number_that_no_change_has_is_not_found(begin: Begin, owner: UserId, number: int) -> None:
    with pytest.raises(ChangeNotFound):
        await UndoChanges(begin, lambda: NOON)(Actor(owner), Undo((number,)))


@pytest.mark.usefixtures("done")
async def test_of_many_that_undo_one_change_one_does(begin: Begin, owner: UserId) -> None:
    undo = UndoChanges(begin, lambda: NOON)

    ends = await asyncio.gather(*(undo(Actor(owner), Undo((2,))) for _ in range(10)), return_exceptions=True)

    assert [type(end) for end in ends].count(UndoConflict) == 9
    assert [each.undoes for each in await record_of(begin, owner)] == [(), (), (2,)]


@pytest.mark.usefixtures("done")
async def test_the_stored_outcome_of_an_undo_has_the_numbers_that_the_commit_assigned(
    begin: Begin, owner: UserId
) -> None:
    """Another unit of work takes the next number meanwhile."""
    undo = UndoChanges(begin, lambda: NOON)
    once = Once(begin, Receipts(lambda: NOON, ReceiptBudget(PlainRateTable(), 1_000_000, lambda: 0)))
    key = a_key(owner=owner)

    async def run(work: Work) -> NumberedOutcome:
        await undo.within(work, Actor(owner), Undo((2,)))
        await add(begin, a_task(owner=owner))
        return lambda changes: Outcome(200, (), repr([each.number for each in changes]).encode())

    first, second = await once(key, run), await once(key, run)

    assert (first.outcome.content, first.replayed) == (b"[4]", False)
    assert (second.outcome, second.replayed) == (first.outcome, True)
    assert [each.number for each in await record_of(begin, owner) if each.undoes] == [4]
