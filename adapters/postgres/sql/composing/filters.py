"""The conditions of filters of tasks; `sql.filters` has the values of their parameters."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    TableValuedAlias,
    Text,
    Uuid,
    and_,
    any_,
    cast,
    func,
    literal_column,
    or_,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.types import TypeEngine

from adapters.postgres.sql.filters import FilterKind
from adapters.postgres.sql.schema import TIME, tasks


def filter_parameters(filter_kind: FilterKind) -> Mapping[str, TypeEngine[Any]]:
    """Return the parameters of a kind of filter, with their types."""
    kinds: dict[str, TypeEngine[Any]] = {"owner": Uuid()}
    if filter_kind is not FilterKind.NONE:
        kinds |= {"statuses": Text(), "priorities": Text(), "labels": Text(), "unlabelled": Boolean()}
        kinds |= {"due_at_before": TIME, "due_on_before": Date(), "due_at_after": TIME, "due_on_after": Date()}
        kinds |= {"has_due": Boolean(), "updated_after": TIME, "completed_after": TIME}
        kinds |= {"projects": Text(), "without_project": Boolean()}
        kinds |= {"parents": Text(), "without_parent": Boolean()}
    if filter_kind is FilterKind.SEARCHED:
        kinds |= {"search": Text()}
    return kinds


def conditions(filter_kind: FilterKind, given: TableValuedAlias) -> Iterable[ColumnElement[bool]]:
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
        yield or_(
            given.c.projects.is_(None),
            cast(tasks.c.project_id, Text) == any_(_listed(given.c.projects)),
            and_(given.c.without_project, tasks.c.project_id.is_(None)),
        )
        yield or_(
            given.c.labels.is_(None),
            lines(tasks.c.label_keys).bool_op("&&")(lines(given.c.labels)),
            and_(given.c.unlabelled, tasks.c.label_keys == literal_column("''")),
        )
        yield or_(
            given.c.parents.is_(None),
            cast(tasks.c.parent_id, Text) == any_(_listed(given.c.parents)),
            and_(given.c.without_parent, tasks.c.parent_id.is_(None)),
        )
        yield or_(given.c.due_at_before.is_(None), is_due_before(given.c.due_at_before, given.c.due_on_before))
        yield or_(given.c.due_at_after.is_(None), _is_due_after(given.c.due_at_after, given.c.due_on_after))
        yield or_(given.c.has_due.is_(None), has_due == given.c.has_due)
        yield or_(given.c.updated_after.is_(None), tasks.c.updated_at > given.c.updated_after)
        yield or_(given.c.completed_after.is_(None), tasks.c.completed_at > given.c.completed_after)
    if filter_kind is FilterKind.SEARCHED:
        yield tasks.c.terms.bool_op("@@")(cast(given.c.search, TSQUERY))


# Of a row that has both, because a release before has set the time, the time counts.
has_due = or_(tasks.c.due_at.is_not(None), tasks.c.due_on.is_not(None))


def is_due_before(at: ColumnElement[Any], on: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that a task is due before a bound; null without a due date."""
    return func.coalesce(tasks.c.due_at < at, tasks.c.due_on < on)


def _is_due_after(at: ColumnElement[Any], on: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.coalesce(tasks.c.due_at > at, tasks.c.due_on > on)


def lines(text: ColumnElement[str]) -> ColumnElement[Any]:
    """Return the lines of a text as an array; of an empty text none."""
    return func.string_to_array(text, literal_column("E'\\n'"))


def _listed(words: ColumnElement[str]) -> ColumnElement[Any]:
    return func.string_to_array(words, literal_column("','"))
