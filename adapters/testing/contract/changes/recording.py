"""The record of changes: one change per write, in the same transaction, with consecutive numbers per account."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from attrs import evolve

from adapters.testing.builders import NOON, a_receipt, a_session, a_task, a_user, a_user_id
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.folding import folded
from adapters.testing.record import latest_of, record_of
from adapters.testing.units import add, commit
from domain.accounts.user import UserNotFound
from domain.changes.kinds import ObjectKind
from domain.changes.provenance import Actor
from domain.changes.recorded_change import Effect, RecordedChange
from domain.ids import SessionId, TaskId, TokenId, UserId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind, VersionConflict
from domain.tasks.task import Task


class Away(Exception):
    pass


def effects(changes: Sequence[RecordedChange]) -> list[tuple[int, Effect, UUID]]:
    """Return the number, the effect and the object of each change."""
    return [(each.number, each.effect, each.object_id) for each in changes]


class RecordingContract(StoreFixtures):
    """Every write of a task is recorded as one change, in the same commit."""

    async def test_every_write_of_a_task_is_one_change_with_the_next_number(self, begin: Begin, owner: UserId) -> None:
        task, other = a_task(owner=owner), a_task(owner=owner)
        second, third = evolve(task, version=2, title="Second"), evolve(task, version=3, title="Third")

        await add(begin, task)
        async with begin() as work:
            work.tasks.save(second, Actor(owner).provenance(NOON), before=task)
        await add(begin, other)
        async with begin() as work:
            work.tasks.remove(second, Actor(owner).provenance(NOON))
        await add(begin, third)

        assert effects(await record_of(begin, owner)) == [
            (1, Effect.CREATED, task.id),
            (2, Effect.EDITED, task.id),
            (3, Effect.CREATED, other.id),
            (4, Effect.DELETED, task.id),
            (5, Effect.RESTORED, task.id),
        ]
        assert folded(await record_of(begin, owner)) == {third.id: third, other.id: other}

    async def test_a_change_is_read_as_it_was_recorded(self, begin: Begin, owner: UserId) -> None:
        actor = Actor(owner, SessionId(UUID(int=1)), TokenId(UUID(int=2)), "request 1")
        before = a_task(owner=owner, description="\u0000 'x'", due_at=NOON, creation_digest=bytes(range(32)))
        after = evolve(before, version=2, description=None, due_at=None, creation_digest=None)
        provenance = actor.provenance(NOON, undoes=(3, 2**40))
        await add(begin, evolve(before, description="x"))

        async with begin() as work:
            work.tasks.save(after, provenance, before=before)
            assert list(work.changes.recorded()) == [RecordedChange.of(before, after, provenance)]

        assert (await record_of(begin, owner))[1] == evolve(RecordedChange.of(before, after, provenance), number=2)

    async def test_writes_of_anything_else_are_not_recorded(self, begin: Begin, owner: UserId) -> None:
        task, session = a_task(owner=owner), a_session(user_id=owner)
        await add(begin, session, a_receipt(owner=owner))
        assert await record_of(begin, owner) == []

        await add(begin, task)
        await commit(begin, (ChangeKind.EXPECT, task), (ChangeKind.SAVE, evolve(session, version=2)))

        assert effects(await record_of(begin, owner)) == [(1, Effect.CREATED, task.id)]

    async def test_the_changes_of_one_unit_are_numbered_in_the_order_of_its_writes(
        self, begin: Begin, owner: UserId
    ) -> None:
        there = sorted((a_task(owner=owner) for _ in range(4)), key=lambda task: task.id)
        new = sorted((a_task(owner=owner) for _ in range(3)), key=lambda task: task.id, reverse=True)
        await add(begin, *there)
        unit = [
            (ChangeKind.REMOVE, there[3]),
            (ChangeKind.ADD, new[0]),
            (ChangeKind.SAVE, evolve(there[2], version=2)),
            (ChangeKind.ADD, new[1]),
            (ChangeKind.REMOVE, there[0]),
            (ChangeKind.SAVE, evolve(there[1], version=2)),
            (ChangeKind.ADD, new[2]),
        ]

        await commit(begin, *unit)

        record = await record_of(begin, owner)
        assert [each.number for each in record] == list(range(1, 12))
        assert [each.object_id for each in record[4:]] == [task.id for _, task in unit]
        assert [each.effect for each in record[4:]] == [
            {ChangeKind.ADD: Effect.CREATED, ChangeKind.SAVE: Effect.EDITED, ChangeKind.REMOVE: Effect.DELETED}[kind]
            for kind, _ in unit
        ]

    @pytest.mark.parametrize("kind", [ChangeKind.ADD, ChangeKind.SAVE, ChangeKind.REMOVE])
    async def test_changes_of_one_kind_in_one_unit_keep_the_order_of_its_writes(
        self, begin: Begin, owner: UserId, kind: ChangeKind
    ) -> None:
        """One statement writes them all, sorted by id."""
        tasks = sorted((a_task(owner=owner) for _ in range(5)), key=lambda task: task.id, reverse=True)
        if kind is not ChangeKind.ADD:
            await add(begin, *tasks)

        await commit(begin, *((kind, evolve(task, version=2 if kind is ChangeKind.SAVE else 1)) for task in tasks))

        record = await record_of(begin, owner)
        assert [each.number for each in record] == list(range(1, len(record) + 1))
        assert [each.object_id for each in record[-5:]] == [task.id for task in tasks]

    async def test_a_unit_that_fails_records_nothing(self, begin: Begin, owner: UserId) -> None:
        task = a_task(owner=owner)
        await add(begin, task)
        new = a_task(owner=owner)

        async def leave() -> None:
            async with begin() as work:
                work.tasks.add(new, Actor(owner).provenance(NOON))
                raise Away

        with pytest.raises(Away):
            await leave()
        losers: list[tuple[ChangeKind, Task]] = [
            (ChangeKind.ADD, task),
            (ChangeKind.SAVE, evolve(task, version=3)),
            (ChangeKind.REMOVE, evolve(task, version=2)),
            (ChangeKind.EXPECT, evolve(task, version=2)),
        ]
        for loser in losers:
            with pytest.raises(VersionConflict):
                await commit(begin, (ChangeKind.ADD, new), loser)
            if loser[0] is not ChangeKind.EXPECT:
                with pytest.raises(VersionConflict):
                    await commit(begin, loser)
        with pytest.raises(UserNotFound):
            await add(begin, new, a_task())

        assert effects(await record_of(begin, owner)) == [(1, Effect.CREATED, task.id)]
        assert await latest_of(begin, owner) == 1

    async def test_a_deleted_user_leaves_no_record(self, begin: Begin) -> None:
        user, other = a_user(), a_user()
        await add(begin, user, other, a_task(owner=user.id), a_task(owner=other.id))

        await commit(begin, (ChangeKind.REMOVE, user))

        assert (await record_of(begin, user.id), await latest_of(begin, user.id)) == ([], 0)
        assert len(await record_of(begin, other.id)) == 1
        await add(begin, user, a_task(owner=user.id))
        assert [each.number for each in await record_of(begin, user.id)] == [1]

    async def test_the_changes_of_other_users_are_invisible(self, begin: Begin, owner: UserId) -> None:
        task = a_task(owner=owner)
        await add(begin, task)

        for stranger in (a_user_id(), UserId(UUID(int=0))):
            assert await latest_of(begin, stranger) == 0
            async with begin() as work:
                assert await work.changes.numbered(1, owner=stranger) is None
                assert list(await work.changes.after(0, owner=stranger, limit=9)) == []
                assert (
                    list(await work.changes.of_object(ObjectKind.TASK, task.id, owner=stranger, before=None, limit=9))
                    == []
                )
                of_objects = work.changes.of_objects(ObjectKind.TASK, None, None, owner=stranger, after=0, limit=9)
                assert list(await of_objects) == []
                assert list(await work.tasks.with_ids((task.id,), owner=stranger)) == []
                assert list(await work.tasks.by_id(owner=stranger, after=None, limit=9)) == []

    async def test_two_users_may_record_changes_of_tasks_with_the_same_id(self, begin: Begin, owner: UserId) -> None:
        other = a_user()
        task_id = TaskId(UUID(int=owner.int ^ 1))
        await add(begin, other, a_task(owner=owner, id=task_id), a_task(owner=other.id, id=task_id))

        for each in (owner, other.id):
            assert [(change.owner, change.number) for change in await record_of(begin, each)] == [(each, 1)]
