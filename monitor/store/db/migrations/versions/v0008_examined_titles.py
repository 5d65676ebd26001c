"""What each title taught is kept, so that a run examines new titles only; the newest titles are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "examined_title",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("misspellings", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_listing_changed_at", "listing", ["changed_at"])
