"""Trees of tasks: what operations do to subtasks, and what they reject."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from attrs import evolve

from adapters.testing.builders import HOUR, NOON, a_task
from domain.ids import ProjectId, TaskId
from domain.tasks.task import Task, TaskNotFound
from domain.tasks.tree import (
    MAX_ANCESTORS,
    ChangedInBatch,
    CycleNotAllowed,
    HasSubtasks,
    ProjectOfParent,
    TooDeep,
    Tree,
)

GARDEN, HOUSE = ProjectId(uuid4()), ProjectId(uuid4())
LATER = NOON + HOUR


def a_chain(length: int, **differences: Any) -> list[Task]:
    """Return tasks of which each is the parent of the next."""
    chain: list[Task] = []
    for _ in range(length):
        chain.append(a_task(parent_id=chain[-1].id if chain else None, **differences))
    return chain


def below(task: Task, parent: Task | None, **differences: Any) -> Task:
    """Return the next version of a task, below another parent."""
    return evolve(task, version=task.version + 1, parent_id=parent.id if parent else None, **differences)


def states(tree: Tree, tasks: Sequence[Task]) -> list[Task]:
    """Return tasks as they are now."""
    return [tree.get(task.id) for task in tasks]


def test_a_new_subtask_is_in_the_project_of_its_parent() -> None:
    parent = a_task(project_id=GARDEN)
    tree, child = Tree([parent]), a_task(parent_id=parent.id)

    tree.put(child, at=NOON)

    assert tree.differences() == [(None, evolve(child, project_id=GARDEN))]


@pytest.mark.parametrize("project", [HOUSE, None])
def test_another_project_than_that_of_the_parent_is_a_conflict(project: ProjectId | None) -> None:
    parent = a_task(project_id=GARDEN)
    tree = Tree([parent])

    with pytest.raises(ProjectOfParent) as error:
        tree.put(a_task(parent_id=parent.id, project_id=project), project=project, at=NOON)

    assert str(parent.id) in str(error.value)
    assert str(GARDEN) in str(error.value)
    assert tree.differences() == []


def test_the_project_of_the_parent_may_be_named() -> None:
    parent = a_task(project_id=GARDEN)
    tree, child = Tree([parent]), a_task(parent_id=parent.id, project_id=GARDEN)

    tree.put(child, project=GARDEN, at=NOON)

    assert tree.get(child.id) == child


def test_a_subtask_cannot_leave_the_project_of_its_parent_alone() -> None:
    parent, child = a_chain(2)
    tree = Tree([parent, child])

    with pytest.raises(ProjectOfParent, match="is in no project"):
        tree.put(evolve(child, project_id=GARDEN), project=GARDEN, at=NOON)


def test_a_parent_must_exist() -> None:
    with pytest.raises(TaskNotFound):
        Tree([]).put(a_task(parent_id=TaskId(uuid4())), at=NOON)


def test_a_move_into_a_project_takes_along_what_is_below() -> None:
    top, middle, bottom = chain = a_chain(3)
    tree = Tree(chain)

    tree.put(evolve(top, version=2, project_id=GARDEN), project=GARDEN, at=LATER)

    moved = [(2, GARDEN, NOON), (2, GARDEN, LATER), (2, GARDEN, LATER)]
    assert [(task.version, task.project_id, task.updated_at) for task in states(tree, chain)] == moved
    assert [before for before, _ in tree.differences()] == [top, middle, bottom]


def test_a_move_below_a_parent_in_a_project_takes_along_what_is_below() -> None:
    parent, *chain = [a_task(project_id=GARDEN), *a_chain(3, project_id=HOUSE)]
    tree = Tree([parent, *chain])

    tree.put(below(chain[0], parent), at=NOON)

    assert [task.project_id for task in states(tree, chain)] == [GARDEN] * 3
    assert list(tree.below(parent.id)) == states(tree, chain)


def test_a_task_that_is_taken_out_keeps_its_project() -> None:
    parent, child = chain = a_chain(2, project_id=GARDEN)
    tree = Tree(chain)

    tree.put(below(child, None), at=NOON)

    assert tree.get(child.id).project_id == GARDEN
    assert list(tree.below(parent.id)) == []


@pytest.mark.parametrize("under", range(3))
def test_a_task_cannot_be_below_itself(under: int) -> None:
    chain = a_chain(3)
    tree = Tree(chain)

    with pytest.raises(CycleNotAllowed, match="the same task or below it"):
        tree.put(below(chain[0], chain[under]), at=NOON)

    assert states(tree, chain) == chain


def test_two_moves_that_make_a_cycle_together() -> None:
    first, second = a_task(), a_task()
    tree = Tree([first, second])
    tree.put(below(first, second), at=NOON)

    with pytest.raises(CycleNotAllowed):
        tree.put(below(second, first), at=NOON)


def test_the_deepest_task_and_one_too_deep() -> None:
    chain = a_chain(MAX_ANCESTORS)
    tree, deepest = Tree(chain), a_task(parent_id=chain[-1].id)

    tree.put(deepest, at=NOON)

    with pytest.raises(TooDeep, match="at most 8 tasks above it; here one would have 9"):
        tree.put(a_task(parent_id=deepest.id), at=NOON)


def test_what_is_below_counts_for_the_depth() -> None:
    upper, lower = a_chain(6), a_chain(3)
    tree = Tree([*upper, *lower])

    tree.put(below(lower[0], upper[-1]), at=NOON)

    with pytest.raises(TooDeep):
        tree.put(below(upper[0], a_task_in(tree)), at=NOON)


def a_task_in(tree: Tree) -> Task:
    """Add another task to a tree."""
    task = a_task()
    tree.put(task, at=NOON)
    return task


def test_a_change_that_moves_nothing_needs_no_parent() -> None:
    child = a_task(parent_id=TaskId(uuid4()), project_id=GARDEN)
    tree, renamed = Tree([child]), evolve(child, title="Water the roses", version=2)

    tree.put(renamed, project=GARDEN, at=NOON)

    assert tree.differences() == [(child, renamed)]


def test_several_changes_of_a_task_make_one_version() -> None:
    parent, child = chain = a_chain(2)
    tree = Tree(chain)
    tree.put(evolve(parent, version=2, project_id=GARDEN), project=GARDEN, at=NOON)

    tree.put(evolve(tree.get(child.id), title="Weeds", version=3), at=NOON)

    assert tree.differences()[-1] == (child, evolve(child, title="Weeds", project_id=GARDEN, version=2))
    assert tree.stored(child.id) == child


def test_a_deletion_takes_along_what_is_below() -> None:
    chain, other = a_chain(3), a_task()
    tree = Tree([*chain, other])

    tree.remove(chain[1].id)

    assert tree.differences() == [(task, None) for task in chain[1:]]
    assert [tree.is_removed(task.id) for task in (*chain, other)] == [False, True, True, False]
    with pytest.raises(TaskNotFound):
        tree.get(chain[2].id)


def test_a_task_that_was_taken_out_before_stays() -> None:
    parent, child = chain = a_chain(2)
    tree = Tree(chain)
    tree.put(below(child, None), at=NOON)

    tree.remove(parent.id)

    assert tree.differences() == [(child, below(child, None)), (parent, None)]


@pytest.mark.parametrize("is_new", [True, False])
def test_a_deletion_does_not_take_along_what_was_changed_before(is_new: bool) -> None:  # noqa: FBT001 - a case
    parent, child = a_chain(2)
    tree = Tree([parent] if is_new else [parent, child])
    tree.put(evolve(child, title="Weeds"), at=NOON)

    with pytest.raises(ChangedInBatch, match=str(child.id)):
        tree.remove(parent.id)

    assert not tree.is_removed(parent.id)


def test_states_that_are_valid_together_may_replace_others() -> None:
    top, middle, bottom = a_chain(3, project_id=GARDEN)
    tree = Tree([top, middle])
    lone = below(middle, None, project_id=HOUSE)

    tree.replace([(None, evolve(bottom, project_id=HOUSE)), (middle, lone), (top, None)])

    assert tree.differences() == [(None, evolve(bottom, project_id=HOUSE)), (middle, lone), (top, None)]


def test_replacing_leaves_no_rule_broken() -> None:
    top, middle, bottom = chain = a_chain(3)
    deep = a_chain(MAX_ANCESTORS)

    for differences, error in (
        ([(top, None)], HasSubtasks),
        ([(bottom, below(bottom, a_task()))], TaskNotFound),
        ([(top, below(top, bottom))], CycleNotAllowed),
        ([(top, below(top, deep[-1]))], TooDeep),
        ([(bottom, evolve(bottom, project_id=GARDEN))], ProjectOfParent),
        ([(middle, below(middle, None, project_id=GARDEN))], ProjectOfParent),
    ):
        with pytest.raises(error) as raised:
            Tree([*chain, *deep]).replace(differences)
        assert str(raised.value)


def test_replacing_ends_where_other_tasks_form_a_cycle() -> None:
    first, second, third = a_task(), a_task(), a_task()
    cycle = [(third, below(third, first)), (first, below(first, second)), (second, below(second, first))]

    with pytest.raises(TooDeep):
        Tree([first, second, third]).replace(cycle)
