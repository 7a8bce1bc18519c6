"""The tables as SQLAlchemy describes them, for the migrations and for composing statements.

Columns and keys come from `tables`; constraints and indexes that only the database knows are added here. Whatever
belongs to a user has that user's id first in its key, so that the tables can be distributed by user. Every constraint
and index has a name.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from adapters.postgres.sql.table import Table, Type, foreign_key_name
from adapters.postgres.sql.tables import RECORD_TABLES, TABLES

metadata = MetaData()

PARENTS = {"changes": "change_counters.user_id"}
"""Whose deletion deletes the rows of a table, if not that of the user. A commit has locked the counter anyway."""
DERIVED = "derived"
"""Marks the columns of `Table.derived`."""

TIME = DateTime(timezone=True)
TYPES: dict[Type, TypeEngine[Any]] = {
    Type.UUID: Uuid(),
    Type.TEXT: Text(),
    Type.SORTED_TEXT: Text(collation="C"),
    Type.TIME: TIME,
    Type.DATE: Date(),
    Type.SMALL_INTEGER: SmallInteger(),
    Type.INTEGER: Integer(),
    Type.BIG_INTEGER: BigInteger(),
    Type.BYTES: LargeBinary(),
    Type.TERMS: TSVECTOR(),
}

END_OF_DAY = "timezone('UTC', (due_on + 1)::timestamp)"
_MICROSECONDS = "(extract(epoch FROM (created_at AT TIME ZONE 'UTC')) + '2208988800'::numeric) * '1000000'::numeric"
PLACE = f"coalesce(position, int8send(({_MICROSECONDS})::bigint) || uuid_send(id))"
"""The key of a row in the manual order, as `domain.position` defines it: that of its last move, or of its creation."""

ONLY_IN_THE_DATABASE: dict[str, tuple[SchemaItem, ...]] = {
    "sessions": (
        # For the sweeper, which looks for expired rows.
        Index("sessions_by_expiry", "expires_at"),
    ),
    "personal_access_tokens": (
        # For the sweeper.
        Index("personal_access_tokens_by_expiry", "expires_at"),
    ),
    "tasks": (
        CheckConstraint("status IN ('todo', 'in_progress', 'done', 'cancelled')", name="tasks_status_check"),
        CheckConstraint("priority BETWEEN 0 AND 3", name="tasks_priority_check"),
        CheckConstraint("(status = 'done') = (completed_at IS NOT NULL)", name="tasks_completed_at_check"),
        # For finding out whether an id that a client chose is free.
        Index("tasks_by_id", "id"),
        # One index per order of GET /tasks: a page is read from its keyset position on, at any depth, and never sorted.
        Index("tasks_by_created_at", "user_id", "created_at", "id"),
        Index("tasks_by_updated_at", "user_id", "updated_at", "id"),
        Index("tasks_by_priority", "user_id", "priority", "id"),
        Index("tasks_by_title_key", "user_id", "title_key", "id"),
        # A day counts from its end in UTC on; "no due date" comes last in both directions, hence two.
        Index("tasks_by_due", "user_id", text(f"coalesce(due_at, {END_OF_DAY}, 'infinity'::timestamptz)"), "id"),
        Index("tasks_by_due_desc", "user_id", text(f"coalesce(due_at, {END_OF_DAY}, '-infinity'::timestamptz)"), "id"),
        Index("tasks_by_position", "user_id", text(PLACE), "id"),
        # GET /tasks?q=: terms begin with a mark of their owner, so one index finds one owner's matches. New entries go
        # to a pending list; the writer that fills it merges it, which takes 100 ms at the default of 4 MB.
        Index("tasks_by_terms", "terms", postgresql_using="gin", postgresql_with={"gin_pending_list_limit": 256}),
        # For the foreign keys, and for lists of one project or of the subtasks of one task.
        Index("tasks_by_parent", "user_id", "parent_id", postgresql_where=text("parent_id IS NOT NULL")),
        Index("tasks_by_project", "user_id", "project_id", postgresql_where=text("project_id IS NOT NULL")),
        # For lists of all labels, and for renaming one everywhere.
        Index("tasks_with_labels", "user_id", "id", postgresql_where=text("label_keys <> ''")),
        # Rows of which a release before changed something; empty otherwise.
        Index("tasks_to_derive", "user_id", "id", postgresql_where=text("derived_version <> version")),
        # For the release before, while both run.
        Index("tasks_by_title", "user_id", "title", "id"),
        Index("tasks_by_due_at", "user_id", text("coalesce(due_at, 'infinity'::timestamptz)"), "id"),
        Index("tasks_by_due_at_desc", "user_id", text("coalesce(due_at, '-infinity'::timestamptz)"), "id"),
        Index("tasks_by_words", "words", postgresql_using="gin", postgresql_with={"gin_pending_list_limit": 256}),
    ),
    "projects": (
        # For finding out whether an id that a client chose is free.
        Index("projects_by_id", "id"),
        # For GET /projects, which is in the manual order.
        Index("projects_by_position", "user_id", text(PLACE), "id"),
    ),
    "changes": (
        # For the history of an object.
        Index("changes_by_object", "user_id", "object_id", "number"),
        # For the sweeper: rows are added in the order of their times, so a small index of ranges suffices.
        Index("changes_by_time", "at", postgresql_using="brin", postgresql_with={"autosummarize": "on"}),
    ),
    "receipts": (
        # For the sweeper.
        Index("receipts_by_age", "created_at"),
    ),
    "allowances": (
        # For the sweeper.
        Index("allowances_by_end", "until"),
    ),
}


def _columns(table: Table[Any]) -> Iterator[Column[Any]]:
    for each in table.fields:
        yield Column(each.column, TYPES[each.type], nullable=each.nullable, comment=each.comment)
    for derived in table.derived:
        default, kind = text(derived.default), TYPES[derived.type]
        yield Column(
            derived.column, kind, nullable=False, server_default=default, comment=derived.comment, info={DERIVED: True}
        )


def _constraints(table: Table[Any]) -> Iterator[SchemaItem]:
    yield PrimaryKeyConstraint(*table.key, name=f"{table.name}_pkey")
    if table.stored.belongs_to_user:
        name = foreign_key_name(table, table.stored.key[0])
        parent = PARENTS.get(table.name, "users.id")
        yield ForeignKeyConstraint([table.key[0]], [parent], name=name, ondelete="CASCADE")
    for attribute, target in table.stored.references.items():
        column, other = table.column_of(attribute), TABLES[target]
        yield ForeignKeyConstraint(
            [table.key[0], column],
            [f"{other.name}.{each}" for each in other.key],
            name=foreign_key_name(table, attribute),
            # Checked by the commit, so that a unit of work may write both ends in any order.
            deferrable=True,
            initially="DEFERRED",
        )
    for column in map(table.column_of, table.stored.unique):
        yield UniqueConstraint(column, name=f"{table.name}_{column}_key")


for _table in (*TABLES.values(), *RECORD_TABLES):
    _more = ONLY_IN_THE_DATABASE.get(_table.name, ())
    sqlalchemy.Table(_table.name, metadata, *_columns(_table), *_constraints(_table), *_more)

users, tasks = metadata.tables["users"], metadata.tables["tasks"]
projects = metadata.tables["projects"]
change_counters, changes = metadata.tables["change_counters"], metadata.tables["changes"]


def readable(table: sqlalchemy.Table) -> list[Column[Any]]:
    """Return the columns of an entity: all but those that are derived from it."""
    return [each for each in table.columns if DERIVED not in each.info]


due_or_last = func.coalesce(tasks.c.due_at, text(END_OF_DAY), text("'infinity'::timestamptz"))
due_or_last_desc = func.coalesce(tasks.c.due_at, text(END_OF_DAY), text("'-infinity'::timestamptz"))
place: ColumnElement[bytes] = literal_column(PLACE, LargeBinary())
