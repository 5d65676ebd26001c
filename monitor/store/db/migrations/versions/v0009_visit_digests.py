"""A digest of each page's rows, by which `monitor doctor` finds values that changed; older pages have none."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "visit_digest",
        sa.Column("visit_id", sa.Integer, sa.ForeignKey("visit.id"), primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
    )
