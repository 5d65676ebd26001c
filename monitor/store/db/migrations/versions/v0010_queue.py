"""Decisions say why, on what and together with which; the queue that lists are read from (filled by `migrate`)."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    # new columns only: the table, and the triggers that keep it append only, stay
    for column in ("reason TEXT", "batch TEXT", "undoes INTEGER REFERENCES decision (id)", "seen TEXT", "saw TEXT",
                   "seller TEXT", "took_ms INTEGER"):  # fmt: skip
        op.execute(f"ALTER TABLE decision ADD COLUMN {column}")
    op.create_index("decision_batch", "decision", ["batch"])
    op.create_index("decision_undoes", "decision", ["undoes"], unique=True, sqlite_where=sa.text("undoes IS NOT NULL"))
    _seller_decisions()
    _queue()


def _seller_decisions() -> None:
    op.create_table(
        "seller_decision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("seller", sa.Text, sa.ForeignKey("vendor.key"), nullable=False),
        sa.Column("brand", sa.Text, nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("batch", sa.Text, nullable=False),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("seller_decision.id")),
    )
    op.create_index("seller_decision_seller", "seller_decision", ["seller", "brand"])
    op.create_index("seller_decision_undoes", "seller_decision", ["undoes"])
    op.create_index("ix_seller_decision_batch", "seller_decision", ["batch"])
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER seller_decision_no_{act.lower()} BEFORE {act} ON seller_decision "
            "BEGIN SELECT raise(ABORT, 'seller_decision is append only'); END"
        )
    op.execute(
        "CREATE TRIGGER seller_decision_no_replace BEFORE INSERT ON seller_decision "
        "WHEN EXISTS (SELECT 1 FROM seller_decision WHERE id = NEW.id) "
        "BEGIN SELECT raise(ABORT, 'seller_decision is append only'); END"
    )


def _queue() -> None:
    op.create_table(
        "queue",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("finding_id", sa.Text, sa.ForeignKey("finding.id"), nullable=False),
        sa.Column("listing_key", sa.Text, sa.ForeignKey("listing.key"), nullable=False),
        sa.Column("brand", sa.Text, nullable=False),
        sa.Column("marketplace", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("seller", sa.Text),
        sa.Column("price_min", sa.BigInteger),
        sa.Column("currency", sa.Text),
        sa.Column("first_seen", sa.String(27), nullable=False),
        sa.Column("gone", sa.Boolean, nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
        sa.Column("changed", sa.Boolean, nullable=False),
        sa.UniqueConstraint("finding_id"),
    )
    op.create_index("ix_queue_listing_key", "queue", ["listing_key"])
    op.create_index("queue_state", "queue", ["state", "rank", "finding_id"])
    op.create_index("queue_level", "queue", ["state", "level", "rank", "finding_id"])
    op.create_index("queue_brand", "queue", ["state", "brand", "rank", "finding_id"])
    op.create_index("queue_marketplace", "queue", ["state", "marketplace", "rank", "finding_id"])
    op.create_index("queue_kind", "queue", ["state", "level", "brand", "marketplace", "rank", "finding_id"])
    op.create_index("queue_seller", "queue", ["seller", "state", "rank", "finding_id"])
    op.create_table(
        "queue_reason",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, primary_key=True),
        sa.Column("rank", sa.Integer, primary_key=True),
        sa.Column("finding_id", sa.Text, primary_key=True),
        sa.Column("queue_id", sa.Integer, sa.ForeignKey("queue.id"), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("queue_reason_queue", "queue_reason", ["queue_id"])
    op.create_table(
        "queue_count",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("state", "level", "brand", "marketplace")),
        sa.Column("number", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "queue_reason_count",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("code", "state")),
        sa.Column("number", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute('CREATE VIRTUAL TABLE queue_text USING fts5(grams, tokenize = "unicode61 remove_diacritics 0")')
