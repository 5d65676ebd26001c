"""Views for people and triggers that keep history, as they are now: migrations made them from copies of their own."""

APPEND_ONLY = ("observation", "lifecycle", "decision", "seller_decision")

VIEWS = {
    "sightings": """
        SELECT v.id AS visit_id, v.at, j.value AS listing_key, j.key + 1 AS position
        FROM visit AS v, json_each(v.listing_keys) AS j WHERE v.outcome = 'listings'""",
    "last_seen": "SELECT key AS listing_key, last_seen FROM listing",
    "listings": """
        SELECT l.key, l.marketplace, l.listing_id, l.title, l.url, l.price_min / 10000.0 AS price,
               l.price_max / 10000.0 AS price_to, l.currency, n.name AS vendor, n.vendor_id, l.units_sold, l.stock,
               l.min_order, l.location, l.first_seen, l.last_seen, l.gone
        FROM listing AS l LEFT JOIN vendor AS n ON n.key = l.vendor_key""",
    "findings": """
        SELECT f.id, f.level, f.score, f.brand, l.marketplace, l.listing_id, l.title, l.url,
               l.price_min / 10000.0 AS price, l.currency, n.name AS vendor, f.state, l.first_seen, l.last_seen,
               l.gone, m.mention, m.why, f.reasons, f.missing
        FROM finding AS f JOIN listing AS l ON l.key = f.listing_key
        LEFT JOIN vendor AS n ON n.key = l.vendor_key
        LEFT JOIN match AS m ON m.listing_key = f.listing_key AND m.brand = f.brand
        WHERE f.level IS NOT NULL""",
    "vendors": """
        SELECT n.key, n.marketplace, n.vendor_id, n.name, n.url, n.first_seen, count(l.key) AS listings,
               sum(EXISTS (SELECT 1 FROM finding AS f WHERE f.listing_key = l.key AND f.level IS NOT NULL)) AS flagged
        FROM vendor AS n LEFT JOIN listing AS l ON l.vendor_key = n.key GROUP BY n.key""",
}


def statements() -> list[str]:
    """The SQL that makes all views and triggers."""
    made = [f"CREATE VIEW {name} AS {body.strip()}" for name, body in VIEWS.items()]
    made += [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT raise(ABORT, '{table} is append only'); END"
        for table in APPEND_ONLY
        for act in ("UPDATE", "DELETE")
    ]
    # INSERT OR REPLACE deletes without asking the DELETE trigger
    made += [
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 (our own table names)
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
        f"BEGIN SELECT raise(ABORT, '{table} is append only'); END"
        for table in APPEND_ONLY
    ]
    made.append(
        "CREATE TRIGGER snapshot_no_update BEFORE UPDATE ON snapshot "
        "BEGIN SELECT raise(ABORT, 'a snapshot never changes'); END"
    )
    return made
