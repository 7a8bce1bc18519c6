"""What a store finds along the parents of tasks."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import a_task, a_user
from adapters.testing.contract.examples import a_fifth
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.units import add
from domain.ids import TaskId, UserId
from domain.ports import Begin
from domain.tasks.progress import Progress
from domain.tasks.status import Status
from domain.tasks.task import Task

MANY = 1_000
forests = st.lists(st.none() | st.integers(0, 11), max_size=12)
"""For each task the number of its parent, modulo its own number, so that every parent comes first."""


def planted(forest: list[int | None], owner: UserId) -> list[Task]:
    """Return the tasks of a forest."""
    tasks: list[Task] = []
    for number, parent in enumerate(forest):
        parent_id = tasks[parent % number].id if parent is not None and number else None
        tasks.append(a_task(owner=owner, parent_id=parent_id))
    return tasks


def lineage(task: Task, tasks: dict[TaskId, Task]) -> list[TaskId]:
    """Return the ids of the tasks above one."""
    return [] if task.parent_id is None else [task.parent_id, *lineage(tasks[task.parent_id], tasks)]


class TreeContract(StoreFixtures):
    """Parents, subtasks and their progress, of one user alone."""

    @a_fifth
    @given(forest=forests, asked=st.sets(st.integers(0, 12), max_size=4))
    async def test_what_is_above_and_below_tasks(self, begin: Begin, forest: list[int | None], asked: set[int]) -> None:
        user, stranger = a_user(), a_user()
        own = planted(forest, user.id)
        twins = [evolve(task, owner=stranger.id) for task in own]
        await add(begin, user, stranger, *own, *twins)
        tasks = {task.id: task for task in own}
        ids = [own[number].id if number < len(own) else TaskId(uuid4()) for number in sorted(asked)]

        async with begin() as work:
            above = await work.tasks.above(ids, owner=user.id)
            below = await work.tasks.below(ids, owner=user.id, limit=MANY)
            nothing = await work.tasks.below(ids, owner=user.id, limit=0)

        expected = {each for task_id in ids if task_id in tasks for each in (task_id, *lineage(tasks[task_id], tasks))}
        assert by_id(above) == by_id(tasks[each] for each in expected)
        assert by_id(below) == by_id(task for task in own if not set(lineage(task, tasks)).isdisjoint(ids))
        assert list(nothing) == []

    async def test_what_is_below_is_read_as_far_as_the_limit(self, begin: Begin, owner: UserId) -> None:
        chain = planted([None, *range(8)], owner)
        await add(begin, *chain, *(a_task(owner=owner, parent_id=chain[-1].id) for _ in range(5)))

        async with begin() as work:
            found = [await work.tasks.below([chain[0].id], owner=owner, limit=limit) for limit in (7, 13, 14)]

        assert [len({task.id for task in tasks}) for tasks in found] == [7, 13, 13]

    async def test_the_progress_of_subtasks_counts_direct_ones(self, begin: Begin, owner: UserId) -> None:
        parent, lone, other = a_task(owner=owner), a_task(owner=owner), a_user()
        done = {"status": Status.DONE, "completed_at": parent.created_at}
        children = [
            a_task(owner=owner, parent_id=parent.id, **more) for more in (done, done, {"status": Status.CANCELLED}, {})
        ]
        grandchild = a_task(owner=owner, parent_id=children[0].id)
        foreign = [evolve(parent, owner=other.id), evolve(children[0], owner=other.id)]
        await add(begin, other, parent, lone, *children, grandchild, *foreign)
        missing = TaskId(UUID(int=0))

        async with begin() as work:
            progress = await work.tasks.progress([parent.id, lone.id, children[0].id, missing], owner=owner)

        assert [progress[each] for each in (parent.id, lone.id, children[0].id, missing)] == [
            Progress(2, 4),
            Progress(),
            Progress(0, 1),
            Progress(),
        ]


def by_id(tasks: Iterable[Task]) -> list[Task]:
    """Return tasks in the order of their ids."""
    return sorted(tasks, key=lambda task: task.id)
