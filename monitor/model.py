"""The words that every part of the program shares: what a marketplace page says, and what we make of it.

All times are UTC. Prices are `Decimal` beside an ISO 4217 currency; `None` always means "the page does not tell".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from monitor.page_reasons import Outcome

PageKind = Literal["search", "listing", "shop"]
Method = Literal["crawl", "replay", "hand-saved"]
PriceNote = Literal["from", "coupon", "sample", "subsidy"]
Level = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who offers a listing, as the marketplace names them; `id` is the marketplace's own number or login."""

    id: str | None = None
    name: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One step of a wholesale ladder: the unit price from `min_qty` units on."""

    min_qty: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class Listing:
    """One offer as a page shows it. `price_min`/`price_max` is what an ordinary visitor pays now, shown first."""

    position: int
    listing_id: str | None
    title: str | None
    url: str | None
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    currency: str | None = None
    vendor: Vendor = Vendor()
    units_sold: int | None = None
    stock: int | None = None
    min_order: int | None = None
    location: str | None = None
    image_urls: tuple[str, ...] = ()
    ad: bool | None = None
    price_list: Decimal | None = None
    price_note: PriceNote | None = None
    price_steps: tuple[PriceStep, ...] = ()
    marketplace: str | None = None
    """Where it is sold, when that is not the site of the page (a Tmall item in Taobao's search)."""


@dataclass(frozen=True, slots=True)
class Match:
    """A brand's name found in a title. `start`/`end` are code points of the title as given; `why` is for any reader."""

    brand: str
    score: float
    kind: str
    mention: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a listing is (or is not) suspicious: the points add up to the finding's score.

    What it says to a person is made of `code` and `facts` by `monitor.words`.
    """

    code: str
    points: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    """JSON values: prices as decimal strings, currencies, numbers, names, words of the page, days as ISO 8601."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that would have mattered and that no page and no watchlist has given yet; `facts` as in `Reason`."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A listing judged for one brand. Without a level it is on record, but not flagged."""

    brand: str
    score: int
    level: Level | None
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The kept bytes of a page: `sha256_body` names the file; sizes in bytes."""

    sha256_body: str
    size: int
    media_type: str | None


@dataclass(frozen=True)
class PageVisit:
    """The unit of work: one page, what it was, what stood on it. Pipelines add to it with `dataclasses.replace`."""

    marketplace: str
    page: PageKind
    target: str
    """What was asked for, unique within a run: `search:<keyword>:<page>`, `listing:<id>`, `saved:<sha256>`."""
    url: str
    at: datetime
    outcome: Outcome
    reason: str | None = None
    final_url: str | None = None
    listings: tuple[Listing, ...] = field(default=(), repr=False)
    total: int | None = None
    next_page: str | bool | None = None
    layout: str | None = None
    """Which reader of the page class found the listings: drift is measured per layout."""
    listing_id: str | None = None
    """Whose page it is, by its address, when it is a listing's own."""
    keyword: str | None = None
    page_number: int | None = None
    brand: str | None = None
    method: Method = "crawl"
    session: bool = False
    stand_in: str | None = None
    body: bytes = field(default=b"", repr=False)
    fetch: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What only the fetch knew (see `monitor.fetch.record`)."""
    matches: tuple[tuple[Match, ...], ...] = field(default=(), repr=False)
    """Parallel to `listings`, filled by the match step."""
    findings: tuple[tuple[Finding, ...], ...] = field(default=(), repr=False)
    """Parallel to `listings`, filled by the judge step."""
    snapshot: Snapshot | None = None
    error: str | None = None
    """Set when a step of the program itself failed on this page: the visit is stored as failed and is not done."""


def listing_record(listing: Listing) -> dict[str, Any]:
    """The listing as `monitor extract` and the feed exports print it: prices as decimal strings, unknown as None."""
    return {
        "position": listing.position,
        "listing_id": listing.listing_id,
        "title": listing.title,
        "url": listing.url,
        "price_min": decimal_text(listing.price_min),
        "price_max": decimal_text(listing.price_max),
        "currency": listing.currency,
        "vendor": {"id": listing.vendor.id, "name": listing.vendor.name, "url": listing.vendor.url},
        "units_sold": listing.units_sold,
        "stock": listing.stock,
        "min_order": listing.min_order,
        "location": listing.location,
        "image_urls": list(listing.image_urls),
        "ad": listing.ad,
        "price_list": decimal_text(listing.price_list),
        "price_note": listing.price_note,
        "price_steps": [{"min_qty": step.min_qty, "price": decimal_text(step.price)} for step in listing.price_steps],
        "marketplace": listing.marketplace,
    }


def decimal_text(amount: Decimal | None) -> str | None:
    """A price as plain digits, never in exponent form."""
    return None if amount is None else format(amount, "f")


def listing_key(visit_marketplace: str, listing: Listing) -> str | None:
    """`marketplace:listing_id`, the identity of a listing; None when the page told no id."""
    if listing.listing_id is None:
        return None
    return f"{listing.marketplace or visit_marketplace}:{listing.listing_id}"


def vendor_key(marketplace: str, vendor: Vendor) -> str | None:
    """The identity of a vendor: by id, else by name; None when the page told neither."""
    if vendor.id is not None:
        return f"{marketplace}:id:{vendor.id}"
    return f"{marketplace}:name:{vendor.name}" if vendor.name is not None else None
