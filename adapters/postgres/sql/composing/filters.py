"""The conditions of filters of tasks; `sql.filters` has the values of their parameters."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Boolean, ColumnElement, TableValuedAlias, Text, Uuid, any_, cast, func, literal_column, or_
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.types import TypeEngine

from adapters.postgres.sql.filters import FilterKind
from adapters.postgres.sql.schema import TIME, tasks


def filter_parameters(filter_kind: FilterKind) -> Mapping[str, TypeEngine[Any]]:
    """Return the parameters of a kind of filter, with their types."""
    kinds: dict[str, TypeEngine[Any]] = {"owner": Uuid()}
    if filter_kind is not FilterKind.NONE:
        kinds |= {"statuses": Text(), "priorities": Text(), "due_before": TIME, "due_after": TIME}
        kinds |= {"has_due": Boolean(), "updated_after": TIME, "completed_after": TIME}
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
        yield or_(given.c.due_before.is_(None), tasks.c.due_at < given.c.due_before)
        yield or_(given.c.due_after.is_(None), tasks.c.due_at > given.c.due_after)
        yield or_(given.c.has_due.is_(None), tasks.c.due_at.is_not(None) == given.c.has_due)
        yield or_(given.c.updated_after.is_(None), tasks.c.updated_at > given.c.updated_after)
        yield or_(given.c.completed_after.is_(None), tasks.c.completed_at > given.c.completed_after)
    if filter_kind is FilterKind.SEARCHED:
        yield tasks.c.terms.bool_op("@@")(cast(given.c.search, TSQUERY))


def _listed(words: ColumnElement[str]) -> ColumnElement[Any]:
    return func.string_to_array(words, literal_column("','"))
