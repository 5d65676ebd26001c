"""The records of sellers: what the listings of each say by themselves, counted; one listing is told of its others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from monitor.indicators.case import SellerRecord
from monitor.indicators.seller_record import LAWFUL, SIGNS, SUSPICIOUS, record_points
from monitor.store.read.groups import GroupFacts
from monitor.store.read.records import RECORD, Signs, signs_of_listings, signs_of_sellers
from monitor.store.store import Connection

_CODES = [*SIGNS, *LAWFUL]
_FEW = 30
"""Below so many listings a record is exact; from there on it is rounded, so that one more changes no finding."""
_EXAMPLES = 4
"""One more than a reason names: the listing that is judged may be one of them."""


class Standing(StrEnum):
    """How one listing counts in the record of its seller."""

    CLEAN = "clean"
    SUSPICIOUS = "suspicious"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


def record_stats(connection: Connection, sellers: Sequence[str]) -> GroupFacts:
    """The records of sellers by their group's key; sellers whose record is worth no points are left out."""
    by_seller: dict[str, dict[str, list[Signs]]] = defaultdict(lambda: defaultdict(list))
    for signs in signs_of_sellers(connection, sellers, _CODES):
        by_seller[signs.seller][signs.listing_key].append(signs)
    stats: GroupFacts = {}
    for seller, listings in by_seller.items():
        facts = _counted(listings)
        if facts["suspicious"] and record_points(record_of(facts)):
            stats[RECORD + seller] = facts
    return stats


def standings_of_listings(connection: Connection, keys: Sequence[str]) -> dict[str, Standing]:
    """How listings count in the records of their sellers; those that count in none are left out."""
    by_listing: dict[str, list[Signs]] = defaultdict(list)
    for signs in signs_of_listings(connection, keys, _CODES):
        by_listing[signs.listing_key].append(signs)
    return {key: _standing(of_listing) for key, of_listing in by_listing.items()}


def record_without(facts: Mapping[str, Any], key: str | None, own: Standing | None) -> SellerRecord:
    """The record of a seller without one of the listings. `own`: how that counts in it; None: not at all."""
    record = record_of(facts)
    examples = tuple(example for example in record.examples if example[0] != key)
    if own is None or not record.is_exact:  # rounded, it leaves one out already
        return replace(record, examples=examples)
    # the record may be older than how the listing counts now: it is judged again when that is counted
    listings = max(record.listings - 1, 0)
    suspicious = min(record.suspicious - (own in (Standing.SUSPICIOUS, Standing.CONFIRMED)), listings)
    return SellerRecord(
        listings,
        max(suspicious, 0),
        max(min(record.confirmed - (own == Standing.CONFIRMED), suspicious), 0),
        max(min(record.dismissed - (own == Standing.DISMISSED), listings - suspicious), 0),
        True,
        examples,
    )


def _counted(listings: Mapping[str, list[Signs]]) -> dict[str, Any]:
    standings = {key: _standing(of_listing) for key, of_listing in listings.items()}
    counts = {standing: list(standings.values()).count(standing) for standing in Standing}
    confirmed, dismissed = counts[Standing.CONFIRMED], counts[Standing.DISMISSED]
    suspicious = counts[Standing.SUSPICIOUS] + confirmed
    exact = len(listings) < _FEW
    worst = sorted(
        (key for key, standing in standings.items() if standing in (Standing.SUSPICIOUS, Standing.CONFIRMED)),
        key=lambda key: (standings[key] != Standing.CONFIRMED, -max(map(_points, listings[key])), key),
    )
    return {
        "listings": len(listings) if exact else _up(len(listings)),
        "suspicious": suspicious if exact else _down(suspicious - 1),
        "confirmed": confirmed if exact else _down(confirmed - 1),
        "dismissed": dismissed if exact else _up(dismissed),
        "exact": exact,
        "examples": [[key, _codes(listings[key])] for key in worst[:_EXAMPLES]],
    }


def record_of(facts: Mapping[str, Any]) -> SellerRecord:
    """A record from the statistics of its group."""
    return SellerRecord(
        facts["listings"],
        facts["suspicious"],
        facts["confirmed"],
        facts["dismissed"],
        facts["exact"],
        tuple((key, tuple(codes)) for key, codes in facts["examples"]),
    )


def _standing(of_listing: Iterable[Signs]) -> Standing:
    """How a listing counts, which may have been judged for several brands."""
    of_listing = list(of_listing)
    if any(signs.is_confirmed for signs in of_listing):
        return Standing.CONFIRMED
    if any(_points(signs) >= SUSPICIOUS for signs in of_listing if not signs.is_dismissed):
        return Standing.SUSPICIOUS
    return Standing.DISMISSED if any(signs.is_dismissed for signs in of_listing) else Standing.CLEAN


def _points(signs: Signs) -> int:
    return sum(signs.points.values())


def _codes(of_listing: Iterable[Signs]) -> list[str]:
    """The signs of a listing, each once."""
    told = {code for signs in of_listing for code, points in signs.points.items() if points > 0}
    return [code for code in SIGNS if code in told]


def _down(count: int) -> int:
    """The round number that a count has reached."""
    step = _step(count)
    return max(count, 0) // step * step


def _up(count: int) -> int:
    """The round number that a count does not exceed."""
    step = _step(count)
    return -(-count // step) * step


def _step(count: int) -> int:
    """1 below 30, 5 below 100, 50 below 1,000 and so on."""
    if count < _FEW:
        return 1
    step = 5
    while count >= 20 * step:
        step *= 10
    return step
