"""Mails about mentions, which a person can switch off.

A release must work with the previous one's data: expand first, move data, contract in a later release.
"""

import sqlalchemy as sa
from alembic import op

revision = "5c1e0c7a4d21"
down_revision = "bd115653487b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.add_column("users", sa.Column("mention_mails", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_column("users", "mention_mails")
