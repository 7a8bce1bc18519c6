"""Which tasks are asked for, in which order, and how far along: the definition that every store follows."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from attrs import field, frozen

from domain.errors import InvalidInput, Violation
from domain.moment import moment
from domain.tasks.priority import Priority
from domain.tasks.search import Search
from domain.tasks.status import Status
from domain.tasks.task import Task

DEFAULT_LIMIT = 50
HIGHEST_LIMIT = 100
HIGHEST_OFFSET = 1_000_000_000

ALWAYS = datetime.max.replace(tzinfo=UTC)
NEVER = datetime.min.replace(tzinfo=UTC)

SortValue: TypeAlias = datetime | int | str


class SortKey(StrEnum):
    """What tasks can be sorted by."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    DUE_AT = "due_at"
    PRIORITY = "priority"
    TITLE = "title"


@frozen
class Sort:
    """An order of tasks; equals are ordered by id, tasks without a due time come last in either direction."""

    key: SortKey = SortKey.CREATED_AT
    descending: bool = True

    @property
    def last(self) -> datetime:
        """What stands for "no value", so that it sorts behind every real one."""
        return NEVER if self.descending else ALWAYS

    def place(self, task: Task) -> "KeysetPosition":
        """Where a task stands in this order."""
        return KeysetPosition(self._value(task), task.id)

    def _value(self, task: Task) -> SortValue:
        match self.key:
            case SortKey.CREATED_AT:
                return task.created_at
            case SortKey.UPDATED_AT:
                return task.updated_at
            case SortKey.DUE_AT:
                return task.due_at or self.last
            case SortKey.PRIORITY:
                return task.priority.rank
            case SortKey.TITLE:
                return task.title

    def __str__(self) -> str:
        return f"{'-' if self.descending else ''}{self.key}"


@frozen
class KeysetPosition:
    """A place in an order: between two tasks, just behind the one it was made from."""

    value: SortValue
    """The sort value of that task; strings compare by code point."""
    id: UUID

    def comes_before(self, other: "KeysetPosition") -> bool:
        """Whether this place comes first in ascending order."""
        return (self.value, self.id) < (other.value, other.id)


def _at_most_the_highest(limit: int) -> int:
    return min(limit, HIGHEST_LIMIT)


def _optional_moment(raw: datetime | None) -> datetime | None:
    return None if raw is None else moment(raw)


@frozen(kw_only=True, cache_hash=True)  # the same query is asked again and again, and stores gather by it
class TaskQuery:
    """Which tasks, in which order, from where on, and how many of them."""

    statuses: frozenset[Status] = frozenset()
    """Any of these; none given means all."""
    priorities: frozenset[Priority] = frozenset()
    due_before: datetime | None = field(default=None, converter=_optional_moment)
    """Only tasks that are due, and before this."""
    due_after: datetime | None = field(default=None, converter=_optional_moment)
    """Only tasks that are due, and after this."""
    search: Search | None = None
    sort: Sort = Sort()
    limit: int = field(default=DEFAULT_LIMIT, converter=_at_most_the_highest)
    offset: int = 0
    after: KeysetPosition | None = None

    def __attrs_post_init__(self) -> None:
        if self.limit < 1:
            raise InvalidInput((Violation("/limit", "too-small", "must be at least 1"),))
        if not 0 <= self.offset <= HIGHEST_OFFSET:
            raise InvalidInput((Violation("/offset", "out-of-range", f"must be from 0 to {HIGHEST_OFFSET}"),))
        if self.offset and self.after:
            raise InvalidInput((Violation("/offset", "contradiction", "an offset and a cursor exclude each other"),))

    def matches(self, task: Task) -> bool:
        """Whether a task is asked for."""
        return (
            (not self.statuses or task.status in self.statuses)
            and (not self.priorities or task.priority in self.priorities)
            and (self.due_before is None or (task.due_at is not None and task.due_at < self.due_before))
            and (self.due_after is None or (task.due_at is not None and task.due_at > self.due_after))
            and (self.search is None or self.search.matches(task.title, task.description))
        )

    def page_of(self, tasks: Iterable[Task]) -> "Page":
        """The page that is asked for, out of all tasks of one owner."""
        found = sorted(
            filter(self.matches, tasks),
            key=lambda task: (self.sort.place(task).value, task.id),
            reverse=self.sort.descending,
        )
        return self.page_from([task for task in found if self._behind(task)][self.offset :])

    def page_from(self, found: list[Task]) -> "Page":
        """The page, given the matching tasks in order from its first on, at least one more than fit if there are."""
        tasks = tuple(found[: self.limit])
        return Page(tasks, next=self.sort.place(tasks[-1]) if len(found) > self.limit else None)

    def _behind(self, task: Task) -> bool:
        if self.after is None:
            return True
        place = self.sort.place(task)
        return place.comes_before(self.after) if self.sort.descending else self.after.comes_before(place)


@frozen
class Page:
    """Some of the tasks, in order."""

    tasks: tuple[Task, ...]
    next: KeysetPosition | None
    """Where the next page begins; none when this is the last."""
