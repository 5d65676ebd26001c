"""The words that every part of the program shares: what a marketplace page says, and what we make of it.

All times are UTC. Prices are `Decimal` beside an ISO 4217 currency; `None` always means "the page does not tell".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_origin, get_type_hints

from monitor.listing_ids import canonical_id
from monitor.page_reasons import Outcome, PageReason
from monitor.seller_ids import Identifier, id_kind, name_key

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
    identifiers: tuple[Identifier, ...] = ()
    """All that one page told of who it is, by kind, the id included; in a judged case all that the store knows of the
    seller. Names are none."""

    @property
    def shop_name(self) -> str | None:
        """The name that the shop shows; None where a page gives the login in its place."""
        return None if self.name and ("login", self.name) in self.identifiers else self.name


@dataclass(frozen=True, slots=True)
class NameCompany:
    """Words that stand beside a brand's name, learned from titles (`monitor.matching.company`), the surest first."""

    with_goods: tuple[str, ...] = ()
    """In titles of the brand's goods."""
    elsewhere: tuple[str, ...] = ()
    """In titles in which the name is another word."""


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One step of a wholesale ladder: the unit price from `min_qty` units on."""

    min_qty: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class Fact:
    """How a fact of a listing is kept and shown. Columns, digests, merging, exports and tables are all made of this."""

    label: str
    """Its name in tables for people; `chinese` is the same in Chinese."""
    chinese: str
    width: int | None = None
    """Characters of its own column in a sheet; None: it has none, or the sheet shows it in a way of its own."""
    goes_with: Literal["price", "currency"] | None = None
    """An earlier page's value stands in for one that this page does not show: whenever it is missing (None), only
    together with the price that it belongs to, or only beside a price in the same currency."""
    changes: bool = True
    """Whether another value is a change of the listing (picture hosts rotate from visit to visit)."""
    usual: bool = True
    """Whether a site's listings have it as a rule, so that its absence speaks of a layout that moved."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One offer as a page shows it.

    `price_min` and `price_max` are what an ordinary visitor pays now: the price without login, personal coupon or bulk
    discount. A new fact is one more field with a `Fact` (behind the others: digests go by their order),
    its reader in `monitor.pages` and a column by migration.
    """

    position: int
    listing_id: str | None
    title: Annotated[str | None, Fact("title", "标题")]
    url: str | None = None
    price_min: Annotated[Decimal | None, Fact("price", "价格", goes_with="price")] = None
    price_max: Annotated[Decimal | None, Fact("price up to", "最高价", goes_with="price", usual=False)] = None
    currency: Annotated[str | None, Fact("currency", "币种", goes_with="price", usual=False)] = None
    price_list: Annotated[Decimal | None, Fact("list price", "原价", goes_with="currency", usual=False)] = None
    price_note: Annotated[PriceNote | None, Fact("price note", "价格说明", goes_with="price", usual=False)] = None
    price_steps: Annotated[tuple[PriceStep, ...], Fact("price steps", "阶梯价", goes_with="currency", usual=False)] = ()
    vendor: Vendor = Vendor()
    units_sold: Annotated[int | None, Fact("units sold", "销量", width=10)] = None
    stock: Annotated[int | None, Fact("stock", "库存", width=10)] = None
    min_order: Annotated[int | None, Fact("minimum order", "起订量", width=10)] = None
    location: Annotated[str | None, Fact("location", "所在地", width=14)] = None
    image_urls: Annotated[tuple[str, ...], Fact("pictures", "图片", changes=False)] = ()
    ad: bool | None = None
    marketplace: str | None = None
    """Where it is sold, when that is not the site of the page (a Tmall item in Taobao's search)."""


_LISTING_FIELDS = tuple(part.name for part in fields(Listing))
FACTS: Mapping[str, Fact] = {
    name: hint.__metadata__[0]
    for name, hint in get_type_hints(Listing, include_extras=True).items()
    if get_origin(hint) is Annotated
}
"""All that pages tell of a listing besides its identity, by field."""


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


@dataclass(frozen=True, slots=True)
class Entry:
    """One listing on a page: who it is, which brands it names, and what it was judged to be for each."""

    listing: Listing
    key: str | None
    """`listing_key`; None when the page gave no id."""
    vendor_key: str | None
    """`vendor_key` of the vendor that the page names."""
    matches: tuple[Match, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownListings:
    """What the store held of a page's listings when the page was judged: `rows` by listing key.

    Good for writing as long as `newest_visit` is still the store's newest.
    """

    rows: Mapping[str, Any]
    newest_visit: int


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
    reason: PageReason | None = None
    """Why there are no listings; None when there are."""
    detail: str | None = None
    """Words that say more than the reason: `status 418`, what the browser said."""
    final_url: str | None = None
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    """The listings on the page, in its order: made with `entries_of`, filled by the match and the judge step."""
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
    known: KnownListings | None = field(default=None, repr=False)
    """Left by the judge step for the store step."""
    snapshot: Snapshot | None = None
    capture: bool = False
    """Asked for because a case needs a capture of the page."""
    captured: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """What the browser captured: screenshot and MHTML, by media type."""
    captured_snapshots: tuple[Snapshot, ...] = ()
    error: str | None = None
    """Set when the program itself failed on this page: it is stored as failed, and asked for once more."""

    @property
    def listings(self) -> tuple[Listing, ...]:
        """The listings alone."""
        return tuple(entry.listing for entry in self.entries)


def entries_of(marketplace: str, listings: Iterable[Listing]) -> tuple[Entry, ...]:
    """The entries of a page of `marketplace`, with their keys."""
    return tuple(
        Entry(
            listing, listing_key(marketplace, listing), vendor_key(listing.marketplace or marketplace, listing.vendor)
        )
        for listing in listings
    )


def listing_record(listing: Listing) -> dict[str, Any]:
    """The listing as `monitor extract` and the feed exports print it: prices as decimal strings, unknown as None."""
    return {name: plain_value(getattr(listing, name)) for name in _LISTING_FIELDS}


def plain_value(value: Any) -> Any:
    """A value of a listing in JSON: prices as decimal strings, several values as a list."""
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Vendor):
        return {"id": value.id, "name": value.name, "url": value.url}
    if isinstance(value, PriceStep):
        return {"min_qty": value.min_qty, "price": decimal_text(value.price)}
    return [plain_value(member) for member in value] if isinstance(value, tuple) else value


def decimal_text(amount: Decimal | None) -> str | None:
    """A price as plain digits, never in exponent form."""
    return None if amount is None else format(amount, "f")


def listing_key(visit_marketplace: str, listing: Listing) -> str | None:
    """`marketplace:listing_id`, the identity of a listing; None when the page told no id."""
    if listing.listing_id is None:
        return None
    marketplace = listing.marketplace or visit_marketplace
    return f"{marketplace}:{canonical_id(marketplace, listing.listing_id)}"


def vendor_key(marketplace: str, vendor: Vendor) -> str | None:
    """The identity of a vendor as one page tells it: by id, else by another identifier, else by name; None without any.

    One seller may have several such keys: `monitor.store` unites those that pages tie to each other.
    """
    if vendor.id is not None:
        kinds = [kind for kind, value in vendor.identifiers if value == vendor.id]
        # a number of another kind than usual may be another seller's usual one
        is_usual = not kinds or id_kind(marketplace, vendor.id) in kinds
        return f"{marketplace}:{'id' if is_usual else kinds[0]}:{vendor.id}"
    if vendor.identifiers:
        kind, value = vendor.identifiers[0]
        return f"{marketplace}:{kind}:{value}"
    return name_key(marketplace, vendor.name) if vendor.name is not None else None
