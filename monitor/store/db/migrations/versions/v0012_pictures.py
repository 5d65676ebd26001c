"""Pictures of listings, and the owner's reference pictures."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("sha256", sa.Text, sa.ForeignKey("snapshot.sha256_body"), primary_key=True),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("view", sa.Text, sa.ForeignKey("snapshot.sha256_body"), nullable=False),
        sa.Column("thumbnail", sa.Text, sa.ForeignKey("snapshot.sha256_body"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "listing_picture",
        sa.Column("listing_key", sa.Text, sa.ForeignKey("listing.key"), primary_key=True),
        sa.Column("run_id", sa.Integer, sa.ForeignKey("run.id"), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, sa.ForeignKey("picture.sha256")),
        sa.Column("why", sa.Text),
        sa.Column("at", sa.String(27), nullable=False),
    )
    op.create_index("listing_picture_run", "listing_picture", ["run_id", "why"])
    op.create_index("listing_picture_same", "listing_picture", ["sha256"])
    op.create_table(
        "reference_picture",
        sa.Column("brand", sa.Text, primary_key=True),
        sa.Column("product", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, sa.ForeignKey("picture.sha256"), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sqlite_with_rowid=False,
    )
