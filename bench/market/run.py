"""The first market: observed day by day by the program's own steps."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bench.market.brands import CATALOGUE, watchlist
from bench.market.measure import Outcome, Truth, outcomes_of
from bench.market.world import DEALERS, Market, Offer
from monitor.indicators.judge import OWN_PAGE_GIVES
from monitor.judging import rejudge
from monitor.matching import Matcher
from monitor.model import Entry, Listing, PageVisit, entries_of
from monitor.page_reasons import PageReason
from monitor.plan import Plan
from monitor.store.read.candidates import detail_candidates
from monitor.store.store import Store, create_store
from monitor.store.write.runs import begin_run
from monitor.store.write.visit import record_visit
from monitor.watchlist import Watchlist

BEGIN = datetime(2026, 9, 1, 8, tzinfo=UTC)
_PAGE, _LISTING_PAGES = 48, 100
_URL = "https://example.test/"


def simulate(folder: Path, seed: int, scale: float, days: int) -> list[Outcome]:
    """A market of so many days, seen each day by a run; the findings of the last."""
    brands = watchlist(DEALERS)
    market = Market(Random(seed))
    store = create_store(folder / f"market-{seed}")
    matcher = Matcher(brands.brand)
    market.open(scale)
    for day in range(days):
        run = _observe(store, matcher, brands, market.pass_day() if day else market.offers, day)
        _read_listing_pages(store, matcher, brands, market.offers, run, day)
    outcomes = outcomes_of(store, [_truth(offer) for offer in market.offers])
    store.close()
    return outcomes


def _observe(store: Store, matcher: Matcher, brands: Watchlist, offers: Sequence[Offer], day: int) -> int:
    """Store pages of listings as a run does, and for each listing that is gone its own page; returns the run's id."""
    plan = Plan(method="crawl", watchlist=brands, marketplaces=list(brands.marketplaces), max_pages=1)
    run, salt, at = begin_run(store, plan), store.salt, BEGIN + timedelta(days=day)
    by_place: dict[str, list[Offer]] = defaultdict(list)
    for offer in offers:
        by_place[offer.seller.marketplace].append(offer)
    for place, offered in by_place.items():
        online = [offer.listing for offer in offered if not offer.gone]
        for first in range(0, len(online), _PAGE):
            shown = tuple(online[first : first + _PAGE])
            visit = PageVisit(
                place,
                "search",
                f"search:{day}:{first}",
                _URL,
                at,
                "listings",
                entries=matched_entries(matcher, place, shown),
            )
            with store.write() as connection:
                record_visit(connection, run, visit, salt=salt)
        for offer in offered:
            if offer.gone:
                number = offer.listing.listing_id or ""
                visit = PageVisit(
                    place, "listing", f"listing:{number}", _URL, at, "empty", PageReason.GONE, listing_id=number
                )
                with store.write() as connection:
                    record_visit(connection, run, visit, salt=salt)
    rejudge(store, brands)
    return run


def _read_listing_pages(
    store: Store, matcher: Matcher, brands: Watchlist, offers: Sequence[Offer], run: int, day: int
) -> None:
    """Store listing pages as the planner chooses them: the most suspicious, within the budget."""
    by_key = {f"{offer.seller.marketplace}:{offer.listing.listing_id}": offer for offer in offers}
    for place in brands.marketplaces:
        with store.read() as connection:
            rows = detail_candidates(
                connection, run, place, most=_LISTING_PAGES, late=True, own_page_gives=OWN_PAGE_GIVES
            )
        for row in rows:
            offer = by_key[f"{place}:{row.listing_id}"]
            listing = replace(offer.listing, price_note=None)
            visit = PageVisit(
                place, "listing", f"listing:{row.listing_id}", _URL, BEGIN + timedelta(days=day, hours=1),
                "listings", entries=matched_entries(matcher, place, (listing,)), listing_id=row.listing_id,
            )  # fmt: skip
            with store.write() as connection:
                record_visit(connection, run, visit, salt=store.salt)
    rejudge(store, brands)


def matched_entries(matcher: Matcher, place: str, listings: tuple[Listing, ...]) -> tuple[Entry, ...]:
    """The entries of a page with the brands that their titles name."""
    matches = matcher.match_all([listing.title for listing in listings])
    entries = entries_of(place, listings)
    return tuple(replace(entry, matches=its) for entry, its in zip(entries, matches, strict=True))


def _truth(offer: Offer) -> Truth:
    seller, listing = offer.seller, offer.listing
    key = f"{seller.marketplace}:{listing.listing_id}"
    return Truth(key, seller.kind, offer.infringes, listing.title or "", _share(offer), str(seller.vendor.name))


def _share(offer: Offer) -> float | None:
    """The price in euro divided by the product's price, for the plain rules; None if either is unknown."""
    if offer.seller.brand not in CATALOGUE or offer.listing.price_min is None:
        return None
    goods = next(
        (goods for goods in CATALOGUE[offer.seller.brand][2] if goods.model in (offer.listing.title or "")), None
    )
    rate = {"CNY": 7.8, "USD": 1.1}[offer.listing.currency or "CNY"]
    return float(offer.listing.price_min) / rate / goods.price if goods else None
