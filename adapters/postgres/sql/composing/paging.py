"""Some rows of a table for each of the given keys."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Executable, FromClause, Table, select, true

from adapters.postgres.sql.schema import readable


def rows_of_each(
    given: FromClause, table: Table, *conditions: ColumnElement[bool], order: Iterable[ColumnElement[Any]]
) -> Executable:
    """Select rows in an order, as many as the parameter `limit` says, with the number of their key."""
    found = select(*readable(table)).where(*conditions).order_by(*order).limit(given.c.limit).lateral("page")
    return select(*found.c, given.c.n).select_from(given.join(found, true())).order_by(given.c.n)
