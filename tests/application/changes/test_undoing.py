"""Undoing changes by further changes: all or none, and only while nothing else stands in the way."""

from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import a_key
from adapters.testing.folding import folded
from application.idempotency import NumberedOutcome
from domain.accounts.receipt import Outcome
from domain.changes.kinds import ObjectKind
from domain.changes.provenance import Actor
from domain.changes.recorded_change import ChangeNotFound, ChangesGone, Effect
from domain.changes.undo import TooManyLaterChanges, Undo, UndoConflict
from domain.ids import SessionId
from domain.ports import Work
from domain.tasks.status import Status
from tests.application.support.clients import ClientCommand, client_commands
from tests.application.support.recorded_world import RecordedWorld
from tests.application.support.world import BEN
from tests.support.changes.recorded_account import content


async def test_an_undo_is_a_new_change_that_names_what_it_undoes(world: RecordedWorld, actor: Actor) -> None:
    task = await world.creates(actor)
    await world.edits(actor, task.id, title="Second")

    (change,) = await world.undoes(Actor(actor.user_id, SessionId(UUID(int=9)), request_id="r9"), 2)

    assert [change] == world.recorded(actor)[2:]
    assert (change.number, change.effect, change.undoes, change.at) == (3, Effect.EDITED, (2,), world.now())
    assert (change.session_id, change.request_id) == (UUID(int=9), "r9")
    assert world.tasks_of(actor)[task.id] == evolve(task, version=3, updated_at=world.now())


async def test_a_deleted_task_comes_back_with_its_id_and_the_next_version(world: RecordedWorld, actor: Actor) -> None:
    task = await world.creates(actor, id=UUID(int=77))
    done = await world.edits(actor, task.id, status=Status.DONE)
    await world.deletes(actor, task.id)

    (change,) = await world.undoes(actor, 3)

    assert (change.effect, change.version_before, change.version_after) == (Effect.RESTORED, None, 3)
    assert world.tasks_of(actor)[task.id] == evolve(done, version=3, updated_at=world.now())


async def test_an_undone_creation_deletes_the_task(world: RecordedWorld, actor: Actor) -> None:
    await world.creates(actor)

    (change,) = await world.undoes(actor, 1)

    assert (change.effect, world.tasks_of(actor)) == (Effect.DELETED, {})


async def test_changes_of_several_tasks_are_undone_together(world: RecordedWorld, actor: Actor) -> None:
    first, second = await world.creates(actor), await world.creates(actor)
    await world.edits(actor, first.id, title="A")
    await world.edits(actor, second.id, title="B")
    await world.edits(actor, first.id, title="C")

    changes = await world.undoes(actor, 5, 4, 3)

    assert [(each.number, each.object_id, each.undoes) for each in changes] == [
        (6, first.id, (3, 5)),
        (7, second.id, (4,)),
    ]
    assert list(changes) == world.recorded(actor)[5:]
    assert content(world.tasks_of(actor)) == content({first.id: first, second.id: second})


async def test_of_several_changes_none_is_undone_if_one_cannot_be(world: RecordedWorld, actor: Actor) -> None:
    first, second = await world.creates(actor), await world.creates(actor)
    await world.edits(actor, first.id, title="A")
    await world.edits(actor, second.id, title="B")
    await world.edits(actor, second.id, title="C")
    before = world.tasks_of(actor)

    with pytest.raises(UndoConflict) as raised:
        await world.undoes(actor, 3, 4)

    assert (raised.value.fields, raised.value.numbers) == (("title",), (5,))
    assert (world.tasks_of(actor), len(world.recorded(actor))) == (before, 5)


async def test_what_changes_nothing_is_not_recorded(world: RecordedWorld, actor: Actor) -> None:
    task, short_lived = await world.creates(actor), await world.creates(actor)
    await world.edits(actor, task.id, title="Second")
    await world.undoes(actor, 3)
    await world.deletes(actor, short_lived.id)
    before = world.tasks_of(actor)

    assert await world.undoes(actor, 3, 4, 2, 5) == ()
    assert (world.tasks_of(actor), len(world.recorded(actor))) == (before, 5)


@pytest.mark.parametrize("number", [2, 2**70])
async def test_a_change_that_is_to_come_does_not_exist(world: RecordedWorld, actor: Actor, number: int) -> None:
    await world.creates(actor)

    with pytest.raises(ChangeNotFound) as raised:
        await world.undoes(actor, number)

    assert raised.value.number == number


async def test_a_change_that_was_swept_is_gone(world: RecordedWorld, actor: Actor) -> None:
    await world.creates(actor)
    world.record.sweep(1)

    with pytest.raises(ChangesGone):
        await world.undoes(actor, 1)


async def test_the_changes_of_others_do_not_exist(world: RecordedWorld, actor: Actor) -> None:
    ben = await world.has_user(BEN)
    await world.creates(actor)

    with pytest.raises(ChangeNotFound):
        await world.undoes(Actor(ben.id), 1)


async def test_a_change_that_is_committed_meanwhile_is_seen(world: RecordedWorld, actor: Actor) -> None:
    """The undo is decided again; now the later change stands in its way."""
    task = await world.creates(actor)
    await world.edits(actor, task.id, title="Second")
    world.contest.admit(lambda: world.edits(actor, task.id, title="Third"))

    with pytest.raises(UndoConflict) as raised:
        await world.undo_changes(actor, Undo((2,)))

    assert raised.value.numbers == (3,)


async def test_a_change_of_another_task_that_is_committed_meanwhile_moves_the_number(
    world: RecordedWorld, actor: Actor
) -> None:
    task = await world.creates(actor)
    await world.edits(actor, task.id, title="Second")
    world.contest.admit(lambda: world.creates(actor))

    (change,) = await world.undo_changes(actor, Undo((2,)))

    assert change.number == 4
    assert world.recorded(actor)[3] == change


async def test_of_two_sessions_that_undo_the_same_change_one_wins(world: RecordedWorld, actor: Actor) -> None:
    task = await world.creates(actor)
    await world.edits(actor, task.id, title="Second")
    world.contest.admit(lambda: world.undoes(actor, 2))

    with pytest.raises(UndoConflict) as raised:
        await world.undo_changes(actor, Undo((2,)))

    assert (raised.value.numbers, len(world.recorded(actor))) == ((3,), 3)


async def test_as_many_later_changes_as_are_examined_do_not_stand_in_the_way(
    world: RecordedWorld, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.changes.undoing.MAX_LATER_CHANGES", 3)
    task = await world.creates(actor, description="First")
    await world.edits(actor, task.id, description="Second")
    for title in "ABC":
        await world.edits(actor, task.id, title=title)
    await world.undoes(actor, 2)
    assert world.tasks_of(actor)[task.id].description == "First"

    await world.edits(actor, task.id, title="D")
    with pytest.raises(TooManyLaterChanges):
        await world.undoes(actor, 3)


@given(st.lists(client_commands, min_size=1, max_size=20))
async def test_undoing_in_reverse_order_leads_to_the_state_before_for_every_prefix(
    commands: list[ClientCommand],
) -> None:
    world = RecordedWorld()
    actor = Actor((await world.has_user()).id)
    for command in commands:
        await command.run(world, actor)
    record = list(world.recorded(actor))

    for change in reversed(record):
        await world.undoes(actor, change.number)
        assert content(world.tasks_of(actor)) == content(folded(record[: change.number - 1]))


@given(st.lists(client_commands, min_size=1, max_size=20), st.integers(0, 20))
async def test_undoing_the_last_changes_together_leads_to_the_state_before_them(
    commands: list[ClientCommand], start: int
) -> None:
    world = RecordedWorld()
    actor = Actor((await world.has_user()).id)
    for command in commands:
        await command.run(world, actor)
    record = list(world.recorded(actor))
    numbers = [change.number for change in record[start:]]
    if not numbers:
        return

    changes = await world.undoes(actor, *numbers)

    assert content(world.tasks_of(actor)) == content(folded(record[:start]))
    assert list(changes) == world.recorded(actor)[len(record) :]
    assert folded(world.recorded(actor)) == world.tasks_of(actor)


async def test_the_stored_outcome_of_an_undo_has_the_numbers_of_the_commit(world: RecordedWorld, actor: Actor) -> None:
    """Another unit of work takes the next number meanwhile; the receipt of an expired one is replaced."""
    task = await world.creates(actor)
    await world.edits(actor, task.id, title="Second")
    key = a_key(owner=actor.user_id)

    async def run(work: Work) -> NumberedOutcome:
        await world.undo_changes.within(work, actor, Undo((2,)))
        await world.creates(actor)
        return lambda changes: Outcome(200, (), repr([each.number for each in changes]).encode())

    first, second = await world.once(key, run), await world.once(key, run)

    assert (first.outcome.content, first.replayed) == (b"[4]", False)
    assert (second.outcome, second.replayed) == (first.outcome, True)


async def test_too_many_comparisons_are_refused(world: RecordedWorld, actor: Actor) -> None:
    task = await world.creates(actor)
    for number in range(150):
        await world.edits(actor, task.id, title=f"Title {number}")

    with pytest.raises(TooManyLaterChanges):
        await world.undoes(actor, *range(2, 152))


async def test_a_change_that_is_missing_in_between_is_not_passed_over(world: RecordedWorld, actor: Actor) -> None:
    """It may have set the same field: nothing is undone."""
    task = await world.creates(actor)
    for title in ("Second", "Third", "Fourth"):
        await world.edits(actor, task.id, title=title)
    del world.store.record._of_object[actor.user_id][ObjectKind.TASK, task.id][2]

    with pytest.raises(ChangesGone):
        await world.undoes(actor, 2)
