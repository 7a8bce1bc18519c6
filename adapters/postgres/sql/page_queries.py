"""Lists of tasks: the pages of many users in one statement.

The text of a statement depends on three things: the order, whether the page begins after a keyset position, and the
kind of filter. Each page is read from its index, from its position on, so it costs the same at any depth.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Self, TypeAlias

from attrs import frozen

from adapters.postgres.sql import search_terms
from adapters.postgres.sql.statements import Statement, statement
from adapters.postgres.sql.tables import TASKS
from domain.ids import UserId
from domain.tasks.query import DueFilter, Page, Sort, SortKey, TaskQuery
from domain.tasks.task import Task

MAX_BOUNDED_OFFSET = 1_000
"""Tasks that a page may skip and still count as cheap."""
OwnedQuery: TypeAlias = tuple[UserId, TaskQuery]


class FilterKind(StrEnum):
    """The kind of filter of a query; queries without a filter never wait for those that search."""

    NONE = ""
    FILTERED = "_filtered"
    """By status, priority or times; filters that a query does not have are null."""
    SEARCHED = "_searched"
    """By words, and perhaps filtered as well."""

    @classmethod
    def of(cls, query: TaskQuery) -> Self:
        """Return the kind of a query."""
        if query.search is not None:
            return cls.SEARCHED
        return cls.FILTERED if query.is_filtered else cls.NONE


@frozen(eq=False)
class PageQuery:
    """Pages of one order and one kind of filter (`batching.coalesced_reads.BatchQuery`)."""

    sort: Sort
    filter_kind: FilterKind
    after: bool
    """Whether the page begins after a keyset position."""

    @property
    def id(self) -> str:
        """The id of its statement."""
        order = f"{self.sort.key}{'_desc' if self.sort.descending else ''}"
        return f"tasks_page_by_{order}{self.filter_kind}{'_after' if self.after else ''}"

    @property
    def sql(self) -> str:
        """The text of its statement."""
        return self._statement.sql

    def arguments(self, keys: Sequence[OwnedQuery]) -> Sequence[object]:
        """Return one array per parameter."""
        return self._statement.arrays([_page_values(*key) for key in keys])

    def answers(self, keys: Sequence[OwnedQuery], rows: list[Any]) -> Iterable[Page]:
        """Return the page of each query."""
        decode = TASKS.decode
        found: defaultdict[int, list[Task]] = defaultdict(list)
        for row in rows:
            found[row[-1]].append(decode(row))
        return [query.page_from(found[number]) for number, (_, query) in enumerate(keys, start=1)]

    @property
    def _statement(self) -> Statement:
        return statement(self.id)


@frozen(eq=False)
class CountQuery:
    """Numbers of matching tasks, for one kind of filter (`batching.coalesced_reads.BatchQuery`)."""

    filter_kind: FilterKind

    @property
    def id(self) -> str:
        """The id of its statement."""
        return f"tasks_count{self.filter_kind}"

    @property
    def sql(self) -> str:
        """The text of its statement."""
        return statement(self.id).sql

    def arguments(self, keys: Sequence[OwnedQuery]) -> Sequence[object]:
        """Return one array per parameter."""
        return statement(self.id).arrays([_filter_values(*key) for key in keys])

    def answers(self, keys: Sequence[OwnedQuery], rows: list[Any]) -> Iterable[int]:  # noqa: ARG002 - rows are in their order
        """Return the number of each query."""
        return [row[0] for row in rows]


def _filter_values(owner: UserId, query: TaskQuery) -> dict[str, object]:
    return {
        "owner": owner,
        # Arrays of arrays cannot be unnested row by row, so lists are sent as text.
        "statuses": ",".join(query.statuses) or None,
        "priorities": ",".join(str(priority.rank) for priority in query.priorities) or None,
        "due_before": query.due_before,
        "due_after": query.due_after,
        "has_due": query.due and query.due is DueFilter.ANY,
        "updated_after": query.updated_after,
        "completed_after": query.completed_after,
        "search": query.search and search_terms.query(query.search, owner=owner),
    }


def _page_values(owner: UserId, query: TaskQuery) -> Mapping[str, object]:
    # One row more than the page has shows whether there is a next page.
    values = {**_filter_values(owner, query), "limit": query.limit + 1, "offset": query.offset}
    if query.after is not None:
        values |= {"value": query.after.value, "id": query.after.id}
    return values


PAGE_QUERIES = {
    (sort, filter_kind, after): PageQuery(sort, filter_kind, after)
    for sort in (Sort(key, descending=descending) for key in SortKey for descending in (False, True))
    for filter_kind in FilterKind
    for after in (False, True)
}
COUNT_QUERIES = {filter_kind: CountQuery(filter_kind) for filter_kind in FilterKind}
"""One object per statement, so that callers of the same statement share a batch."""


def page_query(query: TaskQuery) -> PageQuery:
    """Return the batch query that reads the page of a query."""
    return PAGE_QUERIES[query.sort, FilterKind.of(query), query.after is not None]


def count_query(query: TaskQuery) -> CountQuery:
    """Return the batch query that counts the matches of a query."""
    return COUNT_QUERIES[FilterKind.of(query)]


def is_bounded(query: TaskQuery) -> bool:
    """Return whether the cost of a page is bounded; otherwise it grows with the number of the owner's tasks."""
    return FilterKind.of(query) is FilterKind.NONE and query.offset <= MAX_BOUNDED_OFFSET
