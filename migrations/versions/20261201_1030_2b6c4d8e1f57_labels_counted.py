"""Count labels from an index: the header of a file for Jira has to know the most that any requirement has."""

from alembic import op

revision = "2b6c4d8e1f57"
down_revision = "7d2e9b41f0c3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_index("ix_requirement_labels_counts", "requirement_labels", ["workspace_id", "requirement_id"])


def downgrade() -> None:
    """Take the schema back."""
    op.drop_index("ix_requirement_labels_counts", table_name="requirement_labels")
