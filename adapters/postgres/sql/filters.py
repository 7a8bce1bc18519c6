"""The parameters of a filter of tasks; `composing.filters` has its conditions."""

from enum import StrEnum
from typing import Self

from adapters.postgres.sql import search_terms
from domain.ids import UserId
from domain.tasks.filter import DueFilter, TaskFilter


class FilterKind(StrEnum):
    """The kind of a filter; queries without a filter never wait for those that search."""

    NONE = ""
    FILTERED = "_filtered"
    """By anything but words; conditions that a filter does not have are null."""
    SEARCHED = "_searched"
    """By words, and perhaps by others as well."""

    @classmethod
    def of(cls, task_filter: TaskFilter) -> Self:
        """Return the kind of a filter."""
        if task_filter.search is not None:
            return cls.SEARCHED
        return cls.NONE if task_filter.is_empty else cls.FILTERED


def filter_values(owner: UserId, task_filter: TaskFilter) -> dict[str, object]:
    """Return the parameters of a filter of one user's tasks."""
    return {
        "owner": owner,
        # Arrays of arrays cannot be unnested row by row, so lists are sent as text.
        "statuses": ",".join(task_filter.statuses) or None,
        "priorities": ",".join(str(priority.rank) for priority in task_filter.priorities) or None,
        "projects": ",".join(map(str, filter(None, task_filter.projects))) if task_filter.projects else None,
        "without_project": None in task_filter.projects,
        "labels": "\n".join(filter(None, task_filter.labels)) if task_filter.labels else None,
        "unlabelled": None in task_filter.labels,
        "parents": ",".join(map(str, filter(None, task_filter.parents))) if task_filter.parents else None,
        "without_parent": None in task_filter.parents,
        "due_at_before": task_filter.due_before and task_filter.due_before.instant,
        "due_on_before": task_filter.due_before and task_filter.due_before.day,
        "due_at_after": task_filter.due_after and task_filter.due_after.instant,
        "due_on_after": task_filter.due_after and task_filter.due_after.day,
        "has_due": task_filter.due and task_filter.due is DueFilter.ANY,
        "updated_after": task_filter.updated_after,
        "completed_after": task_filter.completed_after,
        "search": task_filter.search and search_terms.query(task_filter.search, owner=owner),
    }
