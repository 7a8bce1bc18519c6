"""The statements of `page_queries`."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen
from sqlalchemy import (
    ColumnElement,
    Executable,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
    func,
    select,
    true,
    tuple_,
)
from sqlalchemy.types import TypeEngine

from adapters.postgres.sql.composing.filters import conditions, filter_parameters
from adapters.postgres.sql.composing.parameters import many
from adapters.postgres.sql.page_queries import COUNT_QUERIES, PAGE_QUERIES, CountQuery, PageQuery
from adapters.postgres.sql.schema import TIME, due_or_last, due_or_last_desc, place, readable, tasks
from domain.tasks.query import Sort, SortKey


def composed_pages() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    for page in PAGE_QUERIES.values():
        yield page.id, _page(page)
    for count in COUNT_QUERIES.values():
        yield count.id, _count(count)


def _page(query: PageQuery) -> Executable:
    position: dict[str, TypeEngine[Any]] = {"value": _ORDER[query.sort.key].kind, "id": Uuid()} if query.after else {}
    given = many(**filter_parameters(query.filter_kind), limit=Integer(), offset=Integer(), **position)
    order = (_order_value(query.sort), tasks.c.id)
    where = list(conditions(query.filter_kind, given))
    if query.after:
        row, start = tuple_(*order), tuple_(given.c.value, given.c.id)
        where.append(row < start if query.sort.descending else row > start)
    found = (
        select(*readable(tasks))
        .where(*where)
        .order_by(*(column.desc() if query.sort.descending else column.asc() for column in order))
        .limit(given.c.limit)
        .offset(given.c.offset)
        .lateral("page")
    )
    return select(*found.c, given.c.n).select_from(given.join(found, true())).order_by(given.c.n)


def _count(query: CountQuery) -> Executable:
    given = many(**filter_parameters(query.filter_kind))
    count = select(func.count()).select_from(tasks).where(*conditions(query.filter_kind, given)).scalar_subquery()
    return select(count).select_from(given).order_by(given.c.n)


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
    SortKey.POSITION: _Order(LargeBinary(), place, place),
}


def _order_value(sort: Sort) -> ColumnElement[Any]:
    order = _ORDER[sort.key]
    return order.descending if sort.descending else order.ascending
