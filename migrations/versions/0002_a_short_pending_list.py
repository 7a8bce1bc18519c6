"""The index of words empties its list of pending entries sooner, so that nobody waits long while it does."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER INDEX tasks_by_words SET (gin_pending_list_limit = 256)")


def downgrade() -> None:
    op.execute("ALTER INDEX tasks_by_words RESET (gin_pending_list_limit)")
