"""Take-down cases: rights as they stood, cases, their listings and events."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_KEYS = {
    "right_version": ("id",),
    "case_file": ("id",),
    "case_listing": ("case_id", "position"),
    "case_event": ("id",),
    "case_relisting": ("case_id", "position", "listing_key"),
    "case_answer": ("id",),
}
_COLUMNS = {
    "case_file": (
        "id", "created_at", "created_by", "platform", "marketplace", "brand", "ground", "right_id", "seller", "reason",
        "complaint_type",
    ),
    "case_listing": ("case_id", "position", "finding_id", "listing_key", "url", "capture_id"),
    "case_event": (
        "id", "case_id", "at", "entered_at", "who", "state", "note", "text", "reason", "links", "severity", "points",
    ),
    "case_answer": ("id", "case_id", "received_at", "entered_at", "who", "kind", "text"),
}  # fmt: skip
"""Of the tables that can hold words about persons."""
_BLANKED = {
    ("case_file", "seller"): " AND NEW.seller NOT GLOB '*:forgotten:*'",
    ("case_listing", "url"): " AND NEW.url <> ''",
    ("case_event", "note"): " AND NEW.note IS NOT NULL",
    ("case_event", "text"): " AND NEW.text IS NOT NULL",
    ("case_event", "reason"): " AND NEW.reason IS NOT NULL",
    ("case_answer", "text"): " AND NEW.text <> ''",
}
"""What their columns may become when a person is forgotten."""


def upgrade() -> None:
    op.create_table(
        "right_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("brand", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("number", sa.Text),
        sa.Column("jurisdiction", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("documents", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
    )
    op.create_index("right_version_right", "right_version", ["brand", "kind", "number"])
    op.create_table(
        "case_file",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("marketplace", sa.Text, nullable=False),
        sa.Column("brand", sa.Text, nullable=False),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("right_id", sa.Integer, sa.ForeignKey("right_version.id"), nullable=False),
        sa.Column("seller", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("complaint_type", sa.Text),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_listing",
        sa.Column("case_id", sa.Text, sa.ForeignKey("case_file.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("finding_id", sa.Text, nullable=False),
        sa.Column("listing_key", sa.Text, sa.ForeignKey("listing.key"), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("capture_id", sa.Text, sa.ForeignKey("capture.id"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("case_listing_finding", "case_listing", ["finding_id"])
    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Text, sa.ForeignKey("case_file.id"), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("entered_at", sa.String(27), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("links", sa.Text),
        sa.Column("severity", sa.Text),
        sa.Column("points", sa.Integer),
    )
    op.create_index("case_event_case", "case_event", ["case_id"])
    op.create_table(
        "case_relisting",
        sa.Column("case_id", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("listing_key", sa.Text, sa.ForeignKey("listing.key"), primary_key=True),
        sa.Column("visit_id", sa.Integer, sa.ForeignKey("visit.id"), nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("noticed_at", sa.String(27), nullable=False),
        sa.ForeignKeyConstraint(["case_id", "position"], ["case_listing.case_id", "case_listing.position"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_answer",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("case_id", sa.Text, sa.ForeignKey("case_file.id"), nullable=False),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.Column("entered_at", sa.String(27), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("kind", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("case_answer_case", "case_answer", ["case_id"])
    for table, key in _KEYS.items():
        _refuse_changes(table, key)


def _refuse_changes(table: str, key: tuple[str, ...]) -> None:
    refuse = f"BEGIN SELECT raise(ABORT, '{table} is append only'); END"
    changes = [f"NEW.{name} IS NOT OLD.{name}{_BLANKED.get((table, name), '')}" for name in _COLUMNS.get(table, ())]
    when = f"WHEN {' OR '.join(changes)} " if changes else ""
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when}{refuse}")
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 (our own names)
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
    )
