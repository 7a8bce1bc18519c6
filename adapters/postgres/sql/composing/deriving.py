"""The statements that compute derived columns anew."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Executable, Integer, bindparam, select, update

from adapters.postgres.sql.composing.parameters import many_of, same, typed
from adapters.postgres.sql.schema import DERIVED, readable, tasks

OUTDATED = tasks.c.derived_version != tasks.c.version
"""Spelled as the condition of the index `tasks_to_derive`."""


def composed_derivations() -> Iterator[tuple[str, Executable]]:
    """Each statement with its id."""
    yield "tasks_to_derive", _outdated()
    yield "tasks_derive", _derive()


def _outdated() -> Executable:
    """Select some rows whose derived columns belong to another version, such as those that another release wrote."""
    return (
        select(*readable(tasks)).where(OUTDATED).order_by(*tasks.primary_key).limit(bindparam("most", type_=Integer()))
    )


def _derive() -> Executable:
    """Set the derived columns of rows that still have the version that was read, unless another process has done so."""
    key, derived = list(tasks.primary_key), [column for column in tasks.columns if DERIVED in column.info]
    given = many_of([*key, *derived])
    values: dict[str, Any] = {column.name: typed(column, given) for column in derived}
    current = tasks.c.version == given.c.derived_version
    return update(tasks).values(values).where(*same(key, given), current, OUTDATED).returning(*key)
