"""Pages: joined they are the whole list, in order, whatever their size and however they are turned."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import a_task
from adapters.testing.strategies import many_tasks, queries, tasks
from domain.tasks.due import end_of
from domain.tasks.query import Page, Sort, SortKey, TaskQuery
from domain.tasks.task import Task
from domain.tasks.title_order import title_key


@given(tasks=many_tasks(), query=queries)
def test_pages_turned_by_cursor_are_the_sorted_list_of_what_matches(tasks: list[Task], query: TaskQuery) -> None:
    pages = pages_by_cursor(tasks, query)

    joined = [task for page in pages for task in page.tasks]

    assert sorted(task.id for task in joined) == sorted(task.id for task in tasks if query.filter.matches(task))
    assert all(in_order(one, other, query.sort) for one, other in pairwise(joined))


@given(tasks=many_tasks(), query=queries)
def test_pages_turned_by_offset_are_the_same(tasks: list[Task], query: TaskQuery) -> None:
    by_cursor = pages_by_cursor(tasks, query)

    by_offset = [evolve(query, offset=number * query.limit).page_of(tasks) for number in range(len(by_cursor))]

    assert by_offset == by_cursor


@given(tasks=many_tasks(), query=queries, size=st.integers(1, 20))
def test_the_size_of_pages_does_not_matter(tasks: list[Task], query: TaskQuery, size: int) -> None:
    by_size = [
        [task for page in pages_by_cursor(tasks, evolve(query, limit=limit)) for task in page.tasks]
        for limit in (query.limit, size)
    ]

    assert by_size[0] == by_size[1]


@given(tasks=many_tasks(), query=queries)
def test_every_page_but_the_last_is_full(tasks: list[Task], query: TaskQuery) -> None:
    *full, last = pages_by_cursor(tasks, query)

    assert [len(page.tasks) for page in full] == [query.limit] * len(full)
    assert len(last.tasks) <= query.limit


@given(tasks=many_tasks(), late=tasks(), query=queries)
def test_what_was_there_throughout_is_neither_skipped_nor_repeated_while_others_come_and_go(
    tasks: list[Task], late: Task, query: TaskQuery
) -> None:
    others = [task for task in tasks if task.id != late.id]
    first = query.page_of([*others, late])
    rest = pages_by_cursor(others, evolve(query, after=first.next)) if first.next else []

    seen = [task for page in (first, *rest) for task in page.tasks if task != late]

    assert sorted(task.id for task in seen) == sorted(task.id for task in others if query.filter.matches(task))


def test_behind_the_last_task_there_is_no_page() -> None:
    tasks = [a_task() for _ in range(4)]

    assert TaskQuery(limit=4).page_of(tasks).next is None
    assert TaskQuery(limit=3).page_of(tasks).next is not None
    assert TaskQuery(offset=4).page_of(tasks) == Page((), next=None)
    assert TaskQuery().page_of([]) == Page((), next=None)


def test_a_hundred_tasks_fit_on_a_page_and_no_more() -> None:
    page = TaskQuery(limit=1_000).page_of([a_task() for _ in range(101)])

    assert len(page.tasks) == 100
    assert page.next is not None


def pages_by_cursor(tasks: list[Task], query: TaskQuery) -> list[Page]:
    """All pages from the query's first on; there can be no more of them than tasks."""
    pages = [query.page_of(tasks)]
    while (after := pages[-1].next) and len(pages) <= len(tasks):
        pages.append(evolve(query, after=after).page_of(tasks))
    return pages


VALUES: Mapping[SortKey, Callable[[Task], Any]] = {
    SortKey.CREATED_AT: lambda task: task.created_at,
    SortKey.UPDATED_AT: lambda task: task.updated_at,
    SortKey.DUE_AT: lambda task: task.due_at or (task.due_on and end_of(task.due_on)),
    SortKey.PRIORITY: lambda task: ["low", "medium", "high", "critical"].index(task.priority),
    SortKey.TITLE: lambda task: [ord(char) for char in title_key(task.title)],
    SortKey.POSITION: lambda task: bytes.fromhex(task.place),
}


def in_order(one: Task, other: Task, sort: Sort) -> bool:
    """Return whether one may stand directly before the other, independently of the query."""
    value = VALUES[sort.key]
    missing = (value(one) is None, value(other) is None)
    if any(missing) and not all(missing):
        return missing == (False, True)
    a, b = (value(one), one.id), (value(other), other.id)
    return a > b if sort.descending else a < b
