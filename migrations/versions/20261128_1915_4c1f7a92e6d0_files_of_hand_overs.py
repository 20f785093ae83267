"""Files of hand-overs.

Those from before have none: their file is made of the requirements as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "4c1f7a92e6d0"
down_revision = "5c1f0e7a92d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    op.create_table(
        "hand_over_files",
        sa.Column("hand_over_id", sa.Integer(), nullable=False),
        sa.Column("packed_rows", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hand_over_id"],
            ["hand_overs.id"],
            name=op.f("fk_hand_over_files_hand_over_id_hand_overs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("hand_over_id", name=op.f("pk_hand_over_files")),
    )


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table("hand_over_files")
