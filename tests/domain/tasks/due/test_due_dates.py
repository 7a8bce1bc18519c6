"""A task is due at a time, on a day, or not at all."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from adapters.testing.builders import HOUR, NOON, a_task
from adapters.testing.strategies import task_edits, tasks
from domain.errors import InvalidInput
from domain.tasks.task import NewTask, Task, TaskEdit, TransitionNotAllowed, TwoDueDates
from tests.support.violations import place_of

DAY = date(2026, 3, 1)
LATER = NOON + HOUR


@pytest.mark.parametrize("command", [NewTask, TaskEdit])
def test_a_command_with_both_is_rejected(command: type[NewTask | TaskEdit]) -> None:
    with pytest.raises(InvalidInput) as error:
        command(title="x", due_at=NOON, due_on=DAY)

    assert [(place_of(each), each.code) for each in error.value.violations] == [("/due_on", "contradiction")]


@pytest.mark.parametrize("command", [NewTask, TaskEdit])
@pytest.mark.parametrize("values", [{"due_at": NOON, "due_on": None}, {"due_at": None, "due_on": DAY}])
def test_null_beside_a_value_is_no_contradiction(command: type[NewTask | TaskEdit], values: dict[str, Any]) -> None:
    made = command(title="x", **values)

    assert {name: getattr(made, name) for name in values} == values


@pytest.mark.parametrize(
    ("before", "edit", "present"),
    [({"due_at": NOON}, {"due_on": DAY}, "due_at"), ({"due_on": DAY}, {"due_at": NOON}, "due_on")],
)
def test_an_edit_that_would_leave_both_is_rejected(before: dict[str, Any], edit: dict[str, Any], present: str) -> None:
    with pytest.raises(TwoDueDates, match=f"this one has {present}: send null for it in the same request"):
        a_task(**before).edited(TaskEdit(**edit), at=LATER)


@pytest.mark.parametrize(
    ("before", "edit"),
    [
        ({"due_at": NOON}, {"due_on": DAY, "due_at": None}),
        ({"due_on": DAY}, {"due_at": NOON, "due_on": None}),
        ({"due_on": DAY}, {"due_on": None}),
        ({}, {"due_on": DAY}),
    ],
)
def test_an_edit_may_replace_the_one_by_the_other(before: dict[str, Any], edit: dict[str, Any]) -> None:
    edited = a_task(**before).edited(TaskEdit(**edit), at=LATER)

    assert {name: getattr(edited, name) for name in edit} == edit


@given(task=tasks(), edit=task_edits)
def test_no_edit_leaves_both(task: Task, edit: TaskEdit) -> None:
    try:
        edited = task.edited(edit, at=LATER)
    except (TwoDueDates, TransitionNotAllowed):
        return
    assert edited.due_at is None or edited.due_on is None


def test_where_a_release_that_knows_no_days_has_set_a_time_the_time_counts() -> None:
    task = a_task(due_at=NOON, due_on=DAY)

    assert (task.due_at, task.due_on) == (NOON, None)
