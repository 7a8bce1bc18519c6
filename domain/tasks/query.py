"""Queries for tasks: filter, order and page. This definition is the specification that every store follows."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from attrs import field, frozen

from domain.errors import InvalidInput
from domain.tasks.due import end_of
from domain.tasks.filter import EVERYTHING, TaskFilter
from domain.tasks.task import Task
from domain.tasks.title_order import title_key

DEFAULT_LIMIT = 50
MAX_LIMIT = 100
MAX_OFFSET = 1_000_000_000

ALWAYS = datetime.max.replace(tzinfo=UTC)
NEVER = datetime.min.replace(tzinfo=UTC)

SortValue: TypeAlias = datetime | int | str


class SortKey(StrEnum):
    """The attributes that tasks can be sorted by."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    DUE_AT = "due_at"
    PRIORITY = "priority"
    TITLE = "title"
    POSITION = "position"


@frozen
class Sort:
    """An order of tasks; ties are broken by id.

    A day is over where it ends in UTC; tasks without a due date come last in either direction.
    """

    key: SortKey = SortKey.CREATED_AT
    descending: bool = True

    @property
    def last(self) -> datetime:
        """The value that stands for "none": it sorts after every real one."""
        return NEVER if self.descending else ALWAYS

    def position(self, task: Task) -> "KeysetPosition":
        """Return the position of a task in this order."""
        return KeysetPosition(self._value(task), task.id)

    def _value(self, task: Task) -> SortValue:
        match self.key:
            case SortKey.CREATED_AT:
                return task.created_at
            case SortKey.UPDATED_AT:
                return task.updated_at
            case SortKey.DUE_AT:
                return task.due_at or (end_of(task.due_on) if task.due_on else self.last)
            case SortKey.PRIORITY:
                return task.priority.rank
            case SortKey.TITLE:
                return title_key(task.title)
            case SortKey.POSITION:
                return task.place

    def __str__(self) -> str:
        return f"{'-' if self.descending else ''}{self.key}"


@frozen
class KeysetPosition:
    """A position in an order: directly after the task it was made from."""

    value: SortValue
    """The sort value of that task; strings compare by code point."""
    id: UUID

    def precedes(self, other: "KeysetPosition") -> bool:
        """Return whether this position comes first in ascending order."""
        return (self.value, self.id) < (other.value, other.id)


def _lowered_to_maximum(limit: int) -> int:
    return min(limit, MAX_LIMIT)


@frozen(kw_only=True, cache_hash=True)  # queries are dictionary keys, of caches and of batches
class TaskQuery:
    """Filter, order, start and size of a page of tasks."""

    filter: TaskFilter = EVERYTHING
    sort: Sort = Sort()
    limit: int = field(default=DEFAULT_LIMIT, converter=_lowered_to_maximum)
    offset: int = 0
    after: KeysetPosition | None = None

    def __attrs_post_init__(self) -> None:
        if self.limit < 1:
            raise InvalidInput.of("too-small", "must be at least 1", "limit")
        if not 0 <= self.offset <= MAX_OFFSET:
            raise InvalidInput.of("out-of-range", f"must be from 0 to {MAX_OFFSET}", "offset")
        if self.offset and self.after:
            raise InvalidInput.of("contradiction", "an offset and a cursor exclude each other", "offset")

    def page_of(self, tasks: Iterable[Task]) -> "Page":
        """Return the page, given all tasks of one owner."""
        found = sorted(
            filter(self.filter.matches, tasks),
            key=lambda task: (self.sort.position(task).value, task.id),
            reverse=self.sort.descending,
        )
        return self.page_from([task for task in found if self._is_after_start(task)][self.offset :])

    def page_from(self, found: list[Task]) -> "Page":
        """Return the page, given its matching tasks in order, and one more if there is a next page."""
        tasks = tuple(found[: self.limit])
        return Page(tasks, next=self.sort.position(tasks[-1]) if len(found) > self.limit else None)

    def _is_after_start(self, task: Task) -> bool:
        if self.after is None:
            return True
        position = self.sort.position(task)
        return position.precedes(self.after) if self.sort.descending else self.after.precedes(position)


@frozen
class Page:
    """A page of tasks, in order."""

    tasks: tuple[Task, ...]
    next: KeysetPosition | None
    """Where the next page begins; None on the last page."""
