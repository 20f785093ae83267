"""Keep the prefixes that a workspace gave up.

A release must work with the previous one's data: expand first, move data, contract in a later release.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5c1f0e7a92d4"
down_revision = "5c1e0c7a4d21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    # Not as a batch: on SQLite that makes the table anew and drops the old one, and what refers to it would go along.
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("workspaces", sa.Column("earlier_prefixes", kind, server_default="{}", nullable=False))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_column("workspaces", "earlier_prefixes")
