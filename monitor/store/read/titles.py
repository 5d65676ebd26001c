"""Titles of listings, and what was learned from them: for words that only look like a brand's name."""

from collections.abc import Iterator

from sqlalchemy import Connection, select, text

from monitor.store.db.schema import ExaminedTitleRow, StoreInfoRow

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


def titles_seen(connection: Connection, most: int) -> Iterator[tuple[str, str | None]]:
    """The titles of listings, whatever they name, each with its vendor's key or hash; the newest first."""
    for row in connection.execute(_TITLES, {"most": most}):
        yield row.title, row.vendor


def examined_titles(connection: Connection, rules: str) -> dict[str, list[tuple[str, bool]]]:
    """The misspellings found in each title (by its digest) with these rules; empty when they were found with others."""
    by = connection.execute(select(StoreInfoRow.value).where(StoreInfoRow.key == EXAMINED_BY)).scalar()
    if by != rules:
        return {}
    rows = connection.execute(select(ExaminedTitleRow.digest, ExaminedTitleRow.misspellings))
    return {digest: [(word, supported) for word, supported in words or ()] for digest, words in rows}
