"""Locks on the rows to which new rows refer, taken before anything else.

A foreign key takes the same locks, but later: some at the end of the statement, some at the commit, when the counter of
the account's changes is locked already. A deletion locks in the opposite order, so the two would deadlock.
"""

from collections.abc import Mapping

from sqlalchemy import CTE, Column, FromClause, Table, func, literal_column, select

from adapters.postgres.sql.schema import metadata
from adapters.postgres.sql.tables import TABLES


def rows(given: FromClause) -> CTE:
    """Return parameters as rows that a statement can use several times."""
    return select(*given.c).cte("given")


def with_users_locked(given: CTE) -> CTE:
    """Return the same rows, once their users are locked."""
    users = metadata.tables["users"]
    return _with_locked(given, users, {"user_id": users.c.id}, "owners")


def with_references_locked(table: Table, given: CTE) -> CTE:
    """Return the same rows, once the rows of other tables to which they refer are locked."""
    described = next(each for each in TABLES.values() if each.name == table.name)
    for attribute, entity in described.stored.references.items():
        target = metadata.tables[TABLES[entity].name]
        if target is not table:  # a row that refers to its own table is written together with a lock on the other one
            columns = (described.key[0], described.column_of(attribute))
            given = _with_locked(given, target, dict(zip(columns, target.primary_key, strict=True)), target.name)
    return given


def _with_locked(given: CTE, target: Table, columns: Mapping[str, Column[object]], name: str) -> CTE:
    found = (
        select(*target.primary_key)
        .select_from(given)
        .where(*(column == given.c[each] for each, column in columns.items()))
        .order_by(*target.primary_key)
        .with_for_update(read=True, key_share=True, of=target)
        .cte(f"{name}_locked")
    )
    locked = select(func.count()).select_from(found).scalar_subquery() >= literal_column("0")
    return select(*given.c).where(locked).cte(f"given_with_{name}")
