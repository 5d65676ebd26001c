"""The run that a crawler process works for: its store and plan, shared by spider, planner and pipelines."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from monitor.matching import Matcher
from monitor.model import Method
from monitor.plan import Plan
from monitor.store.read.runs import load_plan
from monitor.store.store import Store, open_store
from monitor.watchlist import Brand


@dataclass(frozen=True)
class CrawlContext:
    """One marketplace's part of a run."""

    store: Store
    run_id: int
    plan: Plan

    @property
    def method(self) -> Method:
        """How its pages come: `crawl`, `replay` or `hand-saved`."""
        return self.plan.method

    @cached_property
    def matcher(self) -> Matcher:
        """Made once per process."""
        return Matcher(self.plan.watchlist.brand, frozenset(self.plan.ordinary), self.plan.company)

    @cached_property
    def brands(self) -> dict[str, Brand]:
        """The watched brands by id."""
        return {brand.id: brand for brand in self.plan.watchlist.brand}


def open_context(root: Path, run_id: int) -> CrawlContext:
    """Open the store of a run for a crawler process. Raises `StoreError` and `StoreInputError`."""
    store = open_store(root, write=True)
    return CrawlContext(store, run_id, load_plan(store, run_id))


def run_context(crawler: Crawler) -> CrawlContext:
    """The run of a crawler. Raises `NotConfigured` outside of a run (`scrapy shell`, `fetch`, `parse` …).

    Scrapy leaves out a component whose `from_crawler` raises that: nothing is matched, judged or stored then.
    """
    context: CrawlContext | None = getattr(crawler.spider, "context", None)
    if context is None:
        raise NotConfigured
    return context
