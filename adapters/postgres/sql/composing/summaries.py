"""The statements of `summary_queries`."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Date,
    Executable,
    Integer,
    Subquery,
    TableValuedAlias,
    Text,
    case,
    cast,
    column,
    func,
    literal_column,
    not_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.types import TypeEngine

from adapters.postgres.sql.composing.filters import conditions, filter_parameters, has_due, is_due_before, lines
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
    groups = (_labels if query.grouping is Grouping.LABEL else _groups)(query, given)
    largest = (
        select(
            groups.c.value,
            groups.c.count,
            cast(func.sum(groups.c.tasks).over(), BigInteger()).label("total"),
            func.count().over().label("found"),
        )
        .order_by(groups.c.count.desc(), groups.c.value)
        .limit(given.c.limit)
        .lateral("summary")
    )
    found = select(*largest.c, given.c.n).select_from(given.join(largest, true()))
    return found.order_by(given.c.n, largest.c.count.desc(), largest.c.value)


def _groups(query: SummaryStatement, given: TableValuedAlias) -> Subquery:
    """Select each value with the number of its tasks, as `count` and as their part in the total, `tasks`."""
    value = cast(_value(query.grouping, given), Text()).collate("C").label("value")
    return (
        select(value, func.count().label("count"), func.count().label("tasks"))
        .where(*conditions(query.filter_kind, given))
        .group_by(value)
        .correlate(given)
        .subquery("groups")
    )


def _labels(query: SummaryStatement, given: TableValuedAlias) -> Subquery:
    """The same for labels, under their most frequent spellings; of a task with several, the first is its part."""
    label = (
        func.unnest(lines(tasks.c.labels), lines(tasks.c.label_keys))
        .table_valued(column("name", Text()), column("key", Text()), with_ordinality="position")
        .render_derived(name="label")
    )
    is_first = func.coalesce(label.c.position, literal_column("1")) == literal_column("1")
    spelled = (
        select(label.c.key, label.c.name, func.count().label("count"), func.count().filter(is_first).label("tasks"))
        .select_from(tasks.outerjoin(label, true()))
        .where(*conditions(query.filter_kind, given))
        .group_by(label.c.key, label.c.name)
        .correlate(given)
        .subquery("spelled")
    )
    by_frequency = aggregate_order_by(spelled.c.name, spelled.c.count.desc(), spelled.c.name.collate("C"))
    names = func.array_agg(by_frequency, type_=ARRAY(Text()))
    return (
        select(
            names[literal_column("1")].collate("C").label("value"),
            cast(func.sum(spelled.c.count), BigInteger()).label("count"),
            func.sum(spelled.c.tasks).label("tasks"),
        )
        .group_by(spelled.c.key)
        .subquery("groups")
    )


def _value(grouping: Grouping, given: TableValuedAlias) -> ColumnElement[Any]:
    match grouping:
        case Grouping.STATUS:
            return tasks.c.status
        case Grouping.PRIORITY:
            return tasks.c.priority
        case Grouping.PROJECT:
            return tasks.c.project_id
        case _:
            return _due_group(given)


def _due_group(given: TableValuedAlias) -> ColumnElement[Any]:
    """Return the index in `DUE_GROUPS`."""
    bounds = [is_due_before(given.c[f"{name}_at"], given.c[f"{name}_on"]) for name in BOUNDS]
    ends = zip(bounds, map(_index, DUE_GROUPS), strict=False)
    return case((not_(has_due), _index(DueGroup.NONE)), *ends, else_=_index(DueGroup.LATER))


def _index(group: DueGroup) -> ColumnElement[int]:
    return literal_column(str(DUE_GROUPS.index(group)))
