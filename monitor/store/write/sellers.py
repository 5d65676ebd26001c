"""The union of vendors: which of them are one seller, by the identifiers that single pages told of them.

A page that tells two identifiers of a vendor ties them. Which vendors are one follows from all that pages told, not
from the order in which they came: whatever new ties touch is worked out anew.
"""

# ruff: noqa: S608 (our own words)
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, text

from monitor.seller_ids import Identifier
from monitor.store.db.bulk import insert_new_rows, insert_rows
from monitor.store.db.lists import is_among, listed
from monitor.store.db.schema import SellerIdentifierRow, UnjudgedVendorRow, VendorRow
from monitor.store.db.types import UtcTime
from monitor.store.read.sellers import OWN, SHARED_BY_MANY, first_key

_ROWS = """
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
           json_extract(value, '$[3]') FROM json_each(:rows)"""
_KNOWN = select(
    SellerIdentifierRow.marketplace, SellerIdentifierRow.kind, SellerIdentifierRow.value, SellerIdentifierRow.vendor_key
).where(is_among(SellerIdentifierRow.vendor_key))
_SEEN = listed(
    f"""
    UPDATE seller_identifier SET first_seen = min(first_seen, :at), last_seen = max(last_seen, :at)
    WHERE (marketplace, kind, value, vendor_key) IN ({_ROWS})""",
    "rows",
).bindparams(bindparam("at", type_=UtcTime))
_NUMBER = (
    "(SELECT count(*) FROM (SELECT 1 FROM seller_identifier AS o WHERE o.marketplace = i.marketplace AND "
    f"o.kind = i.kind AND o.value = i.value LIMIT {SHARED_BY_MANY + 2}))"
)
# One that was shared by many before has tied nobody, and ties nobody now.
_TOUCHED = listed(
    f"""
    WITH told AS (SELECT json_extract(value, '$[0]') AS marketplace, json_extract(value, '$[1]') AS kind,
                         json_extract(value, '$[2]') AS value, json_extract(value, '$[3]') AS vendor_key
                  FROM json_each(:rows)),
    touched AS (
        SELECT vendor_key FROM told
        UNION SELECT i.vendor_key FROM told AS t JOIN seller_identifier AS i
        ON i.marketplace = t.marketplace AND i.kind = t.kind AND i.value = t.value
        WHERE {_NUMBER} <= {SHARED_BY_MANY + 1})
    SELECT DISTINCT m.key FROM touched AS t JOIN vendor AS n ON n.key = t.vendor_key
    JOIN vendor AS m ON m.seller = n.seller""",
    "rows",
)
_TIES = listed(f"""
    SELECT i.vendor_key, i.marketplace, i.kind, i.value FROM json_each(:keys) AS k
    JOIN seller_identifier AS i ON i.vendor_key = k.value WHERE {OWN}""")
_SELLERS = select(VendorRow.key, VendorRow.seller).where(is_among(VendorRow.key))
_SET_SELLER = text("UPDATE vendor SET seller = :seller WHERE key = :key")
_JUDGED = delete(UnjudgedVendorRow).where(is_among(UnjudgedVendorRow.vendor_key))

Told = tuple[str, str, str, str]
"""Marketplace, kind and value of an identifier, and the key of the vendor of whom a page told it."""


def write_identifiers(
    connection: Connection, told: Mapping[str, Sequence[Identifier]], at: datetime, *, new: set[str]
) -> set[str]:
    """Note what a page tells of vendors, by their keys, and unite those whom it ties.

    `at`: when the page was seen; `new`: the vendors that no page named before. Returns the vendors of sellers that are
    others than before: united, or parted. Where a seller has an identifier more, its listings are to be judged again.
    """
    rows: list[Told] = [
        (key.partition(":")[0], kind, value, key) for key, identifiers in told.items() for kind, value in identifiers
    ]
    if not rows:
        return set()
    known = {tuple(row) for row in connection.execute(_KNOWN, {"keys": sorted(told.keys() - new)})}
    if old := [row for row in rows if row in known]:
        connection.execute(_SEEN, {"rows": old, "at": at})
    first = [row for row in rows if row not in known]
    if not first:
        return set()
    insert_rows(connection, SellerIdentifierRow, [_row(*row, at) for row in first])
    touched = set(connection.execute(_TOUCHED, {"rows": first}).scalars())
    sellers, changed = _unite(connection, touched)
    enriched = {sellers[key] for _, _, _, key in first}
    unjudged = {key for key in touched if key in changed or sellers[key] in enriched} - new
    insert_new_rows(connection, UnjudgedVendorRow, [{"vendor_key": key} for key in sorted(unjudged)])
    return changed


def unite_all(connection: Connection) -> None:
    """Work out anew of which seller each vendor is."""
    _unite(connection, set(connection.execute(select(VendorRow.key)).scalars()))


def judged_vendors(connection: Connection, vendors: Sequence[str]) -> None:
    """The listings of these vendors are judged with all that is known of their sellers."""
    connection.execute(_JUDGED, {"keys": list(vendors)})


def _unite(connection: Connection, vendors: set[str]) -> tuple[dict[str, str], set[str]]:
    """Write the seller of each vendor as their ties have it; returns it, and the vendors of all sellers that changed.

    `vendors`: with all whom their ties reach.
    """
    keys = {"keys": sorted(vendors)}
    before = {row.key: row.seller for row in connection.execute(_SELLERS, keys)}
    leads_to = {key: key for key in vendors}

    def leader(key: str) -> str:
        while leads_to[key] != key:
            leads_to[key] = leads_to[leads_to[key]]
            key = leads_to[key]
        return key

    first: dict[tuple[str, ...], str] = {}
    for vendor, *identifier in connection.execute(_TIES, keys):
        leads_to[leader(vendor)] = leader(first.setdefault(tuple(identifier), vendor))
    together: dict[str, list[str]] = defaultdict(list)
    for key in vendors:
        together[leader(key)].append(key)
    sellers = {key: seller for members in together.values() for seller in [first_key(members)] for key in members}
    moved = {key for key, seller in sellers.items() if before[key] != seller}
    if moved:
        connection.execute(_SET_SELLER, [{"key": key, "seller": sellers[key]} for key in sorted(moved)])
    changed = {seller for key in moved for seller in (before[key], sellers[key])}
    return sellers, {key for key, seller in sellers.items() if seller in changed or before[key] in changed}


def _row(marketplace: str, kind: str, value: str, vendor_key: str, at: datetime) -> dict[str, Any]:
    return {
        "marketplace": marketplace,
        "kind": kind,
        "value": value,
        "vendor_key": vendor_key,
        "first_seen": at,
        "last_seen": at,
    }
