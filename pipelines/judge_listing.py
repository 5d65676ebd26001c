"""Step 3: what is suspicious about the listings that name a brand, with all that is known of them."""

from dataclasses import replace
from itertools import islice
from typing import Any, Self

from scrapy.crawler import Crawler

from monitor.crawling.context import CrawlContext, run_context
from monitor.indicators import judge
from monitor.indicators.case import Case
from monitor.judging.context import StoredCase, with_context
from monitor.judging.sellers import with_sellers
from monitor.model import Entry, PageVisit
from monitor.store.read.listings import fact_columns, known_listings, merged, merged_vendor_key, stored_listing


class JudgeListing:
    """A page shows some facts; what earlier pages showed of the same listing counts too."""

    def __init__(self, context: CrawlContext) -> None:
        self._context = context

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Brands and stored facts come from the run's context."""
        return cls(run_context(crawler))

    def process_item(self, visit: PageVisit) -> PageVisit:
        """Add the findings, and what the store knew of the page's listings."""
        if not any(entry.matches for entry in visit.entries):
            return visit
        with self._context.store.read() as connection:
            known = known_listings(connection, sorted({entry.key for entry in visit.entries if entry.key}))
            cases = [self._cases(visit, entry, known.rows.get(entry.key or "")) for entry in visit.entries]
            with_known = with_sellers(connection, [case for of_entry in cases for case in of_entry])
            in_context = with_context(connection, with_known)
        findings = iter([judge(case) for case in in_context])
        entries = (
            replace(entry, findings=tuple(islice(findings, len(of_entry))))
            for entry, of_entry in zip(visit.entries, cases, strict=True)
        )
        return replace(visit, entries=tuple(entries), known=known)

    def _cases(self, visit: PageVisit, entry: Entry, row: Any) -> list[StoredCase]:
        """One case for each brand that the listing names; `row`: the stored listing, None for a new one."""
        if not entry.matches:
            return []
        listing, seller, day = entry.listing, entry.vendor_key, visit.at.date()
        marketplace = listing.marketplace or visit.marketplace
        if row is not None:
            listing = merged(listing, row)
            seller = merged_vendor_key(entry, row)
            # a page that shows nothing new changes nothing: not the day whose exchange rate counts either
            if fact_columns(listing) == fact_columns(stored_listing(row)):
                day = row.changed_at.date()
        return [
            StoredCase(entry.key, seller, Case(listing, match, self._context.brands[match.brand], marketplace, day))
            for match in entry.matches
        ]
