"""Step 4: keep the bytes of the pages that matter, whole and on the disk before any row names them."""

import asyncio
from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler

from monitor.crawling.context import CrawlContext, run_context
from monitor.evidence.snapshots import write_snapshot
from monitor.judging.drift import looks_moved, past_of
from monitor.model import PageVisit
from monitor.page_reasons import PageReason
from monitor.pages.reading import GUESSED
from monitor.store.read.crawl import kept_samples
from monitor.store.read.field_rates import coverage_before, field_counts

_SAMPLES = 20
"""Blocked and unreadable pages kept per marketplace, and, per run, pages that tell strangely little or were read by
guess: enough to see what a site does, and to repair or write a reader."""


class SaveSnapshot:
    """Pages with a match, listing pages that say gone, failed ones; samples of all that readers need."""

    def __init__(self, context: CrawlContext, marketplace: str) -> None:
        self._context = context
        with context.store.read() as connection:
            self._samples = kept_samples(connection, marketplace)
            self._history = coverage_before(connection, context.run_id, marketplace)
        self._strange = 0
        self._guessed = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Counts on with the samples that the store holds."""
        context = run_context(crawler)
        assert crawler.spider is not None, "a run has a spider"
        return cls(context, crawler.spider.name)

    async def process_item(self, visit: PageVisit) -> PageVisit:
        """Keep the body, if it matters, with what the fetch knew; forget the fetch of other pages."""
        if not visit.body or not self._matters(visit):
            return replace(visit, fetch={})
        media_type = "application/json" if visit.body.lstrip()[:1] in (b"{", b"[") else "text/html"
        # the disk takes its time to be sure: other pages are read meanwhile
        snapshot = await asyncio.to_thread(write_snapshot, self._context.store.snapshots, visit.body, media_type)
        captured = [
            await asyncio.to_thread(write_snapshot, self._context.store.snapshots, content, kind)
            for kind, content in visit.captured.items()
        ]
        return replace(visit, snapshot=snapshot, captured_snapshots=tuple(captured))

    def _matters(self, visit: PageVisit) -> bool:
        if (
            visit.capture
            or any(entry.matches for entry in visit.entries)
            or visit.error is not None
            or visit.reason == PageReason.GONE
        ):
            return True
        if visit.layout == GUESSED and self._guessed < _SAMPLES:
            self._guessed += 1
            return True
        if visit.outcome in ("blocked", "unreadable") and self._samples < _SAMPLES:
            self._samples += 1
            return True
        if visit.entries and self._strange < _SAMPLES:
            before = past_of(self._history, visit.page, visit.layout or "")
            if before.listings and looks_moved(before, field_counts(visit.listings)):
                self._strange += 1
                return True
        return False
