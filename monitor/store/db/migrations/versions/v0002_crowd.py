"""What the listings tell together: which groups each is in, and what each group tells."""

import sqlalchemy as sa
from alembic import op

from monitor.store.db.types import Json, Money

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "grouping",
        sa.Column("listing_key", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("vendor", sa.Text(), nullable=True),
        sa.Column("seller", sa.Text(), nullable=True),
        sa.Column("market", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("price", Money(), nullable=True),
        sa.Column("authorised", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["listing_key"], ["listing.key"]),
        sa.PrimaryKeyConstraint("listing_key", "brand"),
        sqlite_with_rowid=False,
    )
    op.create_index("grouping_vendor", "grouping", ["vendor", "gone"], unique=False)
    op.create_index("grouping_market", "grouping", ["market", "seller", "price", "authorised", "gone"], unique=False)
    op.create_index("grouping_text", "grouping", ["text", "seller", "gone"], unique=False)
    op.create_table(
        "crowd",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sqlite_with_rowid=False,
    )
