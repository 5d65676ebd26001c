"""Step 3: what is suspicious about the listings that name a brand, with all that is known of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

from scrapy.crawler import Crawler

from monitor.crawling.job import CrawlJob
from monitor.indicators import judge
from monitor.indicators.facts import Case
from monitor.listing import Finding, Listing, Match, PageVisit
from monitor.store.facts import known_rows, listing_key, merged


class JudgeListing:
    """A page tells some facts; what earlier pages told of the same listing counts too."""

    def __init__(self, job: CrawlJob) -> None:
        self._job = job

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Brands and stored facts come from the run's job."""
        return cls(crawler.spider.job)  # type: ignore[union-attr]

    def process_item(self, visit: PageVisit) -> PageVisit:
        """Add the findings, parallel to the listings."""
        keys = {
            key
            for listing, matches in zip(visit.listings, visit.matches, strict=True)
            if matches and (key := listing_key(visit.marketplace, listing))
        }
        if not keys:
            return visit
        with self._job.store.read() as connection:
            known = known_rows(connection, sorted(keys))
        findings = tuple(
            self._findings(visit, listing, matches, known)
            for listing, matches in zip(visit.listings, visit.matches, strict=True)
        )
        return replace(visit, findings=findings)

    def _findings(
        self, visit: PageVisit, listing: Listing, matches: tuple[Match, ...], known: Mapping[str, Any]
    ) -> tuple[Finding, ...]:
        if not matches:
            return ()
        row = known.get(listing_key(visit.marketplace, listing) or "")
        whole = merged(listing, row) if row is not None else listing
        marketplace = listing.marketplace or visit.marketplace
        return tuple(
            judge(Case(whole, match, self._job.brands[match.brand], marketplace, visit.at.date())) for match in matches
        )
