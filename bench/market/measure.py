"""Run the program's own steps over a market and count: right, wrong, missed; per level, indicator, kind of seller."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from bench.market.brands import CATALOGUE, watchlist
from bench.market.world import DEALERS, Market, Offer
from monitor.indicators.judge import HIGH, LOW, MEDIUM
from monitor.judging import rejudge
from monitor.matching import Matcher
from monitor.model import Entry, Listing, PageVisit, entries_of
from monitor.plan import Plan
from monitor.store.db import schema
from monitor.store.read.candidates import detail_candidates
from monitor.store.store import Store, create_store
from monitor.store.write.runs import begin_run
from monitor.store.write.visit import record_visit
from monitor.watchlist import Watchlist

BEGIN = datetime(2026, 9, 1, 8, tzinfo=UTC)
_PAGE, _LISTING_PAGES = 48, 100
_URL = "https://example.test/"


@dataclass(frozen=True)
class Outcome:
    """A listing with its truth and what the program said: its reasons (code, points), cleared or not."""

    kind: str
    infringes: bool
    title: str
    share: float | None
    """Of the reference price; None where it isn't known."""
    reasons: tuple[tuple[str, int], ...]
    cleared: bool

    def score(self, without: str = "") -> int:
        """The sum, leaving out one indicator."""
        return sum(points for code, points in self.reasons if code != without)

    def flagged(self, least: int = MEDIUM, without: str = "") -> bool:
        """Whether it's a finding of that score or more."""
        return not self.cleared and self.score(without) >= least


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
    outcomes = _outcomes(store, market.offers)
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
                place, "search", f"search:{day}:{first}", _URL, at, "listings", entries=_matched(matcher, place, shown)
            )
            with store.write() as connection:
                record_visit(connection, run, visit, salt=salt)
        for offer in offered:
            if offer.gone:
                number = offer.listing.listing_id or ""
                visit = PageVisit(place, "listing", f"listing:{number}", _URL, at, "empty", listing_id=number)
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
            rows = detail_candidates(connection, run, place, most=_LISTING_PAGES, late=True)
        for row in rows:
            offer = by_key[f"{place}:{row.listing_id}"]
            listing = replace(offer.listing, price_note=None)
            visit = PageVisit(
                place, "listing", f"listing:{row.listing_id}", _URL, BEGIN + timedelta(days=day, hours=1),
                "listings", entries=_matched(matcher, place, (listing,)), listing_id=row.listing_id,
            )  # fmt: skip
            with store.write() as connection:
                record_visit(connection, run, visit, salt=store.salt)
    rejudge(store, brands)


def _matched(matcher: Matcher, place: str, listings: tuple[Listing, ...]) -> tuple[Entry, ...]:
    matches = matcher.match_all([listing.title for listing in listings])
    entries = entries_of(place, listings)
    return tuple(replace(entry, matches=its) for entry, its in zip(entries, matches, strict=True))


def _outcomes(store: Store, offers: Iterable[Offer]) -> list[Outcome]:
    with store.read() as connection:
        findings = {row.listing_key: row for row in connection.execute(select(schema.FindingRow.__table__))}
    outcomes = []
    for offer in offers:
        row = findings.get(f"{offer.seller.marketplace}:{offer.listing.listing_id}")
        reasons = tuple((reason.code, reason.points) for reason in row.reasons) if row else ()
        score = sum(points for _, points in reasons)
        cleared = row is None or (row.level is None and score >= LOW)
        outcomes.append(
            Outcome(offer.seller.kind, offer.infringes, offer.listing.title or "", _share(offer), reasons, cleared)
        )
    return outcomes


def _share(offer: Offer) -> float | None:
    """The price in euro divided by the product's price, for the plain rules; None if either is unknown."""
    if offer.seller.brand not in CATALOGUE or offer.listing.price_min is None:
        return None
    goods = next(
        (goods for goods in CATALOGUE[offer.seller.brand][2] if goods.model in (offer.listing.title or "")), None
    )
    rate = {"CNY": 7.8, "USD": 1.1}[offer.listing.currency or "CNY"]
    return float(offer.listing.price_min) / rate / goods.price if goods else None


def plain_rules(outcome: Outcome) -> bool:
    """Rules as people write them by hand: the plain name, and half the reference price or less, or a replica word."""
    named = any(name in outcome.title or chinese in outcome.title for name, (chinese, _, _) in CATALOGUE.items())
    words = ("高仿", "复刻", "一比一", "1:1", "A货", "原单", "replica", "mirror", "clone", "copy")
    return named and (
        (outcome.share is not None and outcome.share < 0.5) or any(word in outcome.title for word in words)
    )


Rule = Callable[[Outcome], bool]
LEVELS: dict[str, Rule] = {
    "high": lambda outcome: outcome.flagged(HIGH),
    "high and medium": lambda outcome: outcome.flagged(MEDIUM),
    "all levels": lambda outcome: outcome.flagged(LOW),
    "plain rules": plain_rules,
}


def figures(outcomes: Sequence[Outcome], rule: Rule) -> list[str]:
    """Flagged, precision, recall, F1, and the share of the lawful listings that are flagged."""
    hits = sum(rule(outcome) and outcome.infringes for outcome in outcomes)
    flagged = sum(map(rule, outcomes))
    true = sum(outcome.infringes for outcome in outcomes)
    precision, recall = hits / flagged if flagged else 0.0, hits / true if true else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    lawful = (flagged - hits) / max(len(outcomes) - true, 1)
    return [f"{flagged}", f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}", f"{lawful:.2%}"]
