"""Which tasks are asked for, and in which order."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import NOON, a_task
from adapters.testing.strategies import sorts, tasks
from domain.errors import InvalidInput
from domain.ids import TaskId
from domain.tasks.due import end_of
from domain.tasks.priority import Priority
from domain.tasks.query import KeysetPosition, Sort, SortKey, TaskQuery
from domain.tasks.status import Status
from domain.tasks.task import Task
from tests.support.violations import place_of

MICROSECOND = timedelta(microseconds=1)
END = end_of(NOON.date())


def test_the_newest_fifty_of_all_tasks_are_asked_for_by_default() -> None:
    query = TaskQuery()

    assert (str(query.sort), query.limit, query.offset, query.after) == ("-created_at", 50, 0, None)
    assert query.filter.matches(a_task(status=Status.CANCELLED, due_at=None))


@given(sort=sorts, one=tasks(), other=tasks(), third=tasks())
def test_the_order_is_total(sort: Sort, one: Task, other: Task, third: Task) -> None:
    a, b, c = sort.position(one), sort.position(other), sort.position(third)

    assert not a.precedes(a)
    assert (a.precedes(b) + b.precedes(a)) == (a != b)
    assert not (a.precedes(b) and b.precedes(c)) or a.precedes(c)


@pytest.mark.parametrize(
    ("key", "first", "second"),
    [
        (SortKey.CREATED_AT, {"created_at": NOON}, {"created_at": NOON + MICROSECOND}),
        (SortKey.UPDATED_AT, {"updated_at": NOON}, {"updated_at": NOON + MICROSECOND}),
        (SortKey.DUE_AT, {"due_at": NOON}, {"due_at": NOON + MICROSECOND}),
        (SortKey.DUE_AT, {"due_at": END - MICROSECOND}, {"due_on": NOON.date()}),
        (SortKey.DUE_AT, {"due_on": NOON.date()}, {"due_at": END + MICROSECOND}),
        (SortKey.PRIORITY, {"priority": Priority.HIGH}, {"priority": Priority.CRITICAL}),
        (SortKey.TITLE, {"title": "apple"}, {"title": "Zoo"}),
        (SortKey.TITLE, {"title": "Task 2"}, {"title": "task 10"}),
        (SortKey.TITLE, {"title": "\uffff"}, {"title": "\U00010000"}),
    ],
)
def test_tasks_are_ordered_by_what_is_asked_for(key: SortKey, first: dict[str, Any], second: dict[str, Any]) -> None:
    # The ids say the opposite, so that they cannot be what decides.
    tasks = [a_task(id=an_id(2), **first), a_task(id=an_id(1), **second)]

    upwards = TaskQuery(sort=Sort(key, descending=False)).page_of(reversed(tasks)).tasks
    downwards = TaskQuery(sort=Sort(key, descending=True)).page_of(tasks).tasks

    assert (list(upwards), list(downwards)) == (tasks, tasks[::-1])


@pytest.mark.parametrize("key", SortKey)
def test_equals_are_ordered_by_their_ids(key: SortKey) -> None:
    low, high = a_task(id=an_id(1)), a_task(id=an_id(2))

    upwards = TaskQuery(sort=Sort(key, descending=False)).page_of([high, low]).tasks
    downwards = TaskQuery(sort=Sort(key, descending=True)).page_of([low, high]).tasks

    assert (upwards, downwards) == ((low, high), (high, low))


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("due", [{"due_at": NOON}, {"due_on": NOON.date()}])
def test_tasks_without_a_due_date_come_last_in_either_direction(due: dict[str, Any], *, descending: bool) -> None:
    a_due_task, another = a_task(**due), a_task()

    found = TaskQuery(sort=Sort(SortKey.DUE_AT, descending=descending)).page_of([another, a_due_task]).tasks

    assert found == (a_due_task, another)


def test_a_sort_is_written_as_the_interface_spells_it() -> None:
    assert [str(Sort(key, descending=down)) for key in SortKey for down in (False, True)] == [
        *("created_at", "-created_at", "updated_at", "-updated_at", "due_at", "-due_at"),
        *("priority", "-priority", "title", "-title", "position", "-position"),
    ]


@given(limit=st.integers(1, 10**6))
def test_more_than_a_hundred_means_a_hundred(limit: int) -> None:
    assert TaskQuery(limit=limit).limit == min(limit, 100)


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"limit": 0}, "/limit", "too-small"),
        ({"limit": -1}, "/limit", "too-small"),
        ({"offset": -1}, "/offset", "out-of-range"),
        ({"offset": 1_000_000_001}, "/offset", "out-of-range"),
        ({"offset": 1, "after": KeysetPosition(NOON, UUID(int=1))}, "/offset", "contradiction"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(wrong: dict[str, Any], pointer: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        TaskQuery(**wrong)

    assert [(place_of(violation), violation.code) for violation in refusal.value.violations] == [(pointer, code)]


def test_the_ends_of_the_ranges_are_inside() -> None:
    query = TaskQuery(limit=1, offset=1_000_000_000)

    assert (query.limit, query.offset) == (1, 1_000_000_000)


def an_id(number: int) -> TaskId:
    return TaskId(UUID(int=number))
