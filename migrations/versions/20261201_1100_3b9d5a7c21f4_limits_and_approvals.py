"""WIP limits that warn or block, for columns and for people, and actions that wait for approval."""

import sqlalchemy as sa
from alembic import op

revision = "3b9d5a7c21f4"
down_revision = "2b6c4d8e1f57"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; column by column, since a table made anew would take along what refers to it."""
    op.add_column("workspaces", sa.Column("person_wip_limit", sa.Integer(), nullable=True))
    op.add_column(
        "workspaces", sa.Column("person_wip_mode", sa.String(length=5), server_default="warn", nullable=False)
    )
    op.add_column("board_columns", sa.Column("wip_mode", sa.String(length=5), server_default="warn", nullable=False))
    op.add_column("actions", sa.Column("waiting_for", sa.String(length=10), nullable=True))
    op.add_column("actions", sa.Column("waiting_note", sa.String(length=500), nullable=True))
    op.add_column("actions", sa.Column("waiting_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the schema back."""
    for column in ("waiting_at", "waiting_note", "waiting_for"):
        op.drop_column("actions", column)
    op.drop_column("board_columns", "wip_mode")
    for column in ("person_wip_mode", "person_wip_limit"):
        op.drop_column("workspaces", column)
