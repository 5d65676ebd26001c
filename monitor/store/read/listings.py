"""Listings as the store keeps them: facts in columns, their digest, and merging what several pages told."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.engine import Row

from monitor.marketplaces import SEARCH_ENGINES
from monitor.model import FACTS, Entry, KnownListings, Listing, Match, PageVisit, PriceStep, Vendor, plain_value
from monitor.store.db import schema
from monitor.store.db.lists import is_among

_LISTING = schema.ListingRow.__table__
_VENDOR = schema.VendorRow.__table__
_OBSERVATION = schema.ObservationRow.__table__
_VISIT = schema.VisitRow.__table__
_CHANGES = tuple(name for name, fact in FACTS.items() if fact.changes)
_FIRST_FACTS = 11
"""Of the first stores, in their order: always part of the digest."""
_SEVERAL = frozenset(part.name for part in fields(Listing) if part.default == ())
"""Facts with any number of values."""
_NOT_TOLD = (None, "", ())
_MATCH = schema.MatchRow.__table__
_MATCHES = select(_MATCH).where(is_among(_MATCH.c.listing_key))
_MATCH_FIELDS = tuple(field.name for field in fields(Match))

_KNOWN = (
    select(
        _LISTING,
        _VENDOR.c.vendor_id,
        _VENDOR.c.name.label("vendor_name"),
        _VENDOR.c.url.label("vendor_url"),
        _VENDOR.c.seller,
    )
    .select_from(_LISTING.outerjoin(_VENDOR, _VENDOR.c.key == _LISTING.c.vendor_key))
    .where(is_among(_LISTING.c.key))
)


def is_lead(visit: PageVisit, listing: Listing) -> bool:
    """Whether a search engine's result led to the listing: it finds one, and tells nothing of one that is known."""
    return visit.marketplace in SEARCH_ENGINES and listing.marketplace is not None


def fact_columns(listing: Listing) -> dict[str, Any]:
    """The facts of a listing in the form of the columns; None = not told."""
    return {name: _in_column(getattr(listing, name)) for name in FACTS}


def _in_column(value: Any) -> Any:
    """Prices stay exact, lists become JSON; an empty list is a fact that is not told."""
    return (plain_value(value) or None) if isinstance(value, tuple) else value


def digest(facts: Mapping[str, Any], vendor: str | None) -> str:
    """A short digest of a listing's facts in the form of columns: equal means that the page said nothing new."""
    changes = [vendor, *(facts[name] for name in _CHANGES)]
    # a fact that came later, and is not told, leaves the digests of older stores as they are
    while len(changes) > 1 + _FIRST_FACTS and changes[-1] is None:
        changes.pop()
    return hashlib.blake2b(json.dumps(changes, default=_plain_amount).encode(), digest_size=8).hexdigest()


def _plain_amount(amount: Decimal) -> int:
    """A price as the columns keep it: 260 and 260.00 are the same."""
    return round(amount * 10_000)


def source_of(visit: PageVisit) -> str:
    """Whose digest a visit's facts are compared with: search and listing pages tell the same things differently."""
    return f"{visit.marketplace}/{visit.page}"


def known_listings(connection: Connection, keys: list[str]) -> KnownListings:
    """What the store holds of a page's listings now, to be handed on to the writing of the page."""
    return KnownListings(known_rows(connection, keys), newest_visit(connection))


def newest_visit(connection: Connection) -> int:
    """The number of the last stored visit: every page that is written is one more."""
    return connection.execute(select(func.max(_VISIT.c.id))).scalar() or 0


def known_rows(connection: Connection, keys: list[str]) -> dict[str, Row[Any]]:
    """The stored rows of listings, with their vendor's facts, by key."""
    return {row.key: row for row in connection.execute(_KNOWN, {"keys": keys})} if keys else {}


def matches_of(connection: Connection, keys: Sequence[str]) -> list[tuple[str, Match]]:
    """The brands that listings name: the listing's key and the match, one for each brand."""
    rows = connection.execute(_MATCHES, {"keys": keys}).mappings()
    return [(row["listing_key"], Match(**{name: row[name] for name in _MATCH_FIELDS})) for row in rows]


def digests_before(connection: Connection, visit: PageVisit, keys: list[str]) -> dict[str, set[str]]:
    """Digests of what this site and kind of page told last before the visit's time, and at that very time.

    Saved pages may know their day only: which of a day's pages came first is not told.
    """
    if not keys:
        return {}
    rows = connection.execute(
        select(_OBSERVATION)
        .join(_VISIT, _VISIT.c.id == _OBSERVATION.c.visit_id)
        .where(
            _OBSERVATION.c.listing_key.in_(keys),
            _OBSERVATION.c.at <= visit.at,
            _VISIT.c.marketplace == visit.marketplace,
            _VISIT.c.page == visit.page,
        )
        .order_by(_OBSERVATION.c.at)
    )
    told_at = [(row["listing_key"], row["at"], digest(dict(row), row["vendor_key"])) for row in rows.mappings()]
    before = {key: at for key, at, _ in told_at if at < visit.at}
    found: dict[str, set[str]] = {}
    for key, at, mark in told_at:
        if at in (visit.at, before.get(key)):
            found.setdefault(key, set()).add(mark)
    return found


def stored_listing(row: Row[Any]) -> Listing:
    """The listing as it is stored: all that pages have told of it so far."""
    facts = {name: _fact_of(row, name) for name in FACTS}
    vendor = Vendor(row.vendor_id, row.vendor_name, row.vendor_url)
    return Listing(position=0, listing_id=row.listing_id, url=row.url, vendor=vendor, **facts)


def merged(listing: Listing, row: Row[Any]) -> Listing:
    """`listing` with what earlier pages told filled in where this page tells nothing (see `Fact.goes_with`).

    A vendor's name stays with the vendor's id.
    """
    priced = listing.price_min is not None
    fills = {None: True, "price": not priced, "currency": not priced or listing.currency == row.currency}
    filled: dict[str, Any] = {
        name: _fact_of(row, name)
        for name, fact in FACTS.items()
        if fills[fact.goes_with] and (fact.goes_with == "price" or getattr(listing, name) in _NOT_TOLD)
    }
    same_vendor = listing.vendor.id is None or row.vendor_id is None or listing.vendor.id == row.vendor_id
    if same_vendor:
        filled["vendor"] = Vendor(
            listing.vendor.id or row.vendor_id,
            listing.vendor.shop_name or row.vendor_name or listing.vendor.name,
            listing.vendor.url or row.vendor_url,
            listing.vendor.identifiers if listing.vendor.id is not None or row.vendor_id is None else (),
        )
    return replace(listing, url=listing.url or row.url, **filled)


def merged_vendor_key(entry: Entry, row: Row[Any]) -> str | None:
    """The key of the vendor of `merged`: what this page tells, unless earlier ones told more of who that is."""
    told, known = entry.vendor_key, row.vendor_key
    if told is None or known is None:
        return told or known
    is_sure = entry.listing.vendor.id is not None or _certainty(told) >= _certainty(known)
    return told if is_sure else known


def _certainty(vendor_key: str) -> int:
    """How surely a vendor's key says who it is: by id, by another identifier, by name, not any more."""
    return {"id": 2, "name-hash": 0, "forgotten": -1}.get(vendor_key.split(":", 2)[1], 1)


def _fact_of(row: Row[Any], name: str) -> Any:
    """A fact as its column keeps it."""
    value = getattr(row, name)
    if name in _SEVERAL:
        return tuple(_member(member) for member in value or ())
    return value


def _member(value: Any) -> Any:
    return PriceStep(value["min_qty"], Decimal(value["price"])) if isinstance(value, dict) else value
