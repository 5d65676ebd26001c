"""Step 3: what is suspicious about the listings that name a brand, with all that is known of them."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Self

from scrapy.crawler import Crawler

from monitor.crawling.context import CrawlContext
from monitor.indicators import judge
from monitor.indicators.case import Case
from monitor.judging.context import StoredCase, with_context
from monitor.model import Listing, Match, PageVisit, listing_key, vendor_key
from monitor.store.read.listings import known_rows, merged, stored_listing, told


class JudgeListing:
    """A page tells some facts; what earlier pages told of the same listing counts too."""

    def __init__(self, context: CrawlContext) -> None:
        self._job = context

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Brands and stored facts come from the run's job."""
        return cls(crawler.spider.context)  # type: ignore[union-attr]

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
            cases = [
                self._cases(visit, listing, matches, known)
                for listing, matches in zip(visit.listings, visit.matches, strict=True)
            ]
            around = with_context(connection, [case for of_one in cases for case in of_one])
        findings = iter([judge(case) for case in around])
        return replace(visit, findings=tuple(tuple(islice(findings, len(of_one))) for of_one in cases))

    def _cases(
        self, visit: PageVisit, listing: Listing, matches: tuple[Match, ...], known: Mapping[str, Any]
    ) -> list[StoredCase]:
        key = listing_key(visit.marketplace, listing)
        row = known.get(key or "")
        whole = merged(listing, row) if row is not None else listing
        marketplace = listing.marketplace or visit.marketplace
        # a page that tells nothing new changes nothing: not the day whose exchange rate counts either
        same = row is not None and told(whole) == told(stored_listing(row))
        day = row.changed_at.date() if row is not None and same else visit.at.date()
        seller = vendor_key(marketplace, whole.vendor)
        return [
            StoredCase(key, seller, Case(whole, match, self._job.brands[match.brand], marketplace, day))
            for match in matches
        ]
