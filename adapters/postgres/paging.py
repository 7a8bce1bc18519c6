"""Lists of tasks: many users' pages of one shape in one statement.

A *shape* is what the text of the statement depends on: the order, and which
filters are there. Each page is read by its index from its place on, so it
costs the same at any depth.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeAlias

from attrs import field, frozen
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    SmallInteger,
    TableValuedAlias,
    Text,
    Uuid,
    any_,
    cast,
    func,
    literal_column,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.types import TypeEngine

from adapters.postgres import words
from adapters.postgres.reading import readable
from adapters.postgres.rows import TASKS
from adapters.postgres.schema import due_or_last, due_or_last_desc, tasks
from adapters.postgres.statements import Statement, many
from domain.ids import UserId
from domain.query import Page, Sort, SortKey, TaskQuery
from domain.task import Task

Asked: TypeAlias = tuple[UserId, TaskQuery]

MOMENT = DateTime(timezone=True)


@frozen
class Filters:
    """Which filters a query has."""

    statuses: bool
    priorities: bool
    due_before: bool
    due_after: bool
    search: bool

    @classmethod
    def of(cls, query: TaskQuery) -> "Filters":
        """The filters of a query."""
        return cls(
            bool(query.statuses),
            bool(query.priorities),
            query.due_before is not None,
            query.due_after is not None,
            query.search is not None,
        )

    def columns(self) -> dict[str, TypeEngine[Any]]:
        """The parameters the filters need."""
        kinds: dict[str, TypeEngine[Any]] = {
            "statuses": Text(),
            "priorities": Text(),
            "due_before": MOMENT,
            "due_after": MOMENT,
            "search": Text(),
        }
        return {name: kind for name, kind in kinds.items() if getattr(self, name)}

    def conditions(self, given: TableValuedAlias) -> Iterable[ColumnElement[bool]]:
        """What a task must fulfil."""
        if self.statuses:
            yield tasks.c.status == any_(_listed(given.c.statuses))
        if self.priorities:
            yield cast(tasks.c.priority, Text) == any_(_listed(given.c.priorities))
        if self.due_before:
            yield tasks.c.due_at < given.c.due_before
        if self.due_after:
            yield tasks.c.due_at > given.c.due_after
        if self.search:
            yield tasks.c.words.bool_op("@@")(cast(given.c.search, TSQUERY))

    @staticmethod
    def values(asked: Asked) -> dict[str, object]:
        """The parameters of one query."""
        owner, query = asked
        return {
            "statuses": ",".join(query.statuses),
            "priorities": ",".join(str(priority.rank) for priority in query.priorities),
            "due_before": query.due_before,
            "due_after": query.due_after,
            "search": query.search and words.query(query.search, owner=owner),
        }


def _listed(words: ColumnElement[str]) -> ColumnElement[Any]:
    # Arrays of arrays cannot be unnested row by row, so lists travel as text.
    return func.string_to_array(words, literal_column("','"))


@frozen(eq=False)
class Pages:
    """Which tasks are on this page? (`coalescing.Question`, for one shape)."""

    sort: Sort
    filters: Filters
    behind: bool
    """Whether the page begins behind a place."""
    statement: Statement = field(init=False)

    @statement.default
    def _compiled(self) -> Statement:
        place: dict[str, TypeEngine[Any]] = {"value": _ORDER[self.sort.key].kind, "id": Uuid()} if self.behind else {}
        given = many(owner=Uuid(), limit=Integer(), offset=Integer(), **place, **self.filters.columns())
        order = (_order_value(self.sort), tasks.c.id)
        conditions = [tasks.c.user_id == given.c.owner, *self.filters.conditions(given)]
        if self.behind:
            mine, theirs = tuple_(*order), tuple_(given.c.value, given.c.id)
            conditions.append(mine < theirs if self.sort.descending else mine > theirs)
        found = (
            select(*readable(TASKS))
            .where(*conditions)
            .order_by(*(column.desc() if self.sort.descending else column.asc() for column in order))
            .limit(given.c.limit)
            .offset(given.c.offset)
            .lateral("page")
        )
        return Statement.compiled(
            select(*found.c, given.c.n).select_from(given.join(found, true())).order_by(given.c.n)
        )

    @property
    def sql(self) -> str:
        """The statement."""
        return self.statement.sql

    def arguments(self, keys: Sequence[Asked]) -> Sequence[object]:
        """One array per parameter."""
        rows = [self._values(asked) for asked in keys]
        return [[row[name] for row in rows] for name in self.statement.parameters]

    def answers(self, keys: Sequence[Asked], rows: list[Any]) -> Iterable[Page]:
        """For each query its page."""
        found: defaultdict[int, list[Task]] = defaultdict(list)
        for row in rows:
            found[row[-1]].append(TASKS.entity(row))
        return [query.page_from(found[number]) for number, (_, query) in enumerate(keys, start=1)]

    def _values(self, asked: Asked) -> dict[str, object]:
        owner, query = asked
        values = {"owner": owner, "limit": query.limit + 1, "offset": query.offset, **self.filters.values(asked)}
        if query.after is not None:
            values |= {"value": query.after.value, "id": query.after.id}
        return values


@frozen(eq=False)
class Counts:
    """How many tasks match? (`coalescing.Question`, for one set of filters)."""

    filters: Filters
    statement: Statement = field(init=False)

    @statement.default
    def _compiled(self) -> Statement:
        given = many(owner=Uuid(), **self.filters.columns())
        count = (
            select(func.count())
            .select_from(tasks)
            .where(tasks.c.user_id == given.c.owner, *self.filters.conditions(given))
            .scalar_subquery()
        )
        return Statement.compiled(select(count).select_from(given).order_by(given.c.n))

    @property
    def sql(self) -> str:
        """The statement."""
        return self.statement.sql

    def arguments(self, keys: Sequence[Asked]) -> Sequence[object]:
        """One array per parameter."""
        rows = [{"owner": asked[0], **self.filters.values(asked)} for asked in keys]
        return [[row[name] for row in rows] for name in self.statement.parameters]

    def answers(self, keys: Sequence[Asked], rows: list[Any]) -> Iterable[int]:  # noqa: ARG002 - in their order
        """For each query its number."""
        return [row[0] for row in rows]


@frozen
class _Order:
    """What an order compares."""

    kind: TypeEngine[Any]
    ascending: ColumnElement[Any]
    descending: ColumnElement[Any]


_ORDER = {
    SortKey.CREATED_AT: _Order(MOMENT, tasks.c.created_at, tasks.c.created_at),
    SortKey.UPDATED_AT: _Order(MOMENT, tasks.c.updated_at, tasks.c.updated_at),
    SortKey.DUE_AT: _Order(MOMENT, due_or_last, due_or_last_desc),
    SortKey.PRIORITY: _Order(SmallInteger(), tasks.c.priority, tasks.c.priority),
    SortKey.TITLE: _Order(Text(), tasks.c.title, tasks.c.title),
}


def _order_value(sort: Sort) -> ColumnElement[Any]:
    order = _ORDER[sort.key]
    return order.descending if sort.descending else order.ascending


# There are 640 shapes of pages and 32 of counts, so the caches are bounded.


@cache
def pages(sort: Sort, filters: Filters, *, behind: bool) -> Pages:
    """The question for pages of one shape, compiled once."""
    return Pages(sort, filters, behind)


@cache
def counts(filters: Filters) -> Counts:
    """The question for counts with these filters, compiled once."""
    return Counts(filters)
