"""The statements of the questions in `paging`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen
from sqlalchemy import (
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
from adapters.postgres.sql.page_queries import COUNTS, PAGES, Counts, FilterKind, Pages
from adapters.postgres.sql.schema import MOMENT, due_or_last, due_or_last_desc, readable, tasks
from domain.tasks.query import Sort, SortKey


def composed_pages() -> Iterator[tuple[str, Executable]]:
    """Each with its name."""
    for pages in PAGES.values():
        yield pages.name, _page(pages)
    for counts in COUNTS.values():
        yield counts.name, _count(counts)


def _page(shape: Pages) -> Executable:
    place: dict[str, TypeEngine[Any]] = {"value": _ORDER[shape.sort.key].kind, "id": Uuid()} if shape.behind else {}
    given = many(**_filters(shape.filter_kind), limit=Integer(), offset=Integer(), **place)
    order = (_order_value(shape.sort), tasks.c.id)
    conditions = list(_conditions(shape.filter_kind, given))
    if shape.behind:
        mine, theirs = tuple_(*order), tuple_(given.c.value, given.c.id)
        conditions.append(mine < theirs if shape.sort.descending else mine > theirs)
    found = (
        select(*readable(tasks))
        .where(*conditions)
        .order_by(*(column.desc() if shape.sort.descending else column.asc() for column in order))
        .limit(given.c.limit)
        .offset(given.c.offset)
        .lateral("page")
    )
    return select(*found.c, given.c.n).select_from(given.join(found, true())).order_by(given.c.n)


def _count(shape: Counts) -> Executable:
    given = many(**_filters(shape.filter_kind))
    count = select(func.count()).select_from(tasks).where(*_conditions(shape.filter_kind, given)).scalar_subquery()
    return select(count).select_from(given).order_by(given.c.n)


def _filters(filter_kind: FilterKind) -> Mapping[str, TypeEngine[Any]]:
    """The parameters that say which tasks are meant."""
    kinds: dict[str, TypeEngine[Any]] = {"owner": Uuid()}
    if filter_kind is not FilterKind.NOTHING:
        kinds |= {"statuses": Text(), "priorities": Text(), "due_before": MOMENT, "due_after": MOMENT}
    if filter_kind is FilterKind.SEARCHED:
        kinds |= {"search": Text()}
    return kinds


def _conditions(filter_kind: FilterKind, given: TableValuedAlias) -> Iterable[ColumnElement[bool]]:
    """What a task must fulfil; a filter that is null does not count."""
    yield tasks.c.user_id == given.c.owner
    if filter_kind is not FilterKind.NOTHING:
        yield or_(given.c.statuses.is_(None), tasks.c.status == any_(_listed(given.c.statuses)))
        yield or_(given.c.priorities.is_(None), cast(tasks.c.priority, Text) == any_(_listed(given.c.priorities)))
        yield or_(given.c.due_before.is_(None), tasks.c.due_at < given.c.due_before)
        yield or_(given.c.due_after.is_(None), tasks.c.due_at > given.c.due_after)
    if filter_kind is FilterKind.SEARCHED:
        yield tasks.c.words.bool_op("@@")(cast(given.c.search, TSQUERY))


def _listed(words: ColumnElement[str]) -> ColumnElement[Any]:
    return func.string_to_array(words, literal_column("','"))


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
