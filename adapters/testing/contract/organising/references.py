"""References between belongings of one user: what is referred to exists at the end of every commit."""

import asyncio

import pytest
from attrs import evolve

from adapters.testing.builders import a_project, a_task, a_user
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.units import add, commit, look_up
from domain.ids import TaskId, UserId
from domain.ports import Begin
from domain.ports.change_set import ChangeKind, VersionConflict
from domain.ports.stored import Entity, key_of
from domain.tasks.outline import Outline
from domain.tasks.task import Task

RIVALS = 10


async def attempt(begin: Begin, *changes: tuple[ChangeKind, Entity]) -> bool:
    """Return whether a unit of work was committed; others may make it lose."""
    try:
        await commit(begin, *changes)
    except VersionConflict:
        return False
    return True


class ReferenceContract(StoreFixtures):
    """A parent and a project exist as long as a task refers to them."""

    @pytest.mark.parametrize("attribute", ["parent_id", "project_id"])
    async def test_a_reference_to_nothing_conflicts(self, begin: Begin, owner: UserId, attribute: str) -> None:
        task = a_task(owner=owner, **{attribute: a_task().id})

        with pytest.raises(VersionConflict) as error:
            await add(begin, task)

        assert (error.value.entity, await look_up(begin, key_of(task))) == (task, None)

    async def test_a_reference_to_something_of_another_user_conflicts(self, begin: Begin, owner: UserId) -> None:
        stranger = a_user()
        project = a_project(owner=stranger.id)
        await add(begin, stranger, project)

        with pytest.raises(VersionConflict):
            await add(begin, a_task(owner=owner, project_id=project.id))

    async def test_both_ends_may_be_added_and_removed_in_one_unit_of_work(self, begin: Begin, owner: UserId) -> None:
        project, parent = a_project(owner=owner), a_task(owner=owner)
        child = a_task(owner=owner, parent_id=parent.id, project_id=project.id)

        await add(begin, child, parent, project)
        stored = [await look_up(begin, key_of(each)) for each in (child, parent, project)]
        await commit(begin, *((ChangeKind.REMOVE, each) for each in (project, parent, child)))

        assert stored == [child, parent, project]
        assert [await look_up(begin, key_of(each)) for each in (child, parent, project)] == [None] * 3

    async def test_what_is_referred_to_cannot_be_removed(self, begin: Begin, owner: UserId) -> None:
        project, parent = a_project(owner=owner), a_task(owner=owner)
        await add(begin, project, parent, a_task(owner=owner, parent_id=parent.id, project_id=project.id))

        for each in (project, parent):
            with pytest.raises(VersionConflict) as error:
                await commit(begin, (ChangeKind.REMOVE, each))
            assert error.value.entity == each

    async def test_it_can_be_removed_once_nothing_refers_to_it(self, begin: Begin, owner: UserId) -> None:
        project = a_project(owner=owner)
        task = a_task(owner=owner, project_id=project.id)
        await add(begin, project, task)

        await commit(begin, (ChangeKind.REMOVE, project), (ChangeKind.SAVE, evolve(task, version=2, project_id=None)))

        assert await look_up(begin, key_of(project)) is None

    async def test_a_broken_reference_leaves_no_trace_of_its_unit_of_work(self, begin: Begin, owner: UserId) -> None:
        innocent = a_task(owner=owner)

        with pytest.raises(VersionConflict):
            await add(begin, innocent, a_task(owner=owner, parent_id=TaskId(a_task().id)))

        assert await look_up(begin, key_of(innocent)) is None

    async def test_a_user_is_removed_with_everything_that_refers_to_each_other(self, begin: Begin) -> None:
        user = a_user()
        project = a_project(owner=user.id)
        parent = a_task(owner=user.id, project_id=project.id)
        child = a_task(owner=user.id, project_id=project.id, parent_id=parent.id)
        everything: list[Entity] = [user, project, parent, child, Outline(owner=user.id)]
        await add(begin, *everything)

        await commit(begin, (ChangeKind.REMOVE, user))

        assert [await look_up(begin, key_of(each)) for each in everything] == [None] * 5

    async def test_of_a_removal_and_a_new_reference_at_the_same_time_one_is_committed(
        self, begin: Begin, owner: UserId
    ) -> None:
        for _ in range(RIVALS):
            project, parent = a_project(owner=owner), a_task(owner=owner)
            await add(begin, project, parent)
            tasks: list[Task] = [
                a_task(owner=owner, parent_id=parent.id),
                a_task(owner=owner, project_id=project.id),
            ]

            removed_parent, removed_project, *added = await asyncio.gather(
                attempt(begin, (ChangeKind.REMOVE, parent)),
                attempt(begin, (ChangeKind.REMOVE, project)),
                *(attempt(begin, (ChangeKind.ADD, task)) for task in tasks),
            )

            assert [removed_parent, removed_project] == [not committed for committed in added]
            ends: list[Entity] = [parent, project, *tasks]
            kept = [await look_up(begin, key_of(each)) is not None for each in ends]
            assert kept == [not removed_parent, not removed_project, *added]

    async def test_of_two_changes_of_the_structure_one_is_committed(self, begin: Begin, owner: UserId) -> None:
        first = Outline(owner=owner)

        new = await asyncio.gather(*(attempt(begin, (ChangeKind.ADD, first)) for _ in range(RIVALS)))
        next_ = await asyncio.gather(*(attempt(begin, (ChangeKind.SAVE, first.changed())) for _ in range(RIVALS)))

        assert (new.count(True), next_.count(True)) == (1, 1)
        assert await look_up(begin, key_of(first)) == first.changed()
