"""What holds for trees of tasks after any operations."""

from contextlib import suppress
from uuid import UUID

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import NOON, a_task
from domain.errors import Conflict, NotFound
from domain.ids import ProjectId, TaskId
from domain.tasks.task import Task
from domain.tasks.tree import MAX_ANCESTORS, Tree
from domain.unset import UNSET

ids = st.integers(1, 14).map(lambda number: TaskId(UUID(int=number)))
projects = st.sampled_from([None, ProjectId(UUID(int=100)), ProjectId(UUID(int=200))])
puts = st.tuples(st.just("put"), ids, ids | st.none(), projects | st.just(UNSET))
removals = st.tuples(st.just("remove"), ids, st.none(), st.just(UNSET))
operations = st.lists(puts | removals, max_size=40)


def apply(tree: Tree, operation: tuple[str, TaskId, TaskId | None, object]) -> None:
    """Do an operation as use cases do."""
    name, task_id, parent_id, project = operation
    if name == "remove":
        tree.remove(task_id)
        return
    try:
        before = tree.get(task_id)
    except NotFound:
        if tree.is_removed(task_id):
            return
        before = a_task(id=task_id)
    differences = {} if project is UNSET else {"project_id": project}
    tree.put(evolve(before, parent_id=parent_id, **differences), project=project, at=NOON)  # type: ignore[arg-type]  # as drawn


def present(tree: Tree) -> dict[UUID, Task]:
    """Return all tasks of a tree of which every task is new."""
    return {after.id: after for _, after in tree.differences() if after}


@given(operations)
def test_the_rules_hold_after_every_operation(drawn: list[tuple[str, TaskId, TaskId | None, object]]) -> None:
    tree = Tree([])
    for operation in drawn:
        before = present(tree)
        try:
            apply(tree, operation)
        except (Conflict, NotFound):
            assert present(tree) == before
        tasks = present(tree)
        for task in tasks.values():
            above: list[Task] = []
            while task.parent_id is not None and len(above) <= MAX_ANCESTORS:
                assert task.project_id == tasks[task.parent_id].project_id
                task = tasks[task.parent_id]  # noqa: PLW2901 - goes up
                above.append(task)
            assert len(above) <= MAX_ANCESTORS


@given(operations, operations)
def test_the_result_may_replace_what_was_there(
    first: list[tuple[str, TaskId, TaskId | None, object]], second: list[tuple[str, TaskId, TaskId | None, object]]
) -> None:
    tree = Tree([])
    for operation in first:
        with suppress(Conflict, NotFound):
            apply(tree, operation)
    stored = list(present(tree).values())
    later = Tree(stored)
    for operation in second:
        with suppress(Conflict, NotFound):
            apply(later, operation)
    differences = later.differences()

    other = Tree(stored)
    other.replace(differences)

    assert sorted(other.differences(), key=str) == sorted(differences, key=str)
    assert all(after is None or after.version == (before.version + 1 if before else 1) for before, after in differences)
