"""When members work, the workspace's public holidays, and a sprint's reserve for unplanned work.

Columns are added plainly: rebuilding a table on SQLite would take the rows along that refer to it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "8a3c5f1e2b90"
down_revision = "3b9d5a7c21f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "working_times",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("overhead", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_working_times_user_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_working_times_workspace_id_workspaces"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_times")),
        sa.UniqueConstraint("workspace_id", "user_id", name=op.f("uq_working_times_workspace_id_user_id")),
    )
    op.create_index(op.f("ix_working_times_user_id"), "working_times", ["user_id"])
    op.create_table(
        "days_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("is_half", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_days_off_user_id_users"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_days_off_workspace_id_workspaces"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_days_off")),
    )
    op.create_index("ix_days_off_person", "days_off", ["workspace_id", "user_id", "starts_on"])
    op.create_index(op.f("ix_days_off_user_id"), "days_off", ["user_id"])
    op.add_column("workspaces", sa.Column("country", sa.String(length=2), server_default="", nullable=False))
    op.add_column("workspaces", sa.Column("state", sa.String(length=20), server_default="", nullable=False))
    op.add_column("sprints", sa.Column("reserve_percent", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take the schema back."""
    op.drop_column("sprints", "reserve_percent")
    op.drop_column("workspaces", "state")
    op.drop_column("workspaces", "country")
    op.drop_table("days_off")
    op.drop_table("working_times")
