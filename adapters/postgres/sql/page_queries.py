"""Lists of tasks: many users' pages of one shape in one statement.

A *shape* is what the text of the statement depends on: the order, whether a
page begins behind a place, and what it is narrowed by. Each page is read by
its index from its place on, so it costs the same at any depth.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Self, TypeAlias

from attrs import frozen

from adapters.postgres.sql import search_terms as words
from adapters.postgres.sql.rows import TASKS
from adapters.postgres.sql.statements import Statement, statement
from domain.ids import UserId
from domain.tasks.query import Page, Sort, SortKey, TaskQuery
from domain.tasks.task import Task

Asked: TypeAlias = tuple[UserId, TaskQuery]


class FilterKind(StrEnum):
    """What is left out of a list; whoever asks for all does not wait for those who look for something."""

    NOTHING = ""
    FILTERED = " filtered"
    """By status, priority or due time; filters that a query does not have are null."""
    SEARCHED = " with words"
    """By words, and perhaps filtered as well."""

    @classmethod
    def of(cls, query: TaskQuery) -> Self:
        """That of a query."""
        if query.search is not None:
            return cls.SEARCHED
        filters = (query.statuses, query.priorities, query.due_before, query.due_after)
        return cls.FILTERED if any(filters) else cls.NOTHING


@frozen(eq=False)
class Pages:
    """Which tasks are on this page? (`coalescing.BatchQuery`, for one shape)."""

    sort: Sort
    filter_kind: FilterKind
    behind: bool
    """Whether the page begins behind a place."""

    @property
    def name(self) -> str:
        """Of its statement."""
        return f"page by {self.sort}{self.filter_kind}{' behind a place' if self.behind else ''}"

    @property
    def sql(self) -> str:
        """The statement."""
        return self._statement.sql

    def arguments(self, keys: Sequence[Asked]) -> Sequence[object]:
        """One array per parameter."""
        return self._statement.arrays([_page_values(asked) for asked in keys])

    def answers(self, keys: Sequence[Asked], rows: list[Any]) -> Iterable[Page]:
        """For each query its page."""
        found: defaultdict[int, list[Task]] = defaultdict(list)
        for row in rows:
            found[row[-1]].append(TASKS.entity(row))
        return [query.page_from(found[number]) for number, (_, query) in enumerate(keys, start=1)]

    @property
    def _statement(self) -> Statement:
        return statement(self.name)


@frozen(eq=False)
class Counts:
    """How many tasks match? (`coalescing.BatchQuery`, for one shape)."""

    filter_kind: FilterKind

    @property
    def name(self) -> str:
        """Of its statement."""
        return f"count of tasks{self.filter_kind}"

    @property
    def sql(self) -> str:
        """The statement."""
        return statement(self.name).sql

    def arguments(self, keys: Sequence[Asked]) -> Sequence[object]:
        """One array per parameter."""
        return statement(self.name).arrays([_filter_values(asked) for asked in keys])

    def answers(self, keys: Sequence[Asked], rows: list[Any]) -> Iterable[int]:  # noqa: ARG002 - in their order
        """For each query its number."""
        return [row[0] for row in rows]


def _filter_values(asked: Asked) -> dict[str, object]:
    owner, query = asked
    return {
        "owner": owner,
        # Arrays of arrays cannot be unnested row by row, so lists travel as text.
        "statuses": ",".join(query.statuses) or None,
        "priorities": ",".join(str(priority.rank) for priority in query.priorities) or None,
        "due_before": query.due_before,
        "due_after": query.due_after,
        "search": query.search and words.query(query.search, owner=owner),
    }


def _page_values(asked: Asked) -> Mapping[str, object]:
    _, query = asked
    # One more than the page has shows whether there is a next one.
    values = {**_filter_values(asked), "limit": query.limit + 1, "offset": query.offset}
    if query.after is not None:
        values |= {"value": query.after.value, "id": query.after.id}
    return values


PAGES = {
    (sort, filter_kind, behind): Pages(sort, filter_kind, behind)
    for sort in (Sort(key, descending=descending) for key in SortKey for descending in (False, True))
    for filter_kind in FilterKind
    for behind in (False, True)
}
COUNTS = {filter_kind: Counts(filter_kind) for filter_kind in FilterKind}
"""There is one question of each shape, so those who ask the same meet at it."""


def pages(query: TaskQuery) -> Pages:
    """The question for pages of the shape of this one."""
    return PAGES[query.sort, FilterKind.of(query), query.after is not None]


def counts(query: TaskQuery) -> Counts:
    """The question for counts of the shape of this one."""
    return COUNTS[FilterKind.of(query)]
