"""Projects, subtasks, labels, days and manual order.

Only adds tables and columns, so that earlier releases go on working.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "projects",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("color", sa.Text),
        sa.Column("archived_at", sa.DateTime(timezone=True)),
        sa.Column("position", sa.LargeBinary, comment="the key that a move set"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("creation_digest", sa.LargeBinary),
        sa.PrimaryKeyConstraint("user_id", "id", name="projects_pkey"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="projects_user_id_fkey", ondelete="CASCADE"),
    )
    op.create_index("projects_by_id", "projects", ["id"])
    op.create_table(
        "outlines",
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="outlines_pkey"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="outlines_user_id_fkey", ondelete="CASCADE"),
    )
    op.add_column("tasks", sa.Column("due_on", sa.Date))
    op.add_column("tasks", sa.Column("project_id", sa.Uuid))
    op.add_column("tasks", sa.Column("parent_id", sa.Uuid))
    op.add_column("tasks", sa.Column("labels", sa.Text, comment="separated by line feeds"))
    end_of_day = "timezone('UTC', (due_on + 1)::timestamp)"
    for name, last in (("tasks_by_due", "infinity"), ("tasks_by_due_desc", "-infinity")):
        order = f"coalesce(due_at, {end_of_day}, '{last}'::timestamptz)"
        op.execute(f"CREATE INDEX IF NOT EXISTS {name} ON tasks (user_id, ({order}), id)")
    op.add_column("tasks", sa.Column("position", sa.LargeBinary, comment="the key that a move set"))
    microseconds = "(extract(epoch FROM (created_at AT TIME ZONE 'UTC')) + '2208988800'::numeric) * '1000000'::numeric"
    place = f"coalesce(position, int8send(({microseconds})::bigint) || uuid_send(id))"
    for table in ("tasks", "projects"):
        op.execute(f"CREATE INDEX IF NOT EXISTS {table}_by_position ON {table} (user_id, ({place}), id)")
    op.execute(f"CREATE INDEX IF NOT EXISTS tasks_by_position ON tasks (user_id, ({place}), id)")
    op.add_column(
        "tasks",
        sa.Column(
            "label_keys",
            sa.Text(collation="C"),
            nullable=False,
            server_default="",
            comment="the keys of the labels, in the same order",
        ),
    )
    op.create_index("tasks_with_labels", "tasks", ["user_id", "id"], postgresql_where=sa.text("label_keys <> ''"))
    for column, table in (("parent_id", "tasks"), ("project_id", "projects")):
        op.create_foreign_key(
            f"tasks_{column}_fkey",
            "tasks",
            table,
            ["user_id", column],
            ["user_id", "id"],
            deferrable=True,
            initially="DEFERRED",
        )
        op.create_index(
            f"tasks_by_{column.removesuffix('_id')}",
            "tasks",
            ["user_id", column],
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )


def downgrade() -> None:
    for column in ("due_on", "project_id", "parent_id", "labels", "label_keys", "position"):
        op.drop_column("tasks", column)
    op.drop_table("outlines")
    op.drop_table("projects")
