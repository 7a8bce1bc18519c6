"""The tables: one description for the migrations and for every statement.

Whatever belongs to a user has that user's id first in its key, so that the
tables can be distributed by user. Every constraint and index has a name.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

metadata = MetaData()

# Text compares by code point, in the database as in Python.
BY_CODE_POINT = Text(collation="C")
MOMENT = DateTime(timezone=True)


def _belongs_to_user(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["user_id"], ["users.id"], name=f"{table}_user_id_fkey", ondelete="CASCADE")


users = Table(
    "users",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("email", BY_CODE_POINT, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("disabled_at", MOMENT),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("id", name="users_pkey"),
    UniqueConstraint("email", name="users_email_key"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("last_used_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("ended_at", MOMENT),
    Column("user_agent", Text),
    Column("address", Text),
    Column("generation", Integer, nullable=False),
    Column("token_digest", LargeBinary, nullable=False),
    Column("rotated_at", MOMENT),
    Column("sealed_successor", LargeBinary),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("user_id", "id", name="sessions_pkey"),
    _belongs_to_user("sessions"),
    # The sweeper looks for what has expired.
    Index("sessions_by_expiry", "expires_at"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("title", BY_CODE_POINT, nullable=False),
    Column("description", Text),
    Column("status", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False, comment="rank: 0 low, 1 medium, 2 high, 3 critical"),
    Column("due_at", MOMENT),
    Column("completed_at", MOMENT),
    Column("created_at", MOMENT, nullable=False),
    Column("updated_at", MOMENT, nullable=False),
    Column("version", Integer, nullable=False),
    Column(
        "words", TSVECTOR, nullable=False, comment="words and places as domain.tasks.search defines them, and the owner"
    ),
    PrimaryKeyConstraint("user_id", "id", name="tasks_pkey"),
    _belongs_to_user("tasks"),
    CheckConstraint("status IN ('todo', 'in_progress', 'done', 'cancelled')", name="tasks_status_check"),
    CheckConstraint("priority BETWEEN 0 AND 3", name="tasks_priority_check"),
    CheckConstraint("(status = 'done') = (completed_at IS NOT NULL)", name="tasks_completed_at_check"),
    # One index per order of GET /tasks: a page is read from its place on, whatever the depth, and never sorted.
    Index("tasks_by_created_at", "user_id", "created_at", "id"),
    Index("tasks_by_updated_at", "user_id", "updated_at", "id"),
    Index("tasks_by_priority", "user_id", "priority", "id"),
    Index("tasks_by_title", "user_id", "title", "id"),
    # "No due time" comes last in both directions, hence two.
    Index("tasks_by_due_at", "user_id", text("coalesce(due_at, 'infinity'::timestamptz)"), "id"),
    Index("tasks_by_due_at_desc", "user_id", text("coalesce(due_at, '-infinity'::timestamptz)"), "id"),
    # GET /tasks?q=: the owner is one of the words, so one index finds one owner's matches. New entries wait in a list;
    # the writer who fills it sorts it in while others wait, for 100 ms if it holds the usual 4 MB; hence 256 kB.
    Index("tasks_by_words", "words", postgresql_using="gin", postgresql_with={"gin_pending_list_limit": 256}),
)

receipts = Table(
    "receipts",
    metadata,
    Column("user_id", Uuid, nullable=False),
    Column("route", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("headers", Text, nullable=False, comment="JSON array of [name, value]"),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("user_id", "route", "key", name="receipts_pkey"),
    _belongs_to_user("receipts"),
    # The sweeper looks for what is older than a day.
    Index("receipts_by_age", "created_at"),
)

allowances = Table(
    "allowances",
    metadata,
    Column("subject", BY_CODE_POINT, nullable=False),
    Column("used", BigInteger, nullable=False),
    Column("since", MOMENT, nullable=False),
    Column("until", MOMENT, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("subject", name="allowances_pkey"),
    # The sweeper looks for windows that are over.
    Index("allowances_by_end", "until"),
)


def readable(table: Table) -> list[Column[Any]]:
    """The columns of an entity: all but what only searches use."""
    return [each for each in table.columns if not isinstance(each.type, TSVECTOR)]


due_or_last = func.coalesce(tasks.c.due_at, text("'infinity'::timestamptz"))
due_or_last_desc = func.coalesce(tasks.c.due_at, text("'-infinity'::timestamptz"))
