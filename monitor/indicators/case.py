"""What an indicator gets to see, and what it may answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from monitor.indicators.codes import ReasonCode
from monitor.model import Listing, Match, Missing, Reason
from monitor.seller_ids import Identifier
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
    rounded_bounds: frozenset[str] = frozenset()
    """Which of these two (`low`, `high`) is rounded, away from the other."""
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
class SellerRecord:
    """What the other listings of a seller are, over all watched brands: the listing that is judged is not among them.

    Listings of which the seller is an authorised one are left out.
    """

    listings: int
    suspicious: int
    """How many of them a person confirmed, or their own title and price speak against (`seller_record.SIGNS`)."""
    confirmed: int
    """How many of the suspicious ones a person confirmed."""
    dismissed: int
    """How many of the others a person dismissed."""
    is_exact: bool
    """False: there are at most so many listings, and at least so many suspicious ones."""
    examples: tuple[tuple[str, tuple[str, ...]], ...]
    """Keys of suspicious listings, the worst first, with the codes of what speaks against each."""


@dataclass(frozen=True, slots=True)
class OperatorRecord:
    """Another seller who is probably the same operator, and that seller's record."""

    seller: Mapping[str, str | None]
    """`{"name": …}`, or `{"id": …}` for one without a name."""
    signs: tuple[tuple[str, str], ...]
    """Kind and value of what both bear and few others do, the strongest first."""
    record: SellerRecord


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
    record: SellerRecord | None = None
    """None: nothing speaks against the seller's other listings."""
    operator: OperatorRecord | None = None
    """None: nothing speaks against shops that are probably the same operator's."""
    authorised: Mapping[str, tuple[Identifier, ...]] = field(default_factory=dict)
    """By the id of an authorised seller in the watchlist: all identifiers that the store knows of that seller."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An indicator's answer: a reason, a fact that was missing, both or neither."""

    reason: Reason | None = None
    missing: Missing | None = None


def points_of(brand: Brand, code: ReasonCode, default: int) -> int:
    """The points of an indicator, as the owner set them for the brand, else the program's own."""
    return brand.judging.points.get(code, default)
