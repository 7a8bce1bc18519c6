"""Columns that are derived from tasks: the terms of a search and the order of titles.

`adapters.postgres.deriver` fills them for existing rows, in batches after this migration. The indexes are created only
if they are missing, so that they can be built beforehand without blocking writes (docs/operations.md).
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COMMENTS = {
    "words": "terms as the release before defines them",
    "terms": "terms and positions as domain.tasks.words defines them",
    "title_key": "the order of titles",
    "derived_version": "the version they were derived from",
}


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE tasks
            ALTER COLUMN words SET DEFAULT '',
            ADD COLUMN IF NOT EXISTS terms tsvector NOT NULL DEFAULT '',
            ADD COLUMN IF NOT EXISTS title_key text COLLATE "C" NOT NULL DEFAULT '',
            ADD COLUMN IF NOT EXISTS derived_version integer NOT NULL DEFAULT 0
        """
    )
    for column, comment in COMMENTS.items():
        op.execute(f"COMMENT ON COLUMN tasks.{column} IS '{comment}'")
    op.execute("CREATE INDEX IF NOT EXISTS tasks_by_title_key ON tasks (user_id, title_key, id)")
    op.execute(
        "CREATE INDEX IF NOT EXISTS tasks_by_terms ON tasks USING gin (terms) WITH (gin_pending_list_limit = 256)"
    )
    op.execute("CREATE INDEX IF NOT EXISTS tasks_to_derive ON tasks (user_id, id) WHERE derived_version <> version")


def downgrade() -> None:
    op.execute(
        """
        ALTER TABLE tasks
            ALTER COLUMN words DROP DEFAULT,
            DROP COLUMN terms,
            DROP COLUMN title_key,
            DROP COLUMN derived_version
        """
    )
    op.execute("COMMENT ON COLUMN tasks.words IS 'words and places as domain.search defines them, and the owner'")
