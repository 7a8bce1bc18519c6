"""${message}

A migration must let the release before it go on working: add, fill, and only
releases later take away. No rename, no change of type; an index on a table
that holds data is made CONCURRENTLY, in `op.get_context().autocommit_block()`.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
