"""Removed listings that came back: themselves, or as new ones of the seller, of the operator, or with the very title.

A new one counts only when it was first seen after the removal, while the link is followed, on the same marketplace, and
is flagged for the same brand: other goods of the seller are none of the case's business.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.casework.after_filing import AWAY, back, gone_at
from monitor.casework.followed import Followed
from monitor.casework.procedure import CaseState
from monitor.indicators.operators import MOST_BEARERS
from monitor.store.read.operators import tied_sellers
from monitor.store.read.relistings import Offer, offers_of_sellers, offers_with_title, sellers_of
from monitor.store.store import Connection

_Removed = tuple[Followed, datetime]
"""A link, and when it was gone."""


@dataclass(frozen=True, slots=True)
class Relisting:
    """A listing in which a removed one has come back."""

    case_id: str
    position: int
    """Of the removed link."""
    listing_key: str
    visit_id: int
    seen_at: datetime
    """When that page showed it, or for a new listing: when a page did first."""
    how: str
    """listing | seller | operator | text: what the two have in common."""


def find_relistings(connection: Connection, links: Iterable[Followed]) -> list[Relisting]:
    """All relistings of links that are gone since they were filed last, one for each case and listing.

    Where several links of a case have something in common with one, it is that of a link that was entered as removed.
    """
    removed = [(one, at) for one in links if (at := gone_at(one.filings[-1], one.looks)) is not None]
    removed.sort(key=lambda pair: pair[0].state != CaseState.REMOVED)
    found: dict[tuple[str, str], Relisting] = {}
    for relisting in [*_same(removed), *_others(connection, removed)]:
        found.setdefault((relisting.case_id, relisting.listing_key), relisting)
    return list(found.values())


def _same(removed: Sequence[_Removed]) -> Iterator[Relisting]:
    for one, _ in removed:
        look = back(one.filings[-1], one.looks)
        if look is not None:
            yield _relisting(one, one.link.listing_key, look.visit_id, look.at, "listing")


def _others(connection: Connection, removed: Sequence[_Removed]) -> Iterator[Relisting]:
    """By what says most first."""
    keys = {one.link.listing_key for one, _ in removed}
    sellers = sellers_of(connection, keys)
    tied = {seller: [other.key for other in tied_sellers(connection, seller)] for seller in set(sellers.values())}
    everybody = {*tied, *(other for others in tied.values() for other in others)}
    of_sellers = _by_likeness(offers_of_sellers(connection, everybody))
    own = {key: [seller] for key, seller in sellers.items()}
    yield from _new(removed, own, of_sellers, "seller")
    yield from _new(removed, {key: tied[seller] for key, seller in sellers.items()}, of_sellers, "operator")
    with_title = _by_likeness(offers_with_title(connection, keys, most=MOST_BEARERS))
    yield from _new(removed, {key: [key] for key in keys}, with_title, "text")


def _by_likeness(offers: Iterable[Offer]) -> Mapping[str, Sequence[Offer]]:
    found: dict[str, list[Offer]] = defaultdict(list)
    for offer in offers:
        found[offer.like].append(offer)
    return found


def _new(
    removed: Sequence[_Removed], likes: Mapping[str, Sequence[str]], offers: Mapping[str, Sequence[Offer]], how: str
) -> Iterator[Relisting]:
    """`likes`: by listing, under which keys the offers are that have something in common with it."""
    for one, at in removed:
        for like in likes.get(one.link.listing_key, ()):
            for offer in offers.get(like, ()):
                fits = (offer.brand, offer.marketplace) == (one.link.brand, one.link.marketplace)
                if fits and at < offer.first_seen <= at + AWAY:
                    yield _relisting(one, offer.listing_key, offer.visit_id, offer.first_seen, how)


def _relisting(one: Followed, listing_key: str, visit_id: int, seen_at: datetime, how: str) -> Relisting:
    return Relisting(one.link.case_id, one.link.position, listing_key, visit_id, seen_at, how)
