"""The first tables, with the views and triggers."""

import sqlalchemy as sa
from alembic import op

from monitor.store.db.types import Json, Money, UtcTime

revision = "0001"
down_revision = None

# A migration's own copy: what later versions make of the views is no matter of this one.
_APPEND_ONLY = ("observation", "lifecycle", "decision")

_VIEWS = {
    "sightings": """
        SELECT v.id AS visit_id, v.at, j.value AS listing_key, j.key + 1 AS position
        FROM visit AS v, json_each(v.listing_keys) AS j WHERE v.outcome = 'listings'""",
    "last_seen": "SELECT listing_key, max(at) AS last_seen FROM sightings GROUP BY listing_key",
    "listings": """
        SELECT l.key, l.marketplace, l.listing_id, l.title, l.url, l.price_min / 10000.0 AS price,
               l.price_max / 10000.0 AS price_to, l.currency, n.name AS vendor, n.vendor_id, l.units_sold, l.stock,
               l.min_order, l.location, l.first_seen, s.last_seen, l.gone
        FROM listing AS l LEFT JOIN vendor AS n ON n.key = l.vendor_key
        LEFT JOIN last_seen AS s ON s.listing_key = l.key""",
    "findings": """
        SELECT f.id, f.level, f.score, f.brand, l.marketplace, l.listing_id, l.title, l.url,
               l.price_min / 10000.0 AS price, l.currency, n.name AS vendor,
               coalesce((SELECT d.state FROM decision AS d WHERE d.finding_id = f.id ORDER BY d.id DESC LIMIT 1), 'new')
                   AS state,
               l.first_seen, s.last_seen, l.gone, m.mention, m.why, f.reasons, f.missing
        FROM finding AS f JOIN listing AS l ON l.key = f.listing_key
        LEFT JOIN vendor AS n ON n.key = l.vendor_key
        LEFT JOIN match AS m ON m.listing_key = f.listing_key AND m.brand = f.brand
        LEFT JOIN last_seen AS s ON s.listing_key = l.key
        WHERE f.level IS NOT NULL""",
    "vendors": """
        SELECT n.key, n.marketplace, n.vendor_id, n.name, n.url, n.first_seen, count(l.key) AS listings,
               sum(EXISTS (SELECT 1 FROM finding AS f WHERE f.listing_key = l.key AND f.level IS NOT NULL)) AS flagged
        FROM vendor AS n LEFT JOIN listing AS l ON l.vendor_key = n.key GROUP BY n.key""",
}


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
    for statement in _statements():
        op.execute(sa.text(statement.replace(":", "\\:")))


def _statements() -> list[str]:
    made = [f"CREATE VIEW {name} AS {body.strip()}" for name, body in _VIEWS.items()]
    made += [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT raise(ABORT, '{table} is append only'); END"
        for table in _APPEND_ONLY
        for act in ("UPDATE", "DELETE")
    ]
    # INSERT OR REPLACE deletes without asking the DELETE trigger
    made += [
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 (our own table names)
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
        f"BEGIN SELECT raise(ABORT, '{table} is append only'); END"
        for table in _APPEND_ONLY
    ]
    made.append(
        "CREATE TRIGGER snapshot_no_update BEFORE UPDATE ON snapshot "
        "BEGIN SELECT raise(ABORT, 'a snapshot never changes'); END"
    )
    return made
