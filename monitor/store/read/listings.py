"""Listings as the store keeps them: keys, told facts, their digest, and merging what several pages told."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.engine import Row

from monitor.marketplaces import SEARCH_ENGINES
from monitor.model import Listing, PageVisit, PriceStep, Vendor
from monitor.store.db import schema
from monitor.store.db.bulk import is_among

_LISTING = schema.ListingRow.__table__
_VENDOR = schema.VendorRow.__table__
_OBSERVATION = schema.ObservationRow.__table__
_VISIT = schema.VisitRow.__table__
FACTS = (
    "title", "price_min", "price_max", "currency", "price_list", "price_note", "price_steps", "units_sold", "stock",
    "min_order", "location", "image_urls",
)  # fmt: skip
# Image hosts rotate between visits: not a change of the listing.
_NOT_IN_DIGEST = {"image_urls"}

_KNOWN = (
    select(_LISTING, _VENDOR.c.vendor_id, _VENDOR.c.name.label("vendor_name"), _VENDOR.c.url.label("vendor_url"))
    .select_from(_LISTING.outerjoin(_VENDOR, _VENDOR.c.key == _LISTING.c.vendor_key))
    .where(is_among(_LISTING.c.key))
)


def is_lead(visit: PageVisit, listing: Listing) -> bool:
    """Whether a search engine's result led to the listing: it finds one, and tells nothing of one that is known."""
    return visit.marketplace in SEARCH_ENGINES and listing.marketplace is not None


def told(listing: Listing) -> dict[str, Any]:
    """The facts of a listing in the form of the columns; None = not told."""
    steps = [{"min_qty": step.min_qty, "price": format(step.price, "f")} for step in listing.price_steps]
    return {
        "title": listing.title,
        "price_min": listing.price_min,
        "price_max": listing.price_max,
        "currency": listing.currency,
        "price_list": listing.price_list,
        "price_note": listing.price_note,
        "price_steps": steps or None,
        "units_sold": listing.units_sold,
        "stock": listing.stock,
        "min_order": listing.min_order,
        "location": listing.location,
        "image_urls": list(listing.image_urls) or None,
    }


def digest(facts: Mapping[str, Any], vendor: str | None) -> str:
    """A short digest of told facts: equal means that the page said nothing new."""
    plain = [vendor, *(facts[name] for name in FACTS if name not in _NOT_IN_DIGEST)]
    return hashlib.blake2b(json.dumps(plain, default=_plain_amount).encode(), digest_size=8).hexdigest()


def _plain_amount(amount: Decimal) -> int:
    """A price as the columns keep it: 260 and 260.00 are the same."""
    return round(amount * 10_000)


def source_of(visit: PageVisit) -> str:
    """Whose digest a visit's facts are compared with: search and listing pages tell the same things differently."""
    return f"{visit.marketplace}/{visit.page}"


def known_rows(connection: Connection, keys: list[str]) -> dict[str, Row[Any]]:
    """The stored rows of listings, with their vendor's facts, by key."""
    return {row.key: row for row in connection.execute(_KNOWN, {"keys": keys})} if keys else {}


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
    return Listing(
        position=0,
        listing_id=row.listing_id,
        title=row.title,
        url=row.url,
        price_min=row.price_min,
        price_max=row.price_max,
        currency=row.currency,
        vendor=Vendor(row.vendor_id, row.vendor_name, row.vendor_url),
        units_sold=row.units_sold,
        stock=row.stock,
        min_order=row.min_order,
        location=row.location,
        image_urls=tuple(row.image_urls or ()),
        price_list=row.price_list,
        price_note=row.price_note,
        price_steps=tuple(PriceStep(step["min_qty"], Decimal(step["price"])) for step in row.price_steps or ()),
    )


def merged(listing: Listing, row: Row[Any]) -> Listing:
    """`listing` with what earlier pages told filled in where this page tells nothing.

    The price stays with its currency and note, and a vendor's name with the vendor's id.
    """
    priced = listing.price_min is not None
    comparable = not priced or listing.currency == row.currency
    same_vendor = listing.vendor.id is None or row.vendor_id is None or listing.vendor.id == row.vendor_id
    steps = tuple(PriceStep(step["min_qty"], Decimal(step["price"])) for step in row.price_steps or ())
    return replace(
        listing,
        title=listing.title or row.title,
        url=listing.url or row.url,
        price_min=listing.price_min if priced else row.price_min,
        price_max=listing.price_max if priced else row.price_max,
        currency=listing.currency if priced else row.currency,
        price_note=listing.price_note if priced else row.price_note,
        price_list=listing.price_list if listing.price_list is not None or not comparable else row.price_list,
        price_steps=listing.price_steps if listing.price_steps or not comparable else steps,
        vendor=Vendor(
            listing.vendor.id or row.vendor_id,
            listing.vendor.name or row.vendor_name,
            listing.vendor.url or row.vendor_url,
        )
        if same_vendor
        else listing.vendor,
        units_sold=listing.units_sold if listing.units_sold is not None else row.units_sold,
        stock=listing.stock if listing.stock is not None else row.stock,
        min_order=listing.min_order if listing.min_order is not None else row.min_order,
        location=listing.location or row.location,
        image_urls=listing.image_urls or tuple(row.image_urls or ()),
    )
