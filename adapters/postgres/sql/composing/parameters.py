"""Parameters, most of which are arrays: one per column, so that one statement serves one row or hundreds."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, Column, ColumnElement, FromClause, TableValuedAlias, Text, bindparam, cast, column, func
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import TypeEngine


def many(**columns: TypeEngine[Any]) -> TableValuedAlias:
    """A table made of parameters: one array per column, all of one length, and the row's number as `n` (from 1)."""
    arrays = (bindparam(name, type_=ARRAY(kind)) for name, kind in columns.items())
    named = (column(name, kind) for name, kind in columns.items())
    return func.unnest(*arrays).table_valued(*named, with_ordinality="n").render_derived(name="given")


def many_of(columns: Iterable[Column[Any]], **others: TypeEngine[Any]) -> TableValuedAlias:
    """A table made of parameters, with columns like these."""
    return many(**{each.name: _plain(each.type) for each in columns}, **others)


def same(columns: Iterable[Column[Any]], given: FromClause) -> list[ColumnElement[bool]]:
    """Conditions that columns have the values that are given for them."""
    return [each == given.c[each.name] for each in columns]


def typed(column: Column[Any], given: FromClause) -> ColumnElement[Any]:
    """Return the value that is given for a column, as that column's type."""
    value = given.c[column.name]
    return cast(value, TSVECTOR) if isinstance(column.type, TSVECTOR) else value


def _plain(kind: Any) -> Any:
    """The type of a parameter: text vectors are written out, collations belong to columns."""
    return Text() if isinstance(kind, TSVECTOR | Text) else kind
