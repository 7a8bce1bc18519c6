"""Filters of tasks: which of them a list, a count or a summary is about."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from attrs import field, frozen

from domain.errors import InvalidInput
from domain.moment import moment
from domain.tasks.due import Due, DueBound
from domain.tasks.labels import label_key
from domain.tasks.priority import Priority
from domain.tasks.search import Search
from domain.tasks.status import Status
from domain.tasks.task import Task


class DueFilter(StrEnum):
    """Whether tasks have a due date: a time or a day."""

    ANY = "any"
    NONE = "none"


def _optional_moment(raw: datetime | None) -> datetime | None:
    return None if raw is None else moment(raw)


def _before(bound: DueBound | Due | None) -> DueBound | None:
    return DueBound.before(bound) if isinstance(bound, date) else bound


def _after(bound: DueBound | Due | None) -> DueBound | None:
    return DueBound.after(bound) if isinstance(bound, date) else bound


def _is_after(value: datetime | None, bound: datetime | None) -> bool:
    return bound is None or (value is not None and value > bound)


@frozen(kw_only=True, cache_hash=True)  # filters are parts of dictionary keys, of caches and of batches
class TaskFilter:
    """Conditions that tasks must meet, all of them."""

    statuses: frozenset[Status] = frozenset()
    """Any of these; empty for all."""
    priorities: frozenset[Priority] = frozenset()
    projects: frozenset[UUID | None] = frozenset()
    """Any of these; None for tasks without a project."""
    labels: frozenset[str | None] = frozenset()
    """Any of the labels with these keys; None for tasks without labels."""
    parents: frozenset[UUID | None] = frozenset()
    """Only subtasks of any of these; None for tasks without a parent."""
    due_before: DueBound | None = field(default=None, converter=_before)
    """Only tasks that are due before this; an instant or a day stands for a bound in UTC."""
    due_after: DueBound | None = field(default=None, converter=_after)
    """Only tasks that are due after this."""
    due: DueFilter | None = None
    """Only tasks with a due date, or only tasks without."""
    updated_after: datetime | None = field(default=None, converter=_optional_moment)
    """Only tasks that were updated after this."""
    completed_after: datetime | None = field(default=None, converter=_optional_moment)
    """Only tasks that are done and were completed after this."""
    search: Search | None = None

    def __attrs_post_init__(self) -> None:
        if self.due is DueFilter.NONE and (self.due_before or self.due_after):
            raise InvalidInput.of("contradiction", "tasks without a due date have none before or after another", "due")

    @property
    def is_empty(self) -> bool:
        """Whether no task is left out, other than by a search."""
        times = (self.due_before, self.due_after, self.updated_after, self.completed_after)
        return not any((self.statuses, self.priorities, self.projects, self.labels, self.parents, self.due, *times))

    def matches(self, task: Task) -> bool:
        """Return whether a task meets the conditions."""
        due = task.due_at or task.due_on
        return (
            (not self.statuses or task.status in self.statuses)
            and (not self.priorities or task.priority in self.priorities)
            and (not self.projects or task.project_id in self.projects)
            and (not self.labels or not self.labels.isdisjoint(map(label_key, task.labels) if task.labels else (None,)))
            and (not self.parents or task.parent_id in self.parents)
            and (self.due_before is None or (due is not None and self.due_before.follows(due)))
            and (self.due_after is None or (due is not None and self.due_after.precedes(due)))
            and (self.due is None or (due is None) is (self.due is DueFilter.NONE))
            and (self.updated_after is None or task.updated_at > self.updated_after)
            and _is_after(task.completed_at, self.completed_after)
            and (self.search is None or self.search.matches(task.title, task.description))
        )


EVERYTHING = TaskFilter()
"""No conditions."""
