"""What an indicator gets to see, and what it may answer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from monitor.indicators.codes import ReasonCode
from monitor.model import Listing, Match, Missing, Reason
from monitor.watchlist import Brand


@dataclass(frozen=True, slots=True)
class GroupStats:
    """Statistics of the groups that the listing is in (`groups`), as `monitor.judging` last computed them.

    Rounded, so that one listing more or less changes no finding.
    """

    vendor_listings: int | None = None
    """Listings of the brand by this vendor: at least so many."""
    market_price: Decimal | None = None
    """The median of one price per vendor for the product, in the listing's currency; None: too few vendors."""
    market_vendors: int = 0
    official_price: Decimal | None = None
    """The middle price of the authorised sellers for the product, in the listing's currency."""
    vendor_spread: tuple[Decimal, Decimal] | None = None
    """The lowest and the highest price of the same product by this vendor, where they lie far apart."""
    market_spread: tuple[Decimal, Decimal] | None = None
    """The same across vendors: the prices below and above which a tenth of the vendors sell."""
    text_vendors: int = 0
    """Vendors that use the very same title: at least so many."""


@dataclass(frozen=True, slots=True)
class ListingHistory:
    """What earlier pages showed of the same listing."""

    came_back: int = 0
    """How often it was gone and back."""
    price_before: Decimal | None = None
    """The highest price of the 60 days before, in the present currency."""
    sold_before: int | None = None
    """Units sold as a page said a week or less before."""


@dataclass(frozen=True, slots=True)
class Case:
    """One listing of one brand: `marketplace` is where it is sold, `day` when it was seen (for exchange rates)."""

    listing: Listing
    match: Match
    brand: Brand
    marketplace: str
    day: date
    group_stats: GroupStats = GroupStats()
    history: ListingHistory = ListingHistory()


@dataclass(frozen=True, slots=True)
class Verdict:
    """An indicator's answer: a reason, a fact that was missing, both or neither."""

    reason: Reason | None = None
    missing: Missing | None = None


def points_of(brand: Brand, code: ReasonCode, default: int) -> int:
    """The points of an indicator, as the owner set them for the brand, else the program's own."""
    return brand.judging.points.get(code, default)
