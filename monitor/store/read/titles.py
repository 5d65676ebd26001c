"""Titles of listings, and what was learned from them: for words that only look like a brand's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, text

from monitor.store.db.schema import ExaminedTitleRow, StoreInfoRow

_UNMATCHED = text("SELECT key, marketplace, title FROM unmatched WHERE title IS NOT NULL ORDER BY seen_at DESC, key")
_UNMATCHED_OF_RUN = text("""
    SELECT key, marketplace, title FROM unmatched
    WHERE title IS NOT NULL
      AND key IN (SELECT k.value FROM visit AS v, json_each(v.listing_keys) AS k WHERE v.run_id = :run)
    ORDER BY key""")

_AUTHORISED = text("""
    SELECT DISTINCT l.vendor_key, f.brand FROM finding AS f JOIN listing AS l ON l.key = f.listing_key
    WHERE f.reasons LIKE '%"authorised_seller"%' AND l.vendor_key IS NOT NULL""")

EXAMINED_BY = "examined_by"
"""Key in `store_info`: the rules by which the titles were examined."""

# each half by its own index, then the newest of both
_TITLES = text("""
    SELECT title, vendor FROM (
        SELECT * FROM (SELECT title, vendor_key AS vendor, changed_at AS at FROM listing WHERE title IS NOT NULL
                       ORDER BY changed_at DESC LIMIT :most)
        UNION ALL
        SELECT * FROM (SELECT title, vendor_hash, seen_at FROM unmatched WHERE title IS NOT NULL
                       ORDER BY seen_at DESC LIMIT :most))
    ORDER BY at DESC LIMIT :most""")


@dataclass(frozen=True, slots=True)
class UnmatchedTitle:
    """The title of a listing that names no watched brand."""

    key: str
    """The listing's: `marketplace:listing_id`."""
    marketplace: str
    title: str


def unmatched_titles(connection: Connection, run_id: int | None = None) -> Iterator[UnmatchedTitle]:
    """The titles that named no brand, of one run's pages or of the whole store, the newest first."""
    rows = connection.execute(_UNMATCHED) if run_id is None else connection.execute(_UNMATCHED_OF_RUN, {"run": run_id})
    for row in rows:
        yield UnmatchedTitle(row.key, row.marketplace, row.title)


def titles_seen(connection: Connection, most: int) -> Iterator[tuple[str, str | None]]:
    """The titles of listings, whatever they name, each with its vendor's key or hash; the newest first."""
    for row in connection.execute(_TITLES, {"most": most}):
        yield row.title, row.vendor


def authorised_vendors(connection: Connection) -> dict[str, frozenset[str]]:
    """The vendors who were judged to be authorised sellers: by vendor key, the ids of the brands that they may sell."""
    brands: dict[str, set[str]] = {}
    for row in connection.execute(_AUTHORISED):
        brands.setdefault(row.vendor_key, set()).add(row.brand)
    return {vendor: frozenset(of_vendor) for vendor, of_vendor in brands.items()}


def examined_titles(connection: Connection, rules: str) -> dict[str, dict[str, Any]]:
    """What was read in each title (by its digest) with these rules; empty when it was read with others."""
    by = connection.execute(select(StoreInfoRow.value).where(StoreInfoRow.key == EXAMINED_BY)).scalar()
    if by != rules:
        return {}
    rows = connection.execute(select(ExaminedTitleRow.digest, ExaminedTitleRow.misspellings))
    return {digest: words or {"misspellings": [], "company": []} for digest, words in rows}
