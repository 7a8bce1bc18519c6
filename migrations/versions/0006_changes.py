"""The record of changes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_counters",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("latest", sa.BigInteger, nullable=False, comment="number of the last change"),
        sa.PrimaryKeyConstraint("user_id", name="change_counters_pkey"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="change_counters_user_id_fkey", ondelete="CASCADE"),
    )
    op.create_table(
        "changes",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False, comment="consecutive per user, in the order of the commits"),
        sa.Column("object_id", sa.Uuid, nullable=False),
        sa.Column("object_kind", sa.Text, nullable=False),
        sa.Column("effect", sa.Text, nullable=False),
        sa.Column("version_before", sa.Integer),
        sa.Column("version_after", sa.Integer),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Uuid),
        sa.Column("token_id", sa.Uuid),
        sa.Column("request_id", sa.Text),
        sa.Column("undoes", sa.Text, comment="numbers of the undone changes, separated by blanks"),
        sa.Column("fields", sa.Text, nullable=False, comment="JSON: name to [before, after]"),
        sa.PrimaryKeyConstraint("user_id", "number", name="changes_pkey"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["change_counters.user_id"], name="changes_user_id_fkey", ondelete="CASCADE"
        ),
    )
    op.create_index("changes_by_object", "changes", ["user_id", "object_id", "number"])
    op.create_index(
        "changes_by_time", "changes", ["at"], postgresql_using="brin", postgresql_with={"autosummarize": "on"}
    )


def downgrade() -> None:
    op.drop_table("changes")
    op.drop_table("change_counters")
