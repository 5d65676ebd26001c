"""What expired or was forgotten; words about persons can be blanked; no key holds a seller's name any more."""

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from monitor.store.db.visit_digest import digest_of_visit

# ruff: noqa: S608 (our own words)
revision = "0018"
down_revision = "0017"

# As they were when this version came.
_COLUMNS = {
    "observation": (
        "id", "listing_key", "visit_id", "at", "page", "vendor_key", "ad", "title", "price_min", "price_max",
        "currency", "price_list", "price_note", "price_steps", "units_sold", "stock", "min_order", "location",
        "image_urls",
    ),
    "decision": (
        "id", "finding_id", "at", "reviewer", "state", "ground", "note", "reason", "batch", "undoes", "seen", "saw",
        "seller", "took_ms",
    ),
    "seller_decision": ("id", "seller", "brand", "at", "reviewer", "reason", "note", "batch", "undoes"),
}  # fmt: skip
_WORDS = {"observation": ("title", "location", "image_urls"), "decision": ("note",), "seller_decision": ("note",)}
_SELLERS = {"observation": "vendor_key", "decision": "seller", "seller_decision": "seller"}
_DIGESTED = (
    "title", "price_min", "price_max", "currency", "price_list", "price_note", "price_steps", "units_sold", "stock",
    "min_order", "location",
)  # fmt: skip
_KEYS = (
    ("vendor", "key"),
    ("vendor", "seller"),
    ("seller_identifier", "vendor_key"),
    ("unjudged_vendor", "vendor_key"),
    ("listing", "vendor_key"),
    ("observation", "vendor_key"),
    ("grouping", "seller"),
    ("decision", "seller"),
    ("seller_decision", "seller"),
)
_NAMED = "substr(key, instr(key, ':') + 1, 5) = 'name:'"


def upgrade() -> None:
    op.create_table(
        "removed_snapshot",
        sa.Column("sha256_body", sa.Text, sa.ForeignKey("snapshot.sha256_body"), primary_key=True),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("file_gone", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("removed_snapshot_left", "removed_snapshot", ["file_gone"], sqlite_where=sa.text("NOT file_gone"))
    for table in _COLUMNS:
        op.execute(f"DROP TRIGGER {table}_no_update")
    _rename_sellers(op.get_bind())
    for table, columns in _COLUMNS.items():
        op.execute(_blanked_only(table, columns))


def _blanked_only(table: str, columns: tuple[str, ...]) -> str:
    changed = [
        f"NEW.{name} IS NOT OLD.{name}"
        + (f" AND NEW.{name} IS NOT NULL" if name in _WORDS[table] else "")
        + (f" AND NEW.{name} NOT GLOB '*:forgotten:*'" if name == _SELLERS[table] else "")
        for name in columns
    ]
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {' OR '.join(changed)} "
        f"BEGIN SELECT raise(ABORT, '{table} is append only'); END"
    )


def _rename_sellers(connection: sa.Connection) -> None:
    """Give sellers without an id keys with a digest of their names, in all tables, and keep all digests right."""
    old_keys = connection.exec_driver_sql(f"SELECT key FROM vendor WHERE {_NAMED}").scalars().all()
    if not old_keys:
        return
    renamed = {key: _of_today(key) for key in old_keys}
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # keys change in one table after another
    connection.exec_driver_sql("CREATE TEMP TABLE renamed (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID")
    connection.exec_driver_sql("INSERT INTO renamed VALUES (?, ?)", list(renamed.items()))
    sound = _sound_visits(connection)
    _digest_listings_anew(connection, renamed)
    for table, column in _KEYS:
        connection.exec_driver_sql(
            f"UPDATE {table} SET {column} = (SELECT new FROM renamed WHERE old = {column}) "
            f"WHERE {column} IN (SELECT old FROM renamed)"
        )
    _rename_groups(connection, renamed)
    connection.exec_driver_sql("DROP TABLE renamed")
    cursor = _cursor(connection)
    for number in sound:
        cursor.execute(
            "UPDATE visit_digest SET sha256 = ? WHERE visit_id = ?", (digest_of_visit(cursor, number), number)
        )


def _of_today(key: str) -> str:
    marketplace, _, name = key.split(":", 2)
    return f"{marketplace}:name-hash:{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _sound_visits(connection: sa.Connection) -> list[int]:
    """The visits whose rows will change and are, so far, as they were written: others must not seem to be."""
    cursor = _cursor(connection)
    rows = cursor.execute(
        "SELECT visit_id, sha256 FROM visit_digest WHERE visit_id IN "
        "(SELECT visit_id FROM observation WHERE vendor_key IN (SELECT old FROM renamed))"
    ).fetchall()
    return [number for number, sha256 in rows if sha256 == digest_of_visit(cursor, number)]


def _digest_listings_anew(connection: sa.Connection, renamed: dict[str, str]) -> None:
    """What a page told last of a listing is compared by a digest in which its seller's key has a part."""
    rows = connection.exec_driver_sql(
        f"SELECT o.listing_key, l.digests, o.vendor_key, {', '.join(f'o.{name}' for name in _DIGESTED)} "
        "FROM observation AS o JOIN listing AS l ON l.key = o.listing_key "
        "WHERE o.vendor_key IN (SELECT old FROM renamed) ORDER BY o.listing_key"
    ).mappings()
    changed = []
    for key, told in groupby(rows, key=lambda row: row["listing_key"]):
        observations = list(told)
        anew = {_digest(row, row["vendor_key"]): _digest(row, renamed[row["vendor_key"]]) for row in observations}
        digests = json.loads(observations[0]["digests"])
        changed.append((_compact({source: anew.get(mark, mark) for source, mark in digests.items()}), key))
    if changed:
        connection.exec_driver_sql("UPDATE listing SET digests = ? WHERE key = ?", changed)


def _digest(row: Any, vendor: str) -> str:
    facts = [row[name] for name in _DIGESTED]
    steps = _DIGESTED.index("price_steps")
    facts[steps] = None if facts[steps] is None else json.loads(facts[steps])
    return hashlib.blake2b(json.dumps([vendor, *facts]).encode(), digest_size=8).hexdigest()


def _rename_groups(connection: sa.Connection, renamed: dict[str, str]) -> None:
    """Keys of groups end with a seller's; those of a seller's probable operator name other sellers besides."""
    rows = connection.exec_driver_sql("SELECT DISTINCT vendor FROM grouping WHERE vendor LIKE '%:name:%'").scalars()
    vendors = [(new, old) for old in rows.all() if (new := _group_of_today(old, renamed)) != old]
    if vendors:
        connection.exec_driver_sql("UPDATE grouping SET vendor = ? WHERE vendor = ?", vendors)
    stats = list(_changed_stats(connection, renamed))
    if stats:
        connection.exec_driver_sql("UPDATE group_stats SET key = ?, facts = ? WHERE key = ?", stats)


def _changed_stats(connection: sa.Connection, renamed: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    rows = connection.exec_driver_sql(
        "SELECT key, facts FROM group_stats WHERE key LIKE '%:name:%' OR facts LIKE '%:name:%'"
    )
    for key, text in rows.all():
        facts = json.loads(text)
        for tied in facts.get("tied", ()):
            tied["key"] = renamed.get(tied["key"], tied["key"])
        changed = _group_of_today(key, renamed), _compact(facts)
        if changed != (key, text):
            yield (*changed, key)


def _group_of_today(group: str, renamed: dict[str, str]) -> str:
    parts = {"vendor": 2, "offers": 5, "record": 1, "operator": 1}
    *before, seller = group.split("|", parts.get(group.partition("|")[0], 0))
    return "|".join([*before, renamed.get(seller, seller)])


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cursor(connection: sa.Connection) -> Any:
    return connection.connection.cursor()
