"""Clients may choose the ids of tasks: tasks are found by id alone, and what one was created from is stored."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tasks", sa.Column("creation_digest", sa.LargeBinary))
    op.create_index("tasks_by_id", "tasks", ["id"])


def downgrade() -> None:
    op.drop_index("tasks_by_id", "tasks")
    op.drop_column("tasks", "creation_digest")
