"""Views for people and triggers that keep history, as they are now: migrations made them from copies of their own."""

from monitor.store.db import schema, schema_review  # noqa: F401 (they describe the tables)
from monitor.store.db.base import Base

_BY_ID = (
    "observation", "lifecycle", "decision", "seller_decision", "stamp", "custody", "capture", "right_version",
    "case_file", "case_event", "case_answer",
)  # fmt: skip
APPEND_ONLY = {
    **dict.fromkeys(_BY_ID, ("id",)),
    "evidence_batch": ("number",),
    "capture_listing": ("capture_id", "listing_key"),
    "case_listing": ("case_id", "position"),
    "case_relisting": ("case_id", "position", "listing_key"),
}
"""The tables that are only ever added to, with their keys."""

BLANKED: dict[str, tuple[str, ...]] = {
    "observation": ("title", "location", "image_urls"),
    "decision": ("note",),
    "seller_decision": ("note",),
    "case_file": (),
    "case_listing": ("url",),
    "case_event": ("note", "text", "reason"),
    "case_answer": ("text",),
}
"""The columns of these tables with words about persons: they may become NULL (empty where there is no NULL) when a
person is forgotten, and nothing else."""
FORGOTTEN = {"observation": "vendor_key", "decision": "seller", "seller_decision": "seller", "case_file": "seller"}
"""Their columns with a seller's key, which may become that of a forgotten seller."""

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
        SELECT n.seller AS key, s.marketplace, s.vendor_id, coalesce(s.name, max(n.name)) AS name,
               coalesce(s.url, max(n.url)) AS url, min(n.first_seen) AS first_seen, count(l.key) AS listings,
               sum(EXISTS (SELECT 1 FROM finding AS f WHERE f.listing_key = l.key AND f.level IS NOT NULL)) AS flagged
        FROM vendor AS n JOIN vendor AS s ON s.key = n.seller LEFT JOIN listing AS l ON l.vendor_key = n.key
        GROUP BY n.seller""",
}


def statements() -> list[str]:
    """The SQL that makes all views and triggers."""
    made = [f"CREATE VIEW {name} AS {body.strip()}" for name, body in VIEWS.items()]
    made += [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT raise(ABORT, '{table} is append only'); END"
        for table in APPEND_ONLY
        for act in ("UPDATE", "DELETE")
        if act == "DELETE" or table not in BLANKED
    ]
    made += [_blanked_only(table) for table in BLANKED]
    # INSERT OR REPLACE deletes without asking the DELETE trigger
    made += [
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 (our own table names)
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{part} = NEW.{part}' for part in key)}) "
        f"BEGIN SELECT raise(ABORT, '{table} is append only'); END"
        for table, key in APPEND_ONLY.items()
    ]
    made.append(
        "CREATE TRIGGER snapshot_no_update BEFORE UPDATE ON snapshot "
        "BEGIN SELECT raise(ABORT, 'a snapshot never changes'); END"
    )
    return made


def _blanked_only(table: str) -> str:
    """The trigger that refuses every change of a row but the blanking of words about persons."""
    changed = []
    for column in Base.metadata.tables[table].columns:
        test = f"NEW.{column.name} IS NOT OLD.{column.name}"
        if column.name in BLANKED[table]:
            test += f" AND NEW.{column.name} " + ("IS NOT NULL" if column.nullable else "<> ''")
        if column.name == FORGOTTEN.get(table):
            test += f" AND NEW.{column.name} NOT GLOB '*:forgotten:*'"
        changed.append(test)
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {' OR '.join(changed)} "
        f"BEGIN SELECT raise(ABORT, '{table} is append only'); END"
    )
