"""Lists of tasks: many users' pages of one shape in one statement.

A *shape* is what the text of the statement depends on: the order, whether a
page begins behind a place, and whether words are searched. Filters that a
query does not have are null. Each page is read by its index from its place
on, so it costs the same at any depth.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from attrs import frozen

from adapters.postgres import words
from adapters.postgres.rows import TASKS
from adapters.postgres.statements import STATEMENTS, Statement
from domain.ids import UserId
from domain.query import Page, Sort, SortKey, TaskQuery
from domain.task import Task

Asked: TypeAlias = tuple[UserId, TaskQuery]


@frozen(eq=False)
class Pages:
    """Which tasks are on this page? (`coalescing.Question`, for one shape)."""

    sort: Sort
    searching: bool
    """Whether words are searched."""
    behind: bool
    """Whether the page begins behind a place."""

    @property
    def name(self) -> str:
        """Of its statement."""
        return f"page by {self.sort}{' with words' if self.searching else ''}{' behind a place' if self.behind else ''}"

    @property
    def sql(self) -> str:
        """The statement."""
        return self._statement.sql

    def arguments(self, keys: Sequence[Asked]) -> Sequence[object]:
        """One array per parameter."""
        return self._statement.many([self._values(asked) for asked in keys])

    def answers(self, keys: Sequence[Asked], rows: list[Any]) -> Iterable[Page]:
        """For each query its page."""
        found: defaultdict[int, list[Task]] = defaultdict(list)
        for row in rows:
            found[row[-1]].append(TASKS.entity(row))
        return [query.page_from(found[number]) for number, (_, query) in enumerate(keys, start=1)]

    @property
    def _statement(self) -> Statement:
        return STATEMENTS[self.name]

    def _values(self, asked: Asked) -> Mapping[str, object]:
        _, query = asked
        # One more than the page has shows whether there is a next one.
        values = {**_filtered(asked), "limit": query.limit + 1, "offset": query.offset}
        if query.after is not None:
            values |= {"value": query.after.value, "id": query.after.id}
        return values


@frozen(eq=False)
class Counts:
    """How many tasks match? (`coalescing.Question`)."""

    searching: bool

    @property
    def name(self) -> str:
        """Of its statement."""
        return f"count tasks{' with words' if self.searching else ''}"

    @property
    def sql(self) -> str:
        """The statement."""
        return STATEMENTS[self.name].sql

    def arguments(self, keys: Sequence[Asked]) -> Sequence[object]:
        """One array per parameter."""
        return STATEMENTS[self.name].many([_filtered(asked) for asked in keys])

    def answers(self, keys: Sequence[Asked], rows: list[Any]) -> Iterable[int]:  # noqa: ARG002 - in their order
        """For each query its number."""
        return [row[0] for row in rows]


def _filtered(asked: Asked) -> dict[str, object]:
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


def pages(query: TaskQuery) -> Pages:
    """The question for pages of the shape of this one."""
    return _pages(query.sort, query.search is not None, query.after is not None)


def counts(query: TaskQuery) -> Counts:
    """The question for counts of the shape of this one."""
    return _counts(query.search is not None)


_pages, _counts = cache(Pages), cache(Counts)

BOTH = (False, True)
SHAPES: tuple[Pages | Counts, ...] = (
    *(
        _pages(Sort(key, descending=descending), searching, behind)
        for key in SortKey
        for descending in BOTH
        for searching in BOTH
        for behind in BOTH
    ),
    *map(_counts, BOTH),
)
"""All of them."""
