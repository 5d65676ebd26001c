"""The first tables, with the views and triggers."""

import sqlalchemy as sa
from alembic import op

from monitor.store.db.types import Json, Money, UtcTime
from monitor.store.db.views import statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcTime(length=27), nullable=False),
        sa.Column("ended_at", UtcTime(length=27), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("plan", Json(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "snapshot",
        sa.Column("sha256_body", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sha256_body"),
    )
    op.create_table(
        "store_info",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "unmatched",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("marketplace", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("price_min", Money(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("vendor_hash", sa.Text(), nullable=True),
        sa.Column("seen_at", UtcTime(length=27), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_unmatched_seen_at"), "unmatched", ["seen_at"], unique=False)
    op.create_table(
        "vendor",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("marketplace", sa.Text(), nullable=False),
        sa.Column("vendor_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("first_seen", UtcTime(length=27), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("marketplace", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("final_url", sa.Text(), nullable=True),
        sa.Column("at", UtcTime(length=27), nullable=False),
        sa.Column("recorded_at", UtcTime(length=27), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("session", sa.Boolean(), nullable=False),
        sa.Column("stand_in", sa.Text(), nullable=True),
        sa.Column("brand", sa.Text(), nullable=True),
        sa.Column("keyword", sa.Text(), nullable=True),
        sa.Column("page_number", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("next_page", Json(), nullable=True),
        sa.Column("layout", sa.Text(), nullable=True),
        sa.Column("listing_keys", Json(), nullable=False),
        sa.Column("without_id", sa.Integer(), nullable=False),
        sa.Column("sha256_body", sa.Text(), nullable=True),
        sa.Column("fetch", Json(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sha256_body"],
            ["snapshot.sha256_body"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("visit_target", "visit", ["marketplace", "target"], unique=False)
    op.create_index(
        "visit_once", "visit", ["run_id", "marketplace", "target"], unique=True, sqlite_where=sa.text("state = 'done'")
    )
    op.create_table(
        "listing",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("marketplace", sa.Text(), nullable=False),
        sa.Column("listing_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("vendor_key", sa.Text(), nullable=True),
        sa.Column("first_seen", UtcTime(length=27), nullable=False),
        sa.Column("first_visit", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcTime(length=27), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("digests", Json(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("price_min", Money(), nullable=True),
        sa.Column("price_max", Money(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("price_list", Money(), nullable=True),
        sa.Column("price_note", sa.Text(), nullable=True),
        sa.Column("price_steps", Json(), nullable=True),
        sa.Column("units_sold", sa.Integer(), nullable=True),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("min_order", sa.Integer(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("image_urls", Json(), nullable=True),
        sa.ForeignKeyConstraint(
            ["first_visit"],
            ["visit.id"],
        ),
        sa.ForeignKeyConstraint(
            ["vendor_key"],
            ["vendor.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_listing_first_visit"), "listing", ["first_visit"], unique=False)
    op.create_index(op.f("ix_listing_vendor_key"), "listing", ["vendor_key"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("listing_key", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("reasons", Json(), nullable=False),
        sa.Column("missing", Json(), nullable=False),
        sa.Column("first_at", UtcTime(length=27), nullable=False),
        sa.Column("changed_at", UtcTime(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_key"],
            ["listing.key"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_finding_listing_key"), "finding", ["listing_key"], unique=False)
    op.create_table(
        "lifecycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_key", sa.Text(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(length=27), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_key"],
            ["listing.key"],
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_lifecycle_listing_key"), "lifecycle", ["listing_key"], unique=False)
    op.create_index(op.f("ix_lifecycle_visit_id"), "lifecycle", ["visit_id"], unique=False)
    op.create_table(
        "match",
        sa.Column("listing_key", sa.Text(), nullable=False),
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mention", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_key"],
            ["listing.key"],
        ),
        sa.PrimaryKeyConstraint("listing_key", "brand"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_key", sa.Text(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(length=27), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("vendor_key", sa.Text(), nullable=True),
        sa.Column("ad", sa.Boolean(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("price_min", Money(), nullable=True),
        sa.Column("price_max", Money(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("price_list", Money(), nullable=True),
        sa.Column("price_note", sa.Text(), nullable=True),
        sa.Column("price_steps", Json(), nullable=True),
        sa.Column("units_sold", sa.Integer(), nullable=True),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("min_order", sa.Integer(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("image_urls", Json(), nullable=True),
        sa.ForeignKeyConstraint(
            ["listing_key"],
            ["listing.key"],
        ),
        sa.ForeignKeyConstraint(
            ["vendor_key"],
            ["vendor.key"],
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_observation_listing_key"), "observation", ["listing_key"], unique=False)
    op.create_index(op.f("ix_observation_visit_id"), "observation", ["visit_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(length=27), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["finding.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_decision_finding_id"), "decision", ["finding_id"], unique=False)
    for statement in statements():
        op.execute(sa.text(statement.replace(":", "\\:")))
