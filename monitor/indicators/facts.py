"""What an indicator gets to see, and what it may answer."""

from dataclasses import dataclass
from datetime import date

from monitor.listing import Listing, Match, Reason
from monitor.watchlist import Brand

WHOLESALE = frozenset({"alibaba_1688", "alibaba", "made_in_china", "dhgate"})
"""Marketplaces where dealers buy: compared with wholesale prices (guide: the price below *the market* price)."""


@dataclass(frozen=True, slots=True)
class Case:
    """One listing of one brand: `marketplace` is where it is sold, `day` when it was seen (for exchange rates)."""

    listing: Listing
    match: Match
    brand: Brand
    marketplace: str
    day: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """An indicator's answer: a reason, or the fact that it missed; both None when it has nothing to say."""

    reason: Reason | None = None
    missing: str | None = None


def points_of(brand: Brand, code: str, default: int) -> int:
    """The points of an indicator, as the owner set them for the brand, else the program's own."""
    return brand.judging.points.get(code, default)
