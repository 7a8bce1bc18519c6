"""Summaries: how many tasks a filter matches, by status, priority, project, label or due date."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from attrs import frozen

from domain.day import ONE_DAY, day_of
from domain.tasks.due import Due, DueBound
from domain.tasks.filter import TaskFilter
from domain.tasks.labels import label_counts
from domain.tasks.priority import Priority
from domain.tasks.status import Status
from domain.tasks.task import Task
from domain.zone import UTC_ZONE

MAX_GROUPS = 1_000
"""Groups that a summary lists; of more, those with the most tasks."""

Value: TypeAlias = str | None
"""What the tasks of a group have in common; None if it is that they have no project, or no label."""


class Grouping(StrEnum):
    """What tasks are counted by."""

    STATUS = "status"
    PRIORITY = "priority"
    PROJECT = "project"
    LABEL = "label"
    """A task with several labels is counted in several groups."""
    DUE = "due"


class DueGroup(StrEnum):
    """When tasks are due, seen from the present, in a time zone."""

    PAST = "past"
    TODAY = "today"
    TOMORROW = "tomorrow"
    NEXT_7_DAYS = "next_7_days"
    LATER = "later"
    NONE = "none"


DUE_GROUPS = tuple(DueGroup)
FIXED: Mapping[Grouping, tuple[StrEnum, ...]] = {
    Grouping.STATUS: tuple(Status),
    Grouping.PRIORITY: tuple(Priority),
    Grouping.DUE: DUE_GROUPS,
}
"""Groups that a summary always lists, in this order, also empty ones."""


@frozen(cache_hash=True)
class Agenda:
    """Where the groups of due dates end, as bounds that lie one after the other."""

    now: DueBound
    tomorrow: DueBound
    day_after_tomorrow: DueBound
    later: DueBound

    @classmethod
    def at(cls, now: datetime, zone: ZoneInfo) -> "Agenda":
        """Return the agenda at an instant: what remains of today, tomorrow, and the rest of the next seven days."""
        today = day_of(now, zone)
        starts = (DueBound.before(today + days * ONE_DAY, zone) for days in (1, 2, 8))
        return cls(DueBound.before(now, zone), *starts)

    @property
    def bounds(self) -> tuple[DueBound, ...]:
        """The ends of all groups but the last two, in the order of `DueGroup`."""
        return self.now, self.tomorrow, self.day_after_tomorrow, self.later

    def group_of(self, due: Due | None) -> DueGroup:
        """Return the group of a due date."""
        if due is None:
            return DueGroup.NONE
        groups = zip(DUE_GROUPS, self.bounds, strict=False)
        return next((group for group, bound in groups if bound.follows(due)), DueGroup.LATER)


@frozen(kw_only=True)
class SummaryRequest:
    """What is to be counted, and by what."""

    filter: TaskFilter
    grouping: Grouping
    zone: ZoneInfo = UTC_ZONE
    """In which days begin and end."""

    def query(self, now: datetime) -> "SummaryQuery":
        """Return the query at an instant."""
        agenda = Agenda.at(now, self.zone) if self.grouping is Grouping.DUE else None
        return SummaryQuery(filter=self.filter, grouping=self.grouping, agenda=agenda)


@frozen(kw_only=True, cache_hash=True)
class SummaryQuery:
    """What a store counts."""

    filter: TaskFilter
    grouping: Grouping
    agenda: Agenda | None = None
    """For due dates."""

    def summary_of(self, tasks: Iterable[Task]) -> "Summary":
        """Return the summary, given all tasks of one owner."""
        matching = [task for task in tasks if self.filter.matches(task)]
        counts = _by_label(matching) if self.grouping is Grouping.LABEL else Counter(map(self._value(), matching))
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0] is None, item[0]))
        return self.summary(dict(ranked[:MAX_GROUPS]), total=len(matching), found=len(ranked))

    def summary(self, counts: Mapping[Value, int], *, total: int, found: int) -> "Summary":
        """Return the summary, given the largest groups in their order, and how many were found."""
        if values := FIXED.get(self.grouping):
            return Summary(total, tuple(GroupCount(value, counts.get(value, 0)) for value in values))
        groups = tuple(GroupCount(value, count) for value, count in counts.items())
        return Summary(total, groups, omitted=found - len(groups))

    def _value(self) -> Callable[[Task], Value]:
        """Return what reads the group of a task."""
        match self.grouping:
            case Grouping.STATUS:
                return lambda task: task.status
            case Grouping.PRIORITY:
                return lambda task: task.priority
            case Grouping.PROJECT:
                return lambda task: None if task.project_id is None else str(task.project_id)
            case _:
                agenda = self.agenda
                if agenda is None:
                    raise ValueError("due dates are counted at an instant")
                return lambda task: agenda.group_of(task.due_at or task.due_on)


def _by_label(tasks: Sequence[Task]) -> dict[Value, int]:
    """Return the number of each label under its most frequent spelling, and of tasks without one."""
    counts: dict[Value, int] = {each.name: each.count for each in label_counts(task.labels for task in tasks)}
    unlabelled = sum(not task.labels for task in tasks)
    return {**counts, None: unlabelled} if unlabelled else counts


@frozen
class GroupCount:
    """A group, and how many tasks it has."""

    value: Value
    count: int


@frozen
class Summary:
    """How many tasks match, and how they are distributed."""

    total: int
    groups: tuple[GroupCount, ...]
    omitted: int = 0
    """Further groups, which are not listed."""
