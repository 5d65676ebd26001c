"""The market of shops, day by day: its pages go through reading, matching, storing and judging as a run's do."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from bench.market.measure import Outcome, Truth, outcomes_of
from bench.market.run import BEGIN, matched_entries
from bench.market.shops.brands import MARKETPLACES, watchlist
from bench.market.shops.pages import listing_page, search_page
from bench.market.shops.world import Offer, World
from monitor.crawling.registry import spider_class
from monitor.indicators.judge import OWN_PAGE_GIVES
from monitor.judging import rejudge
from monitor.matching import Matcher
from monitor.model import PageVisit
from monitor.pages.page import Page
from monitor.pages.read import read_page
from monitor.pages.reading import PageReading
from monitor.plan import Plan
from monitor.store.read.candidates import detail_candidates
from monitor.store.store import Store, create_store
from monitor.store.write.runs import begin_run
from monitor.store.write.visit import record_visit
from monitor.watchlist import Watchlist

_ON_PAGE = 44
_LISTING_PAGES = 100
"""Of a marketplace and day, at scale 1."""


def simulate_shops(folder: Path, seed: int, scale: float, days: int) -> list[Outcome]:
    """A market of so many days, seen each day by a run; the findings of the last."""
    world = World(Random(seed))
    world.open(scale)
    store, brands = create_store(folder / f"shops-{seed}"), watchlist(world.people.authorised)
    visitor = _Visitor(store, brands, Random(seed + 1), listing_pages=round(_LISTING_PAGES * scale))
    for day in range(days):
        visitor.visit(world.pass_day() if day else world.offers, world.offers, BEGIN + timedelta(days=day))
    outcomes = outcomes_of(store, [_truth(offer) for offer in world.offers])
    store.close()
    return outcomes


def _truth(offer: Offer) -> Truth:
    shown = offer.shown
    known = offer.share if offer.seller.brands else None
    key = f"{offer.seller.place}:{shown.number}"
    return Truth(
        key, offer.kind, offer.infringes, shown.title, known, f"{offer.seller.identity.name} ({offer.seller.kind})"
    )


class _Visitor:
    """What a run does with the market's pages."""

    def __init__(self, store: Store, brands: Watchlist, dice: Random, listing_pages: int) -> None:
        self.store, self.brands, self.dice, self.listing_pages = store, brands, dice, listing_pages
        self.matcher = Matcher(brands.brand)

    def visit(self, changed: Sequence[Offer], all_offers: Sequence[Offer], at: datetime) -> None:
        """A run: the search pages of what changed, then the listing pages that the planner would read."""
        plan = Plan(method="crawl", watchlist=self.brands, marketplaces=list(MARKETPLACES), max_pages=1)
        run = begin_run(self.store, plan)
        by_place: dict[str, list[Offer]] = defaultdict(list)
        for offer in changed:
            by_place[offer.seller.place].append(offer)
        for place, offers in by_place.items():
            self._searches(run, place, [offer for offer in offers if not offer.gone], at)
            for offer in offers:
                if offer.gone:
                    self._own_page(run, offer, at)
        rejudge(self.store, self.brands)
        self._listing_pages(run, all_offers, at + timedelta(hours=1))
        rejudge(self.store, self.brands)

    def _searches(self, run: int, place: str, offers: list[Offer], at: datetime) -> None:
        self.dice.shuffle(offers)
        for first in range(0, len(offers), _ON_PAGE):
            shown = [offer.shown for offer in offers[first : first + _ON_PAGE]]
            address, body = search_page(self.dice, place, shown, first // _ON_PAGE + 1)
            reading = read_page(_page_class(place, "search_page"), body, address)
            assert len(reading.listings) == len(shown), reading
            self._record(run, place, f"search:x:{first}", address, at, reading)

    def _listing_pages(self, run: int, offers: Sequence[Offer], at: datetime) -> None:
        by_key = {(offer.seller.place, offer.shown.number): offer for offer in offers}
        for place in MARKETPLACES:
            with self.store.read() as connection:
                rows = detail_candidates(
                    connection, run, place, most=self.listing_pages, late=True, own_page_gives=OWN_PAGE_GIVES
                )
            for row in rows:
                self._own_page(run, by_key[place, row.listing_id], at)

    def _own_page(self, run: int, offer: Offer, at: datetime) -> None:
        place, number = offer.seller.place, offer.shown.number
        address, body = listing_page(self.dice, place, offer.shown)
        reading = read_page(_page_class(place, "listing_page"), body, address, 404 if offer.gone else 200)
        self._record(run, place, f"listing:{number}", address, at, reading, number)

    def _record(
        self, run: int, place: str, target: str, address: str, at: datetime, reading: PageReading,
        listing_id: str | None = None,
    ) -> None:  # fmt: skip
        entries = matched_entries(self.matcher, place, reading.listings)
        visit = PageVisit(
            place, reading.page, target, address, at, reading.outcome, reading.reason, entries=entries,
            layout=reading.layout, listing_id=listing_id,
        )  # fmt: skip
        with self.store.write() as connection:
            record_visit(connection, run, visit, salt=self.store.salt)


def _page_class(place: str, kind: str) -> type[Page]:
    page: type[Page] = getattr(spider_class(place), kind)
    return page
