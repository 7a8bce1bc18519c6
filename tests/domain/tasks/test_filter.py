"""Filters: which tasks meet their conditions."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from adapters.testing.builders import HOUR, NOON, a_task
from adapters.testing.strategies import filters, tasks
from domain.day import ONE_DAY
from domain.errors import InvalidInput
from domain.tasks.due import DueBound
from domain.tasks.filter import DueFilter, TaskFilter
from domain.tasks.priority import Priority
from domain.tasks.search import Search
from domain.tasks.status import Status
from domain.tasks.task import Task
from domain.zone import zone_named
from tests.support.violations import place_of

MICROSECOND = timedelta(microseconds=1)
DAY = NOON.date()
KIRITIMATI = zone_named("Pacific/Kiritimati")
"""14 hours before UTC."""


@pytest.mark.parametrize(
    ("task_filter", "differences", "expected"),
    [
        (TaskFilter(statuses=frozenset({Status.DONE, Status.TODO})), {"status": Status.TODO}, True),
        (TaskFilter(statuses=frozenset({Status.DONE})), {"status": Status.TODO}, False),
        (TaskFilter(priorities=frozenset({Priority.LOW, Priority.HIGH})), {"priority": Priority.HIGH}, True),
        (TaskFilter(priorities=frozenset({Priority.LOW})), {"priority": Priority.HIGH}, False),
        (TaskFilter(labels=frozenset({"café", "work"})), {"labels": ("Cafe\u0301", "z")}, True),
        (TaskFilter(labels=frozenset({"café"})), {"labels": ("z",)}, False),
        (TaskFilter(labels=frozenset({"café"})), {"labels": ()}, False),
        (TaskFilter(labels=frozenset({None})), {"labels": ()}, True),
        (TaskFilter(labels=frozenset({None})), {"labels": ("none",)}, False),
        (TaskFilter(labels=frozenset({None, "z"})), {"labels": ("Z",)}, True),
        (TaskFilter(due_before=NOON), {"due_at": NOON - MICROSECOND}, True),
        (TaskFilter(due_before=NOON), {"due_at": NOON}, False),
        (TaskFilter(due_before=NOON), {"due_at": None}, False),
        (TaskFilter(due_after=NOON), {"due_at": NOON + MICROSECOND}, True),
        (TaskFilter(due_after=NOON), {"due_at": NOON}, False),
        (TaskFilter(due_after=NOON), {"due_at": None}, False),
        (TaskFilter(due_before=DAY), {"due_on": DAY - ONE_DAY}, True),
        (TaskFilter(due_before=DAY), {"due_on": DAY}, False),
        (TaskFilter(due_before=NOON), {"due_on": DAY - ONE_DAY}, True),
        (TaskFilter(due_before=NOON), {"due_on": DAY}, False),
        (TaskFilter(due_after=NOON), {"due_on": DAY}, True),
        (TaskFilter(due_after=DAY), {"due_on": DAY}, False),
        (TaskFilter(due_after=DAY), {"due_at": NOON}, False),
        (TaskFilter(due_after=DueBound.after(NOON + 12 * HOUR, KIRITIMATI)), {"due_on": DAY}, False),
        (TaskFilter(due=DueFilter.ANY), {"due_on": DAY}, True),
        (TaskFilter(due=DueFilter.NONE), {"due_on": DAY}, False),
        (TaskFilter(due_after=NOON, due_before=NOON + HOUR), {"due_at": NOON + MICROSECOND}, True),
        (TaskFilter(due_after=NOON, due_before=NOON), {"due_at": NOON}, False),
        (TaskFilter(due=DueFilter.ANY), {"due_at": NOON}, True),
        (TaskFilter(due=DueFilter.ANY), {"due_at": None}, False),
        (TaskFilter(due=DueFilter.NONE), {"due_at": NOON}, False),
        (TaskFilter(due=DueFilter.NONE), {"due_at": None}, True),
        (TaskFilter(updated_after=NOON), {"updated_at": NOON + MICROSECOND}, True),
        (TaskFilter(updated_after=NOON), {"updated_at": NOON}, False),
        (TaskFilter(completed_after=NOON), {"completed_at": NOON + MICROSECOND}, True),
        (TaskFilter(completed_after=NOON), {"completed_at": NOON}, False),
        (TaskFilter(completed_after=NOON), {"completed_at": None}, False),
        (TaskFilter(search=Search.parsed("milk")), {"title": "Buy milk"}, True),
        (TaskFilter(search=Search.parsed("milk")), {"description": "Oat milk, if there is"}, True),
        (TaskFilter(search=Search.parsed("milk")), {"title": "Buy bread"}, False),
        (TaskFilter(statuses=frozenset({Status.TODO}), due_after=NOON), {"status": Status.TODO}, False),
    ],
)
def test_a_task_is_asked_for_when_every_condition_holds(
    task_filter: TaskFilter, differences: dict[str, Any], *, expected: bool
) -> None:
    assert task_filter.matches(a_task(**differences)) == expected


@given(task_filter=filters, task=tasks())
def test_an_empty_filter_leaves_out_only_what_its_search_does(task_filter: TaskFilter, task: Task) -> None:
    if task_filter.is_empty:
        assert task_filter.matches(task) == (
            task_filter.search is None or task_filter.search.matches(task.title, task.description)
        )
    assert evolve(task_filter, search=None).is_empty == task_filter.is_empty


@given(task_filter=filters, task=tasks())
def test_every_further_condition_leaves_fewer_tasks(task_filter: TaskFilter, task: Task) -> None:
    if task_filter.matches(task):
        assert not task_filter.statuses or task.status in task_filter.statuses
        assert not task_filter.priorities or task.priority in task_filter.priorities
        assert not task_filter.search or task_filter.search.matches(task.title, task.description)
        due = task.due_at or task.due_on
        assert not task_filter.due_before or (due and task_filter.due_before.follows(due))
        assert not task_filter.due_after or (due and task_filter.due_after.precedes(due))


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"due": DueFilter.NONE, "due_before": NOON}, "/due", "contradiction"),
        ({"due": DueFilter.NONE, "due_after": NOON}, "/due", "contradiction"),
        ({"due_before": datetime(2026, 3, 1)}, "", "no-offset"),  # noqa: DTZ001 - naive on purpose
        ({"due_after": datetime(2026, 3, 1)}, "", "no-offset"),  # noqa: DTZ001 - naive on purpose
    ],
)
def test_a_filter_that_contradicts_itself_is_rejected(wrong: dict[str, Any], pointer: str, code: str) -> None:
    with pytest.raises(InvalidInput) as error:
        TaskFilter(**wrong)

    assert [(place_of(violation), violation.code) for violation in error.value.violations] == [(pointer, code)]
