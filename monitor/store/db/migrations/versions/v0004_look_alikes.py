"""By what flagged listings of one hand are known from each other across marketplaces."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "sign",
        sa.Column("listing_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sign", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["listing_key"], ["listing.key"]),
        sa.PrimaryKeyConstraint("listing_key", "kind", "sign"),
        sqlite_with_rowid=False,
    )
    op.create_index("sign_shared", "sign", ["kind", "sign"])
    # the next judging is a whole one, which writes the signs of what is there
    op.execute("DELETE FROM store_info WHERE key = 'assessed'")
