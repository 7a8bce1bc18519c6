"""The statements of `summary_queries`."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Executable,
    Integer,
    TableValuedAlias,
    Text,
    case,
    cast,
    func,
    literal_column,
    not_,
    select,
    true,
)
from sqlalchemy.types import TypeEngine

from adapters.postgres.sql.composing.filters import conditions, filter_parameters, has_due, is_due_before
from adapters.postgres.sql.composing.parameters import many
from adapters.postgres.sql.schema import TIME, tasks
from adapters.postgres.sql.summary_queries import BOUNDS, SUMMARY_STATEMENTS, SummaryStatement
from domain.statistics.summary import DUE_GROUPS, DueGroup, Grouping

AGENDA: Mapping[str, TypeEngine[Any]] = {
    f"{name}_{kind}": type_ for name in BOUNDS for kind, type_ in (("at", TIME), ("on", Date()))
}


def composed_summaries() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    for query in SUMMARY_STATEMENTS.values():
        yield query.id, _summary(query)


def _summary(query: SummaryStatement) -> Executable:
    """Count the tasks of each group; return the largest groups, each with the numbers of all tasks and all groups."""
    agenda = AGENDA if query.grouping is Grouping.DUE else {}
    given = many(**filter_parameters(query.filter_kind), limit=Integer(), **agenda)
    value = cast(_value(query.grouping, given), Text()).collate("C").label("value")
    groups = (
        select(value, func.count().label("count"))
        .where(*conditions(query.filter_kind, given))
        .group_by(value)
        .correlate(given)
        .subquery("groups")
    )
    largest = (
        select(
            *groups.c,
            cast(func.sum(groups.c.count).over(), BigInteger()).label("total"),
            func.count().over().label("found"),
        )
        .order_by(groups.c.count.desc(), groups.c.value)
        .limit(given.c.limit)
        .lateral("summary")
    )
    found = select(*largest.c, given.c.n).select_from(given.join(largest, true()))
    return found.order_by(given.c.n, largest.c.count.desc(), largest.c.value)


def _value(grouping: Grouping, given: TableValuedAlias) -> ColumnElement[Any]:
    match grouping:
        case Grouping.STATUS:
            return tasks.c.status
        case Grouping.PRIORITY:
            return tasks.c.priority
        case Grouping.PROJECT:
            return tasks.c.project_id
        case Grouping.DUE:
            return _due_group(given)


def _due_group(given: TableValuedAlias) -> ColumnElement[Any]:
    """Return the index in `DUE_GROUPS`."""
    bounds = [is_due_before(given.c[f"{name}_at"], given.c[f"{name}_on"]) for name in BOUNDS]
    ends = zip(bounds, map(_index, DUE_GROUPS), strict=False)
    return case((not_(has_due), _index(DueGroup.NONE)), *ends, else_=_index(DueGroup.LATER))


def _index(group: DueGroup) -> ColumnElement[int]:
    return literal_column(str(DUE_GROUPS.index(group)))
