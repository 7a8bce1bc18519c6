"""All tasks of an account as they were at one moment, in pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import islice
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from adapters.memory.repositories.tasks import MemoryTasks
from adapters.testing.folding import folded
from application import ReadSnapshot
from application.changes.snapshot import SnapshotPosition
from domain.changes.kinds import ObjectKind, RecordedObject
from domain.changes.provenance import Actor
from domain.changes.recorded_change import ChangesGone
from domain.ids import TaskId, UserId
from domain.ports import Work
from domain.tasks.task import Task
from tests.application.support.clients import ClientCommand, client_commands
from tests.application.support.recorded_world import RecordedWorld
from tests.application.support.world import BEN


async def test_a_snapshot_has_all_tasks_and_the_number_that_it_stands_for(world: RecordedWorld, actor: Actor) -> None:
    ben = await world.has_user(BEN)
    await world.creates(Actor(ben.id))
    tasks = [await world.creates(actor, id=UUID(int=number)) for number in (30, 10, 20)]

    page = await world.read_snapshot(actor.user_id, None, 3)

    assert page.objects == sorted(tasks, key=lambda task: task.id)
    assert (page.number, page.next) == (3, None)


async def test_an_empty_account_has_an_empty_snapshot(world: RecordedWorld, actor: Actor) -> None:
    page = await world.read_snapshot(actor.user_id, None, 3)

    assert (page.objects, page.number, page.next) == ([], 0, None)


async def test_a_page_names_the_position_of_the_next_one(world: RecordedWorld, actor: Actor) -> None:
    for number in (1, 2, 3):
        await world.creates(actor, id=UUID(int=number))

    page = await world.read_snapshot(actor.user_id, None, 2)

    assert [task.id for task in page.objects] == [UUID(int=1), UUID(int=2)]
    assert page.next == SnapshotPosition(number=3, kind=ObjectKind.TASK, after=UUID(int=2))


async def test_a_snapshot_goes_with_the_changes_after_it(world: RecordedWorld, actor: Actor) -> None:
    await world.creates(actor)
    page = await world.read_snapshot(actor.user_id, None, 10)
    later = await world.creates(actor)

    assert (await world.read_changes(actor.user_id, page.number, 10)).objects == [later]


@given(
    before=st.lists(client_commands, max_size=15),
    between=st.lists(st.lists(client_commands, max_size=5), max_size=8),
    limit=st.integers(1, 4),
)
async def test_all_pages_show_one_moment_whatever_happens_between_them(
    before: list[ClientCommand], between: list[list[ClientCommand]], limit: int
) -> None:
    world = RecordedWorld()
    actor = Actor((await world.has_user()).id)
    for command in before:
        await command.run(world, actor)
    expected = world.tasks_of(actor)
    number = len(world.recorded(actor))
    found: list[RecordedObject] = []
    position, interruptions = None, iter(between)

    while True:
        page = await world.read_snapshot(actor.user_id, position, limit)
        assert page.number == number
        assert len(page.objects) <= limit
        found += page.objects
        if (position := page.next) is None:
            break
        for command in next(interruptions, []):
            await command.run(world, actor)

    assert [task.id for task in found] == sorted(expected)
    assert {task.id: task for task in found} == expected == folded(world.recorded(actor)[:number])


@given(st.lists(client_commands, max_size=15), st.integers(1, 4))
async def test_changes_between_the_reads_of_one_page_are_not_in_it(commands: list[ClientCommand], limit: int) -> None:
    world = RecordedWorld()
    actor = Actor((await world.has_user()).id)
    for slot in (1, 3, 5):
        await world.creates(actor, id=UUID(int=slot))
    expected = world.tasks_of(actor)
    waiting = iter(commands)
    found: dict[UUID, RecordedObject] = {}
    position: SnapshotPosition | None = None

    class ContestedTasks(MemoryTasks):
        async def by_id(self, *, owner: UserId, after: UUID | None, limit: int) -> list[Task]:
            for command in islice(waiting, 2):
                await command.run(world, actor)
            tasks = await super().by_id(owner=owner, after=after, limit=limit)
            for command in islice(waiting, 2):
                await command.run(world, actor)
            return tasks

    @asynccontextmanager
    async def begin() -> AsyncIterator[Work]:
        async with world.store.begin() as work:
            yield evolve(work, tasks=ContestedTasks(work.tasks.change_set, world.store))

    while True:
        page = await ReadSnapshot(begin)(actor.user_id, position, limit)
        found |= {task.id: task for task in page.objects}
        if (position := page.next) is None:
            break

    assert found == expected


async def test_a_snapshot_whose_moment_was_swept_is_gone(world: RecordedWorld, actor: Actor) -> None:
    for number in (1, 2, 3):
        await world.creates(actor, id=UUID(int=number))
    position = (await world.read_snapshot(actor.user_id, None, 1)).next
    await world.edits(actor, TaskId(UUID(int=1)), title="Second")
    await world.read_snapshot(actor.user_id, position, 1)
    world.record.sweep(1, 2, 3, 4)

    with pytest.raises(ChangesGone):
        await world.read_snapshot(actor.user_id, position, 1)


async def test_a_snapshot_that_lies_ahead_of_the_record_is_gone(world: RecordedWorld, actor: Actor) -> None:
    """The store was restored from an older backup."""
    with pytest.raises(ChangesGone):
        await world.read_snapshot(actor.user_id, SnapshotPosition(number=7, kind=ObjectKind.TASK, after=UUID(int=0)), 1)


async def test_changes_since_the_moment_of_a_snapshot_are_read_a_few_at_a_time(
    world: RecordedWorld, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.changes.snapshot.PAGE", 2)
    first, second = [await world.creates(actor, id=UUID(int=number)) for number in (1, 2)]
    position = (await world.read_snapshot(actor.user_id, None, 1)).next
    for title in "ABCDE":
        await world.edits(actor, first.id, title=title)
        await world.edits(actor, second.id, title=title)
    await world.deletes(actor, second.id)

    assert (await world.read_snapshot(actor.user_id, position, 1)).objects == [second]


async def test_a_page_reads_no_more_deleted_tasks_than_it_can_show(
    world: RecordedWorld, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.changes.snapshot.PAGE", 1)
    tasks = [await world.creates(actor, id=UUID(int=number)) for number in range(1, 9)]
    page = await world.read_snapshot(actor.user_id, None, 2)
    for task in tasks[2:]:
        await world.deletes(actor, task.id)

    second = await world.read_snapshot(actor.user_id, page.next, 2)
    third = await world.read_snapshot(actor.user_id, second.next, 2)

    assert (page.objects, second.objects, third.objects) == (tasks[:2], tasks[2:4], tasks[4:6])
