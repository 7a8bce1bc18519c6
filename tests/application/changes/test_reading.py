"""Reading the record: changes after a number, and the history of a task."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from attrs import evolve

from adapters.memory.repositories.changes import MemoryChanges
from adapters.testing.builders import a_task
from application import ReadChanges
from domain.accounts.user import User
from domain.changes.kinds import ObjectKind
from domain.changes.provenance import Actor
from domain.changes.recorded_change import ChangesGone, Effect
from domain.ids import SessionId, UserId
from domain.ports import Work
from domain.tasks.task import TaskNotFound
from tests.application.support.recorded_world import RecordedWorld
from tests.application.support.world import BEN


async def test_changes_come_with_the_tasks_as_they_are_and_the_ids_of_deleted_ones(
    world: RecordedWorld, actor: Actor
) -> None:
    kept, gone = await world.creates(actor), await world.creates(actor)
    edited = await world.edits(actor, kept.id, title="Second")
    await world.deletes(actor, gone.id)

    changes = await world.read_changes(actor.user_id, 0, 10)

    assert [(each.number, each.object_id, each.effect) for each in changes.changes] == [
        (1, kept.id, Effect.CREATED),
        (2, gone.id, Effect.CREATED),
        (3, kept.id, Effect.EDITED),
        (4, gone.id, Effect.DELETED),
    ]
    assert (changes.objects, changes.deleted) == ([edited], [(ObjectKind.TASK, gone.id)])
    assert (changes.next, changes.latest, changes.more) == (4, 4, False)


async def test_changes_name_who_made_them_in_which_request(world: RecordedWorld, ada: User) -> None:
    actor = Actor(ada.id, SessionId(UUID(int=5)), request_id="r1")
    await world.creates(actor)

    (change,) = (await world.read_changes(ada.id, 0, 10)).changes

    assert (change.session_id, change.token_id, change.request_id, change.at) == (
        UUID(int=5),
        None,
        "r1",
        world.now(),
    )


async def test_changes_are_read_in_pages(world: RecordedWorld, actor: Actor) -> None:
    for _ in range(5):
        await world.creates(actor)
    numbers, since, more = [], 0, True

    while more:
        changes = await world.read_changes(actor.user_id, since, 2)
        numbers.append([each.number for each in changes.changes])
        since, more = changes.next, changes.more

    assert numbers == [[1, 2], [3, 4], [5]]


async def test_without_changes_the_next_read_begins_where_this_one_began(world: RecordedWorld, actor: Actor) -> None:
    nothing = await world.read_changes(actor.user_id, 0, 10)
    await world.creates(actor)
    up_to_date = await world.read_changes(actor.user_id, 1, 10)

    assert (nothing.changes, nothing.next, nothing.latest, nothing.more) == ([], 0, 0, False)
    assert (up_to_date.changes, up_to_date.next, up_to_date.latest, up_to_date.more) == ([], 1, 1, False)


@pytest.mark.parametrize(
    ("since", "swept"),
    [
        (0, [1]),
        (2, [1, 2, 3]),
        (4, [1, 2, 3, 4, 5]),
        (6, []),
        (1, [3]),
        (1, [5]),
    ],
)
async def test_a_read_that_would_leave_something_out_fails(
    world: RecordedWorld, actor: Actor, since: int, swept: list[int]
) -> None:
    """Too old, all gone, ahead of the record, and a gap between the changes that are returned."""
    for _ in range(5):
        await world.creates(actor)
    world.record.sweep(*swept)

    async def read_to_the_end() -> None:
        changes = await world.read_changes(actor.user_id, since, 10)
        await world.read_changes(actor.user_id, changes.next, 10)

    with pytest.raises(ChangesGone):
        await read_to_the_end()


async def test_a_read_behind_what_was_swept_succeeds(world: RecordedWorld, actor: Actor) -> None:
    for _ in range(5):
        await world.creates(actor)
    world.record.sweep(1, 2, 3)

    assert [each.number for each in (await world.read_changes(actor.user_id, 3, 10)).changes] == [4, 5]
    world.record.sweep(4, 5)
    assert (await world.read_changes(actor.user_id, 5, 10)).changes == []


async def test_a_change_that_is_committed_during_the_read_counts(world: RecordedWorld, actor: Actor) -> None:
    """The number of the last change is read first, then the changes."""
    await world.creates(actor)

    class EarlyCount(MemoryChanges):
        async def latest(self, owner: UserId) -> int:
            return await super().latest(owner) - 1

    @asynccontextmanager
    async def begin() -> AsyncIterator[Work]:
        async with world.store.begin() as work:
            yield evolve(work, changes=EarlyCount(work.changes.change_set, world.record))

    changes = await ReadChanges(begin)(actor.user_id, 0, 10)

    assert ([each.number for each in changes.changes], changes.latest) == ([1], 1)


async def test_the_history_of_a_task_begins_with_the_newest_change(world: RecordedWorld, actor: Actor) -> None:
    task, other = await world.creates(actor), await world.creates(actor)
    await world.edits(actor, task.id, title="Second")
    await world.edits(actor, other.id, title="Other")
    await world.edits(actor, task.id, title="Third")

    first = await world.read_history(actor.user_id, task.id, None, 2)
    second = await world.read_history(actor.user_id, task.id, first.next, 2)

    assert [each.number for each in first.changes] == [5, 3]
    assert first.next == 3
    assert ([each.number for each in second.changes], second.next) == ([1], None)


async def test_a_full_last_page_of_a_history_has_no_next_one(world: RecordedWorld, actor: Actor) -> None:
    task = await world.creates(actor)
    await world.edits(actor, task.id, title="Second")

    assert (await world.read_history(actor.user_id, task.id, None, 2)).next is None


async def test_a_deleted_task_has_a_history(world: RecordedWorld, actor: Actor) -> None:
    task = await world.creates(actor)
    await world.deletes(actor, task.id)

    page = await world.read_history(actor.user_id, task.id, None, 10)

    assert [each.effect for each in page.changes] == [Effect.DELETED, Effect.CREATED]


async def test_a_history_before_its_first_change_is_empty(world: RecordedWorld, actor: Actor) -> None:
    task = await world.creates(actor)

    page = await world.read_history(actor.user_id, task.id, 1, 10)

    assert (page.changes, page.next) == ([], None)


async def test_a_task_whose_changes_were_swept_has_an_empty_history(world: RecordedWorld, actor: Actor) -> None:
    task = await world.creates(actor)
    world.record.sweep(1)

    assert (await world.read_history(actor.user_id, task.id, None, 10)).changes == []


async def test_the_tasks_of_others_have_no_history(world: RecordedWorld, actor: Actor) -> None:
    ben = await world.has_user(BEN)
    task = await world.creates(actor)

    for owner, task_id in ((ben.id, task.id), (actor.user_id, a_task().id)):
        with pytest.raises(TaskNotFound):
            await world.read_history(owner, task_id, None, 10)
        with pytest.raises(TaskNotFound):
            await world.read_past_task.version(owner, task_id, 1)
        with pytest.raises(TaskNotFound):
            await world.read_past_task.at(owner, task_id, world.now())


async def test_behind_the_last_page_of_a_history_there_is_nothing(world: RecordedWorld, actor: Actor) -> None:
    task = await world.creates(actor)

    assert (await world.read_history(actor.user_id, task.id, 1, 10)).changes == []
    with pytest.raises(TaskNotFound):
        await world.read_history(actor.user_id, a_task().id, 1, 10)
