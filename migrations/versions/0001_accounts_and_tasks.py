"""Accounts, sessions, tasks, receipts and allowances."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BY_CODE_POINT = sa.Text(collation="C")
MOMENT = sa.DateTime(timezone=True)


def _belongs_to_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"{table}_user_id_fkey", ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("email", BY_CODE_POINT, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="users_pkey"),
        sa.UniqueConstraint("email", name="users_email_key"),
    )
    op.create_table(
        "sessions",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("user_agent", sa.Text),
        sa.Column("address", sa.Text),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("token_digest", sa.LargeBinary, nullable=False),
        sa.Column("rotated_at", MOMENT),
        sa.Column("sealed_successor", sa.LargeBinary),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "id", name="sessions_pkey"),
        _belongs_to_user("sessions"),
    )
    op.create_index("sessions_by_expiry", "sessions", ["expires_at"])
    op.create_table(
        "tasks",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("title", BY_CODE_POINT, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("priority", sa.SmallInteger, nullable=False, comment="rank: 0 low, 1 medium, 2 high, 3 critical"),
        sa.Column("due_at", MOMENT),
        sa.Column("completed_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column(
            "words",
            postgresql.TSVECTOR,
            nullable=False,
            comment="words and places as domain.search defines them, and the owner",
        ),
        sa.PrimaryKeyConstraint("user_id", "id", name="tasks_pkey"),
        _belongs_to_user("tasks"),
        sa.CheckConstraint("status IN ('todo', 'in_progress', 'done', 'cancelled')", name="tasks_status_check"),
        sa.CheckConstraint("priority BETWEEN 0 AND 3", name="tasks_priority_check"),
        sa.CheckConstraint("(status = 'done') = (completed_at IS NOT NULL)", name="tasks_completed_at_check"),
    )
    op.create_index("tasks_by_created_at", "tasks", ["user_id", "created_at", "id"])
    op.create_index("tasks_by_updated_at", "tasks", ["user_id", "updated_at", "id"])
    op.create_index("tasks_by_priority", "tasks", ["user_id", "priority", "id"])
    op.create_index("tasks_by_title", "tasks", ["user_id", "title", "id"])
    for name, last in (("tasks_by_due_at", "infinity"), ("tasks_by_due_at_desc", "-infinity")):
        op.create_index(name, "tasks", ["user_id", sa.text(f"coalesce(due_at, '{last}'::timestamptz)"), "id"])
    op.create_index("tasks_by_words", "tasks", ["words"], postgresql_using="gin")
    op.create_table(
        "receipts",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("route", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("status", sa.SmallInteger, nullable=False),
        sa.Column("headers", sa.Text, nullable=False, comment="JSON array of [name, value]"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "route", "key", name="receipts_pkey"),
        _belongs_to_user("receipts"),
    )
    op.create_index("receipts_by_age", "receipts", ["created_at"])
    op.create_table(
        "allowances",
        sa.Column("subject", BY_CODE_POINT, nullable=False),
        sa.Column("used", sa.BigInteger, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="allowances_pkey"),
    )
    op.create_index("allowances_by_end", "allowances", ["until"])


def downgrade() -> None:
    for table in ("allowances", "receipts", "tasks", "sessions", "users"):
        op.drop_table(table)
