"""AliExpress: a number of aliexpress.us is the listing's own and 2^51; what both had in a store is one history."""

import json
import re
from typing import Any

import sqlalchemy as sa
from alembic import op

from monitor.store.db.visit_digest import digest_of_visit

revision = "0014"
down_revision = "0013"

# As they were when this version came.
_AMERICAN = 2**51
_APPEND_ONLY = ("observation", "lifecycle", "decision")
_BY_LISTING = ("look_again", "observation", "lifecycle", "match", "grouping", "seller_link", "listing_picture")
_FILLED = ("vendor_key", "url", "title", "location", "units_sold", "stock", "min_order", "image_urls", "last_kept")
"""What the older row tells where the newer one tells nothing; prices go together with their currency."""
_NUMBERED = "key GLOB 'aliexpress:[0-9]*'"


def upgrade() -> None:
    connection = op.get_bind()
    renamed = _renamed(connection)
    visits = _visits(connection)
    if not renamed and not visits:
        return
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # keys change in one table after another
    sound = _sound_digests(connection, renamed, visits)
    for table in _APPEND_ONLY:
        connection.exec_driver_sql(f"DROP TRIGGER {table}_no_update")
    for visit_id, listing_keys, target in visits:
        connection.exec_driver_sql("UPDATE visit SET listing_keys = ? WHERE id = ?", (listing_keys, visit_id))
        # what one run asked for under both numbers stays as it was asked for
        connection.exec_driver_sql("UPDATE OR IGNORE visit SET target = ? WHERE id = ?", (target, visit_id))
    for key in renamed:
        _move(connection, key, _of_today(key))
    for table in _APPEND_ONLY:
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT raise(ABORT, '{table} is append only'); END"
        )
    _digest_anew(connection, sound)
    # the united listings are judged with the next `assess`, which is a whole one
    connection.exec_driver_sql("DELETE FROM store_info WHERE key = 'assessed'")


def _renamed(connection: sa.Connection) -> list[str]:
    """The keys with a number of aliexpress.us, of listings kept fully or not."""
    rows = connection.exec_driver_sql(
        f"SELECT key FROM listing WHERE {_NUMBERED} UNION SELECT key FROM unmatched WHERE {_NUMBERED} ORDER BY key"  # noqa: S608 (our own words)
    )
    return [key for key in rows.scalars() if _of_today(key) != key]


def _visits(connection: sa.Connection) -> list[tuple[int, str, str]]:
    """Visits that name such a listing: number, and keys of the listings and target as they are to be."""
    rows = connection.exec_driver_sql(
        "SELECT id, marketplace, listing_keys, target FROM visit "
        "WHERE marketplace = 'aliexpress' OR listing_keys LIKE '%aliexpress:%'"
    )
    changed = []
    for row in rows:
        keys, target = _of_today(row.listing_keys), row.target
        if row.marketplace == "aliexpress" and target.startswith("listing:"):
            target = _of_today(target)
        if (keys, target) != (row.listing_keys, row.target):
            changed.append((row.id, keys, target))
    return changed


def _of_today(words: str) -> str:
    """Words with the numbers of aliexpress.us in keys, targets and addresses made those of aliexpress.com."""
    return re.sub(
        r"(?<![^\"])(aliexpress:|listing:)(\d{16})(?!\d)|(aliexpress\.(?:com|us)/item/)(\d{16})(?=\.html)",
        lambda match: f"{match[1] or match[3]}{_number(match[2] or match[4])}",
        words,
        flags=re.ASCII,
    )


def _number(digits: str) -> int:
    number = int(digits)
    return number - _AMERICAN if number > _AMERICAN else number


def _sound_digests(connection: sa.Connection, renamed: list[str], visits: list[tuple[int, str, str]]) -> list[int]:
    """The visits whose rows will change and are, so far, as they were written: others must not seem to be."""
    changing = {visit_id for visit_id, _, _ in visits}
    for key in renamed:
        for table in ("observation", "lifecycle"):
            rows = connection.exec_driver_sql(f"SELECT visit_id FROM {table} WHERE listing_key = ?", (key,))  # noqa: S608
            changing.update(rows.scalars())
    cursor = _cursor(connection)
    digests = dict(cursor.execute("SELECT visit_id, sha256 FROM visit_digest").fetchall())
    return [number for number in sorted(changing) if digests.get(number) == digest_of_visit(cursor, number)]


def _digest_anew(connection: sa.Connection, visits: list[int]) -> None:
    cursor = _cursor(connection)
    for number in visits:
        cursor.execute(
            "UPDATE visit_digest SET sha256 = ? WHERE visit_id = ?", (digest_of_visit(cursor, number), number)
        )


def _cursor(connection: sa.Connection) -> Any:
    return connection.connection.cursor()


def _move(connection: sa.Connection, old: str, new: str) -> None:
    """Give all that is told of a listing to its other key, and unite the rows of which there can be one only."""
    connection.exec_driver_sql("UPDATE OR IGNORE unmatched SET key = ? WHERE key = ?", (new, old))
    connection.exec_driver_sql("DELETE FROM unmatched WHERE key = ?", (old,))
    own, other = _row(connection, "listing", "key", old), _row(connection, "listing", "key", new)
    if own is None:
        return
    own = {**own, "key": new, "listing_id": new.partition(":")[2], "url": own["url"] and _of_today(own["url"])}
    values = own if other is None else _united(own, other, _gone_since(connection, old), _gone_since(connection, new))
    if other is not None:
        connection.exec_driver_sql("DELETE FROM listing WHERE key = ?", (old,))
    _set(connection, "listing", "key", new if other is not None else old, values)
    _move_findings(connection, old, new, newer=other is None or own["changed_at"] > other["changed_at"])
    for table in _BY_LISTING:
        connection.exec_driver_sql(f"UPDATE OR IGNORE {table} SET listing_key = ? WHERE listing_key = ?", (new, old))  # noqa: S608
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE listing_key = ?", (old,))  # noqa: S608


def _move_findings(connection: sa.Connection, old: str, new: str, *, newer: bool) -> None:
    """`newer`: whether what was judged under the old key was told last."""
    for row in connection.exec_driver_sql("SELECT * FROM finding WHERE listing_key = ?", (old,)).mappings().all():
        finding = {**row, "id": f"{new}:{row['brand']}", "listing_key": new}
        other = _row(connection, "finding", "id", finding["id"])
        if other is not None:
            finding = {**(finding if newer else other), "first_at": min(finding["first_at"], other["first_at"])}
            connection.exec_driver_sql("DELETE FROM finding WHERE id = ?", (row["id"],))
        _set(connection, "finding", "id", row["id"] if other is None else finding["id"], finding)
        connection.exec_driver_sql(
            "UPDATE decision SET finding_id = ? WHERE finding_id = ?", (finding["id"], row["id"])
        )


def _united(own: dict[str, Any], other: dict[str, Any], own_gone: str | None, other_gone: str | None) -> dict[str, Any]:
    """One row of two: `…_gone`: when the listing's page last said under that number that it is gone."""
    older, newer = sorted((own, other), key=lambda row: row["changed_at"])
    first = min((own, other), key=lambda row: row["first_seen"])
    shown = max((own, other), key=lambda row: row["last_seen"])
    gone_at = max(own_gone or "", other_gone or "")
    digests = json.loads(older["digests"]) | json.loads(newer["digests"])
    return {
        **newer,
        **{name: older[name] for name in _FILLED if newer[name] is None},
        "first_seen": first["first_seen"],
        "first_visit": first["first_visit"],
        "last_seen": shown["last_seen"],
        "last_kept": shown["last_kept"] or older["last_kept"] or newer["last_kept"],
        "gone": gone_at > shown["last_seen"],
        "digests": json.dumps(digests),
    }  # fmt: skip


def _gone_since(connection: sa.Connection, key: str) -> str | None:
    query = "SELECT at, event FROM lifecycle WHERE listing_key = ? ORDER BY id DESC LIMIT 1"
    last = connection.exec_driver_sql(query, (key,)).first()
    return last.at if last is not None and last.event == "gone" else None


def _row(connection: sa.Connection, table: str, column: str, key: str) -> dict[str, Any] | None:
    found = connection.exec_driver_sql(f"SELECT * FROM {table} WHERE {column} = ?", (key,)).mappings().first()  # noqa: S608
    return None if found is None else dict(found)


def _set(connection: sa.Connection, table: str, column: str, key: str, values: dict[str, Any]) -> None:
    places = ", ".join(f'"{name}" = ?' for name in values)
    connection.exec_driver_sql(f"UPDATE {table} SET {places} WHERE {column} = ?", (*values.values(), key))  # noqa: S608
