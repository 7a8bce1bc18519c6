"""Summaries: every matching task is counted once, in the group that it belongs to."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import NOON, a_project, a_task
from adapters.testing.dates import days, moments, near_days, near_moments, zones
from adapters.testing.strategies import filters, many_tasks, summary_requests
from domain.statistics.summary import MAX_GROUPS, Agenda, DueGroup, GroupCount, Grouping, SummaryQuery, SummaryRequest
from domain.tasks.due import Due, DueBound
from domain.tasks.filter import EVERYTHING, TaskFilter
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.tasks.task import Task
from domain.zone import zone_named

BERLIN = "Europe/Berlin"


def counts(request: SummaryRequest, *tasks: Task, now: datetime = NOON) -> dict[str | None, int]:
    """Return the groups that are not empty."""
    summary = request.query(now).summary_of(tasks)
    return {each.value: each.count for each in summary.groups if each.count}


def by(grouping: Grouping, task_filter: TaskFilter = EVERYTHING) -> SummaryRequest:
    return SummaryRequest(filter=task_filter, grouping=grouping)


@given(tasks=many_tasks(), request=summary_requests, now=near_moments)
def test_every_matching_task_is_in_one_group(tasks: list[Task], request: SummaryRequest, now: datetime) -> None:
    summary = request.query(now).summary_of(tasks)

    matching = [task for task in tasks if request.filter.matches(task)]
    several = sum(max(0, len(task.labels) - 1) for task in matching) if request.grouping is Grouping.LABEL else 0

    assert summary.total == len(matching)
    assert sum(each.count for each in summary.groups) == len(matching) + several
    assert len({each.value for each in summary.groups}) == len(summary.groups)
    assert summary.omitted == 0


@given(tasks=many_tasks(), task_filter=filters)
def test_a_group_has_the_tasks_that_the_filter_of_its_value_finds(tasks: list[Task], task_filter: TaskFilter) -> None:
    matching = [task for task in tasks if task_filter.matches(task)]

    by_status = by(Grouping.STATUS, task_filter).query(NOON).summary_of(tasks).groups
    by_priority = by(Grouping.PRIORITY, task_filter).query(NOON).summary_of(tasks).groups

    assert by_status == tuple(GroupCount(each, sum(task.status is each for task in matching)) for each in Status)
    assert by_priority == tuple(GroupCount(each, sum(task.priority is each for task in matching)) for each in Priority)


def test_projects_are_listed_by_the_number_of_their_tasks_and_tasks_without_last_among_equals() -> None:
    first, second = sorted((a_project().id for _ in range(2)), key=str)
    tasks = [a_task(project_id=each) for each in (second, first, None, second)]

    summary = by(Grouping.PROJECT).query(NOON).summary_of(tasks)

    assert summary.groups == (GroupCount(str(second), 2), GroupCount(str(first), 1), GroupCount(None, 1))


def test_a_label_is_counted_under_its_most_frequent_spelling_and_a_task_under_each_of_its_labels() -> None:
    labels = [("Home",), ("garden", "home"), ("home",), ()]

    summary = by(Grouping.LABEL).query(NOON).summary_of([a_task(labels=each) for each in labels])

    assert summary.total == 4
    assert summary.groups == (GroupCount("home", 3), GroupCount("garden", 1), GroupCount(None, 1))


def test_of_many_groups_the_largest_are_listed_and_the_others_counted() -> None:
    tasks = [a_task(project_id=a_project().id) for _ in range(MAX_GROUPS + 2)]
    largest = a_task(project_id=tasks[-1].project_id)

    summary = by(Grouping.PROJECT).query(NOON).summary_of([*tasks, largest])

    assert (summary.total, len(summary.groups), summary.omitted) == (MAX_GROUPS + 3, MAX_GROUPS, 2)
    assert summary.groups[0] == GroupCount(str(largest.project_id), 2)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        # It is 13:00 in Berlin on Saturday, 28 March 2026; the clocks are set forward in the coming night.
        ({"due_at": "2026-03-28T11:59:59.999999Z"}, DueGroup.PAST),
        ({"due_on": "2026-03-27"}, DueGroup.PAST),
        ({"due_at": "2026-03-28T12:00:00Z"}, DueGroup.TODAY),
        ({"due_on": "2026-03-28"}, DueGroup.TODAY),
        ({"due_at": "2026-03-28T22:59:59Z"}, DueGroup.TODAY),
        ({"due_at": "2026-03-28T23:00:00Z"}, DueGroup.TOMORROW),
        ({"due_on": "2026-03-29"}, DueGroup.TOMORROW),
        ({"due_at": "2026-03-29T21:59:59Z"}, DueGroup.TOMORROW),
        ({"due_at": "2026-03-29T22:00:00Z"}, DueGroup.NEXT_7_DAYS),
        ({"due_on": "2026-03-30"}, DueGroup.NEXT_7_DAYS),
        ({"due_on": "2026-04-04"}, DueGroup.NEXT_7_DAYS),
        ({"due_at": "2026-04-04T21:59:59Z"}, DueGroup.NEXT_7_DAYS),
        ({"due_on": "2026-04-05"}, DueGroup.LATER),
        ({"due_at": "2026-04-04T22:00:00Z"}, DueGroup.LATER),
        ({}, DueGroup.NONE),
    ],
)
def test_due_dates_are_seen_from_the_present_in_a_zone(due: dict[str, str], expected: DueGroup) -> None:
    now = datetime.fromisoformat("2026-03-28T12:00:00Z")
    dates: dict[str, Any] = {
        name: datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text) for name, text in due.items()
    }
    request = SummaryRequest(filter=EVERYTHING, grouping=Grouping.DUE, zone=zone_named(BERLIN))

    assert counts(request, a_task(**dates), now=now) == {expected: 1}


@given(due=near_moments | moments | near_days | days, now=near_moments, zone=zones)
def test_what_is_past_is_due_before_now_and_all_else_after(due: Due, now: datetime, zone: str) -> None:
    group = Agenda.at(now, zone_named(zone)).group_of(due)

    assert (group is DueGroup.PAST) == DueBound.before(now, zone_named(zone)).follows(due)


@given(due=st.lists(near_days | days, min_size=2, max_size=2).map(sorted), now=near_moments, zone=zones)
def test_later_days_are_in_later_groups(due: list[date], now: datetime, zone: str) -> None:
    order = list(DueGroup)
    first, second = (order.index(Agenda.at(now, zone_named(zone)).group_of(each)) for each in due)

    assert first <= second


def test_due_dates_cannot_be_counted_without_a_present() -> None:
    with pytest.raises(ValueError, match="at an instant"):
        SummaryQuery(filter=EVERYTHING, grouping=Grouping.DUE).summary_of([])
