"""Lists of tasks: the pages of many users in one statement.

The text of a statement depends on three things: the order, whether the page begins after a keyset position, and the
kind of filter. Each page is read from its index, from its position on, so it costs the same at any depth.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import frozen

from adapters.postgres.sql.filters import FilterKind, filter_values
from adapters.postgres.sql.statements import Statement, statement
from adapters.postgres.sql.tables.tasks import TASKS, position_bytes
from domain.ids import UserId
from domain.tasks.filter import TaskFilter
from domain.tasks.query import Page, Sort, SortKey, TaskQuery
from domain.tasks.task import Task

MAX_BOUNDED_OFFSET = 1_000
"""Tasks that a page may skip and still count as cheap."""
OwnedQuery: TypeAlias = tuple[UserId, TaskQuery]
OwnedFilter: TypeAlias = tuple[UserId, TaskFilter]


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

    def arguments(self, keys: Sequence[OwnedFilter]) -> Sequence[object]:
        """Return one array per parameter."""
        return statement(self.id).arrays([filter_values(*key) for key in keys])

    def answers(self, keys: Sequence[OwnedFilter], rows: list[Any]) -> Iterable[int]:  # noqa: ARG002 - rows are in their order
        """Return the number of each filter."""
        return [row[0] for row in rows]


def _page_values(owner: UserId, query: TaskQuery) -> Mapping[str, object]:
    # One row more than the page has shows whether there is a next page.
    values = {**filter_values(owner, query.filter), "limit": query.limit + 1, "offset": query.offset}
    if query.after is not None:
        value: object = query.after.value
        encoded = position_bytes(str(value)) if query.sort.key is SortKey.POSITION else value
        values |= {"value": encoded, "id": query.after.id}
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
    return PAGE_QUERIES[query.sort, FilterKind.of(query.filter), query.after is not None]


def count_query(task_filter: TaskFilter) -> CountQuery:
    """Return the batch query that counts the matches of a filter."""
    return COUNT_QUERIES[FilterKind.of(task_filter)]


def is_bounded(query: TaskQuery) -> bool:
    """Return whether the cost of a page is bounded; otherwise it grows with the number of the owner's tasks."""
    return FilterKind.of(query.filter) is FilterKind.NONE and query.offset <= MAX_BOUNDED_OFFSET
