"""What runs day after day need: the share of facts that pages told, when a listing was new, and the schedule."""

import sqlalchemy as sa
from alembic import op

from monitor.store.db.types import Json, UtcTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("visit", sa.Column("told", Json(), nullable=True))
    op.add_column("unmatched", sa.Column("first_run", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "schedule",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("watchlist", sa.Text(), nullable=False),
        sa.Column("recurrence", sa.Text(), nullable=False),
        sa.Column("jitter", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcTime(), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("digested", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sqlite_with_rowid=False,
    )
