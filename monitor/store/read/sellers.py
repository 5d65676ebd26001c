"""Sellers: the vendors whom pages tie to each other by identifiers, and all identifiers of each.

`monitor.store.write.sellers` keeps the union; this is how it is asked for.
"""

# ruff: noqa: S608 (our own words)
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, text

from monitor.seller_ids import Identifier, current_vendor_key, kinds_like
from monitor.store.db.lists import is_among, listed
from monitor.store.db.schema import ListingRow, UnjudgedVendorRow, VendorRow
from monitor.store.db.types import UtcTime

SHARED_BY_MANY = 5
"""An identifier that pages told of more vendors than so many is no seller's own (a group of companies', the
marketplace's): it ties nobody."""

OWN = f"""
    (SELECT count(*) FROM (
        SELECT 1 FROM seller_identifier AS o
        WHERE o.marketplace = i.marketplace AND o.kind = i.kind AND o.value = i.value LIMIT {SHARED_BY_MANY + 1}
    )) <= {SHARED_BY_MANY}
    AND NOT (i.kind = 'login' AND (SELECT count(*) FROM seller_identifier AS o
        WHERE o.marketplace = i.marketplace AND o.kind = i.kind AND o.value = i.value
              AND o.vendor_key GLOB o.marketplace || ':id:*') > 1)"""
"""Whether an identifier (`seller_identifier AS i`) is a seller's own: not shared by many; and a login, words that a
shop may call itself by too, not beside two ids: an account has one."""
_ASKED = """
    asked AS (SELECT json_extract(value, '$[0]') AS marketplace, json_extract(value, '$[1]') AS kind,
                     json_extract(value, '$[2]') AS value FROM json_each(:identifiers))"""
_JOINED = "JOIN seller_identifier AS i ON i.marketplace = a.marketplace AND i.kind = a.kind AND i.value = a.value"
_BY_IDENTIFIER = listed(
    f"""
    WITH {_ASKED}
    SELECT a.marketplace, a.kind, a.value, n.seller FROM asked AS a {_JOINED}
    JOIN vendor AS n ON n.key = i.vendor_key WHERE {OWN}""",
    "identifiers",
)
_SELLERS = listed(
    """
    WITH known AS (
        SELECT n.seller FROM json_each(:keys) AS k JOIN vendor AS n ON n.key = k.value
        UNION SELECT value FROM json_each(:sellers))
    SELECT n.seller, n.key, i.kind, i.value FROM known JOIN vendor AS n ON n.seller = known.seller
    LEFT JOIN seller_identifier AS i ON i.vendor_key = n.key ORDER BY i.kind, i.value""",
    "keys",
    "sellers",
)
_KNOWN_AS = listed(
    f"""
    WITH {_ASKED}
    SELECT DISTINCT a.marketplace, a.value AS asked, o.kind, o.value FROM asked AS a {_JOINED}
    JOIN vendor AS n ON n.key = i.vendor_key JOIN vendor AS m ON m.seller = n.seller
    JOIN seller_identifier AS o ON o.vendor_key = m.key ORDER BY 1, 2, 3, 4""",
    "identifiers",
)
_SELLER_OF = select(VendorRow.seller).where(VendorRow.key == text(":key"))
_UNJUDGED = select(UnjudgedVendorRow.vendor_key)
_LISTINGS_OF = select(ListingRow.key).where(is_among(ListingRow.vendor_key))
_TOLD = text("""
    SELECT i.kind, i.value, min(i.first_seen) AS first_seen, max(i.last_seen) AS last_seen FROM vendor AS n
    JOIN seller_identifier AS i ON i.vendor_key = n.key WHERE n.seller = :seller GROUP BY 1, 2 ORDER BY 3, 1, 2
    """).columns(first_seen=UtcTime, last_seen=UtcTime)


@dataclass(frozen=True, slots=True)
class KnownSellers:
    """Some sellers: of which seller each vendor and each identifier is, and what identifies each seller."""

    by_vendor: Mapping[str, str]
    """Seller by the vendor's key."""
    by_identifier: Mapping[tuple[str, str, str], str]
    """Seller by marketplace, kind and value."""
    identifiers: Mapping[str, tuple[Identifier, ...]]
    """By seller."""

    def of(
        self, marketplace: str, vendor: str | None, told: Collection[Identifier]
    ) -> tuple[str | None, tuple[Identifier, ...]]:
        """The seller whose vendor has this key, and of whom a page tells these identifiers, and all that it has.

        The same as if the page were stored: what it ties is one.
        """
        ties = {self.by_identifier.get((marketplace, *identifier)) for identifier in told}
        ties.add(self.by_vendor.get(vendor or "", vendor))
        sellers = {seller for seller in ties if seller is not None}
        known = (identifier for seller in sorted(sellers) for identifier in self.identifiers.get(seller, ()))
        return (first_key(sellers) if sellers else None), tuple(dict.fromkeys([*told, *known]))


def first_key(keys: Iterable[str]) -> str:
    """The key that stands for a seller: the first in order, of those with the marketplace's own id before others."""
    return min(keys, key=lambda key: (key.split(":", 2)[1] != "id", key))


def known_sellers(
    connection: Connection, vendors: Collection[str], identifiers: Collection[tuple[str, str, str]] = ()
) -> KnownSellers:
    """The sellers of vendors, by key, and those of whom pages told identifiers (marketplace, kind, value)."""
    if not vendors and not identifiers:
        return KnownSellers({}, {}, {})
    tied = connection.execute(_BY_IDENTIFIER, {"identifiers": sorted(identifiers)}).all() if identifiers else ()
    by_identifier = {(row.marketplace, row.kind, row.value): row.seller for row in tied}
    asked = {"keys": sorted(vendors), "sellers": sorted(set(by_identifier.values()))}
    rows = connection.execute(_SELLERS, asked).all()
    told: dict[str, dict[Identifier, None]] = defaultdict(dict)
    for row in rows:
        if row.kind is not None:
            told[row.seller][row.kind, row.value] = None
    return KnownSellers(
        {row.key: row.seller for row in rows},
        by_identifier,
        {seller: tuple(its_own) for seller, its_own in told.items()},
    )


def known_as(connection: Connection, ids: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[Identifier, ...]]:
    """All identifiers of the sellers that have an identifier, of whatever kind, by marketplace and value."""
    asked = [
        (marketplace, kind, value) for marketplace, value in sorted(set(ids)) for kind in kinds_like(marketplace, value)
    ]
    known: dict[tuple[str, str], tuple[Identifier, ...]] = defaultdict(tuple)
    for row in connection.execute(_KNOWN_AS, {"identifiers": asked}) if asked else ():
        known[row.marketplace, row.asked] += ((row.kind, row.value),)
    return dict(known)


def seller_key(connection: Connection, vendor: str) -> str:
    """The key of the seller that a vendor's key, which may be an old one, leads to; the key itself for an unknown."""
    vendor = current_vendor_key(vendor)
    return connection.execute(_SELLER_OF, {"key": vendor}).scalar() or vendor


@dataclass(frozen=True, slots=True)
class ToldIdentifier:
    """An identifier of a seller, and when pages told it first and last."""

    kind: str
    value: str
    first_seen: datetime
    last_seen: datetime


def identifiers_told(connection: Connection, seller: str) -> list[ToldIdentifier]:
    """All identifiers of a seller, by its key, the ones that were told first at the beginning."""
    return [ToldIdentifier(*row) for row in connection.execute(_TOLD, {"seller": seller})]


def unjudged_vendors(connection: Connection) -> list[str]:
    """The vendors whose listings are to be judged again, since more is known of their seller."""
    return list(connection.execute(_UNJUDGED).scalars())


def listings_of_vendors(connection: Connection, vendors: Sequence[str]) -> list[str]:
    """The keys of all listings of vendors."""
    return sorted(connection.execute(_LISTINGS_OF, {"keys": list(vendors)}).scalars())
