"""Sealed captures, the ledger's batches, time stamps, custody; what a run's machine was."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_APPEND_ONLY = {
    "evidence_batch": ("number",),
    "capture": ("id",),
    "capture_listing": ("capture_id", "listing_key"),
    "stamp": ("id",),
    "custody": ("id",),
}


def upgrade() -> None:
    op.execute("ALTER TABLE run ADD COLUMN environment TEXT")
    _captures()
    op.create_table(
        "stamp",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("batch", sa.Integer, sa.ForeignKey("evidence_batch.number"), nullable=False),
        sa.Column("authority", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("qualified", sa.Boolean, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("gen_time", sa.String(27)),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tsr_sha256", sa.Text, nullable=False),
    )
    op.create_index("stamp_batch", "stamp", ["batch", "authority", "number"], unique=True)
    op.create_table(
        "custody",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("capture_id", sa.Text, sa.ForeignKey("capture.id")),
        sa.Column("batch", sa.Integer, sa.ForeignKey("evidence_batch.number")),
        sa.Column("listing_key", sa.Text),
        sa.Column("facts", sa.Text, nullable=False),
    )
    op.create_index("custody_capture", "custody", ["capture_id"])
    op.create_index("custody_listing", "custody", ["listing_key"])
    for table, key in _APPEND_ONLY.items():
        refuse = f"BEGIN SELECT raise(ABORT, '{table} is append only'); END"
        for act in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} {refuse}")
        same = " AND ".join(f"{column} = NEW.{column}" for column in key)
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 (our own names)
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
        )


def _captures() -> None:
    op.create_table(
        "evidence_batch",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("root", sa.Text, nullable=False),
        sa.Column("captures", sa.Integer, nullable=False),
        sa.Column("head_sha256", sa.Text, nullable=False),
    )
    op.create_table(
        "capture",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("visit_id", sa.Integer, sa.ForeignKey("visit.id"), nullable=False),
        sa.Column("sealed_at", sa.String(27), nullable=False),
        sa.Column("sealed_by", sa.Text, nullable=False),
        sa.Column("session", sa.Boolean, nullable=False),
        sa.Column("manifest_sha256", sa.Text, nullable=False),
        sa.Column("batch", sa.Integer, sa.ForeignKey("evidence_batch.number"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_index("capture_visit", "capture", ["visit_id"])
    op.create_index("capture_place", "capture", ["batch", "position"], unique=True)
    op.create_table(
        "capture_listing",
        sa.Column("capture_id", sa.Text, sa.ForeignKey("capture.id"), primary_key=True),
        sa.Column("listing_key", sa.Text, sa.ForeignKey("listing.key"), primary_key=True),
        sa.Column("own", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("capture_listing_listing", "capture_listing", ["listing_key"])
