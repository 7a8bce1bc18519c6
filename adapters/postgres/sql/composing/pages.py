"""The statements of `page_queries`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Executable,
    Integer,
    SmallInteger,
    TableValuedAlias,
    Text,
    Uuid,
    any_,
    cast,
    func,
    literal_column,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.types import TypeEngine

from adapters.postgres.sql.composing.parameters import many
from adapters.postgres.sql.page_queries import COUNT_QUERIES, PAGE_QUERIES, CountQuery, FilterKind, PageQuery
from adapters.postgres.sql.schema import TIME, due_or_last, due_or_last_desc, readable, tasks
from domain.tasks.query import Sort, SortKey


def composed_pages() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    for page in PAGE_QUERIES.values():
        yield page.id, _page(page)
    for count in COUNT_QUERIES.values():
        yield count.id, _count(count)


def _page(query: PageQuery) -> Executable:
    position: dict[str, TypeEngine[Any]] = {"value": _ORDER[query.sort.key].kind, "id": Uuid()} if query.after else {}
    given = many(**_filters(query.filter_kind), limit=Integer(), offset=Integer(), **position)
    order = (_order_value(query.sort), tasks.c.id)
    conditions = list(_conditions(query.filter_kind, given))
    if query.after:
        row, start = tuple_(*order), tuple_(given.c.value, given.c.id)
        conditions.append(row < start if query.sort.descending else row > start)
    found = (
        select(*readable(tasks))
        .where(*conditions)
        .order_by(*(column.desc() if query.sort.descending else column.asc() for column in order))
        .limit(given.c.limit)
        .offset(given.c.offset)
        .lateral("page")
    )
    return select(*found.c, given.c.n).select_from(given.join(found, true())).order_by(given.c.n)


def _count(query: CountQuery) -> Executable:
    given = many(**_filters(query.filter_kind))
    count = select(func.count()).select_from(tasks).where(*_conditions(query.filter_kind, given)).scalar_subquery()
    return select(count).select_from(given).order_by(given.c.n)


def _filters(filter_kind: FilterKind) -> Mapping[str, TypeEngine[Any]]:
    """Return the parameters of a kind of filter, with their types."""
    kinds: dict[str, TypeEngine[Any]] = {"owner": Uuid()}
    if filter_kind is not FilterKind.NONE:
        kinds |= {"statuses": Text(), "priorities": Text(), "due_before": TIME, "due_after": TIME}
        kinds |= {"has_due": Boolean(), "updated_after": TIME, "completed_after": TIME}
    if filter_kind is FilterKind.SEARCHED:
        kinds |= {"search": Text()}
    return kinds


def _conditions(filter_kind: FilterKind, given: TableValuedAlias) -> Iterable[ColumnElement[bool]]:
    """Yield the conditions of a kind of filter; one whose parameter is null does not apply."""
    if filter_kind is FilterKind.SEARCHED:
        # No index of tasks by owner supports a condition of this form, so the index of terms finds the rows, and the
        # cost depends on the number of matches.
        yield tasks.c.user_id.is_not_distinct_from(given.c.owner)
    else:
        yield tasks.c.user_id == given.c.owner
    if filter_kind is not FilterKind.NONE:
        yield or_(given.c.statuses.is_(None), tasks.c.status == any_(_listed(given.c.statuses)))
        yield or_(given.c.priorities.is_(None), cast(tasks.c.priority, Text) == any_(_listed(given.c.priorities)))
        yield or_(given.c.due_before.is_(None), tasks.c.due_at < given.c.due_before)
        yield or_(given.c.due_after.is_(None), tasks.c.due_at > given.c.due_after)
        yield or_(given.c.has_due.is_(None), tasks.c.due_at.is_not(None) == given.c.has_due)
        yield or_(given.c.updated_after.is_(None), tasks.c.updated_at > given.c.updated_after)
        yield or_(given.c.completed_after.is_(None), tasks.c.completed_at > given.c.completed_after)
    if filter_kind is FilterKind.SEARCHED:
        yield tasks.c.terms.bool_op("@@")(cast(given.c.search, TSQUERY))


def _listed(words: ColumnElement[str]) -> ColumnElement[Any]:
    return func.string_to_array(words, literal_column("','"))


@frozen
class _Order:
    """The values that an order compares."""

    kind: TypeEngine[Any]
    ascending: ColumnElement[Any]
    descending: ColumnElement[Any]


_ORDER = {
    SortKey.CREATED_AT: _Order(TIME, tasks.c.created_at, tasks.c.created_at),
    SortKey.UPDATED_AT: _Order(TIME, tasks.c.updated_at, tasks.c.updated_at),
    SortKey.DUE_AT: _Order(TIME, due_or_last, due_or_last_desc),
    SortKey.PRIORITY: _Order(SmallInteger(), tasks.c.priority, tasks.c.priority),
    SortKey.TITLE: _Order(Text(), tasks.c.title_key, tasks.c.title_key),
}


def _order_value(sort: Sort) -> ColumnElement[Any]:
    order = _ORDER[sort.key]
    return order.descending if sort.descending else order.ascending
