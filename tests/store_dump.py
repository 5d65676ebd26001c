"""A store's content without what two equal runs may differ in: row numbers and the clock."""

from pathlib import Path

from monitor.store.store import open_store

_QUERIES = {
    "visit": """SELECT marketplace, target, page, state, outcome, reason, url, final_url,
                CASE reason WHEN 'not_saved' THEN NULL ELSE at END, method, keyword,
                page_number, total, next_page, layout, listing_keys, without_id, sha256_body, error FROM visit""",
    "listing": """SELECT l.key, l.title, l.url, l.vendor_key, l.price_min, l.price_max, l.currency, l.units_sold,
                  l.stock, l.first_seen, v.target, l.changed_at, l.gone, l.digests
                  FROM listing AS l JOIN visit AS v ON v.id = l.first_visit""",
    "observation": """SELECT o.listing_key, v.marketplace, v.target, o.at, o.title, o.price_min, o.price_max, o.stock,
                      o.ad FROM observation AS o JOIN visit AS v ON v.id = o.visit_id""",
    "lifecycle": """SELECT e.listing_key, v.target, e.at, e.event FROM lifecycle AS e JOIN visit AS v
                    ON v.id = e.visit_id""",
    "match": 'SELECT listing_key, brand, score, kind, mention, start, "end", why FROM match',
    "finding": "SELECT id, score, level, reasons, missing, first_at, changed_at FROM finding",
    "vendor": "SELECT key, name, url, first_seen FROM vendor",
    "unmatched": "SELECT key, title, price_min, currency, seen_at FROM unmatched",
    "snapshot": "SELECT sha256_body, size, media_type FROM snapshot",
    "run": "SELECT state, method FROM run",
}


def dump(root: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table's rows in a stable order, and the names of the snapshot files."""
    store = open_store(root)
    with store.read() as connection:
        found = {
            table: sorted((tuple(row) for row in connection.exec_driver_sql(query)), key=repr)
            for table, query in _QUERIES.items()
        }
    store.close()
    found["files"] = sorted((path.name,) for path in (root / "snapshots").rglob("*.zst"))
    return found
