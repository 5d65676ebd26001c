"""Lists of findings in a large store: `python -m bench.review [--listings 1000000 --findings 200000 --visits 400000]`.

While another process writes pages as a crawl does: the first page, a page deep down, each filter, searches for Chinese
words, the counts beside them, and decisions, in milliseconds of database time (median and 95th percentile); beside each
the plain way in the same run, through the view that people ask.
"""

import argparse
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench.assess import add_visits, fill
from monitor.deciding.decide import decide
from monitor.decision import verdict
from monitor.model import Finding, Listing, Match, PageVisit, Reason, Vendor, entries_of
from monitor.store.db import schema
from monitor.store.db.bulk import insert_rows
from monitor.store.read.queue import QueueFilter, queue_facets, queue_page
from monitor.store.store import Connection, Store, create_store, open_store
from monitor.store.write.queue import rebuild_queue
from monitor.store.write.visit import record_visit

_CODES = ("below_market_price", "unauthorised_vendor", "many_listings", "replica_slang", "same_text", "price_drop")
_PAGE, _AT_ONCE = 50, 50_000
_BETWEEN_PAGES = 0.75
"""Seconds: a site is asked for one page in three seconds, and four sites at once."""
_NEW = ("new",)
SPAWN = multiprocessing.get_context("spawn")
_VIEW = "SELECT * FROM findings WHERE state = 'new' {} ORDER BY score DESC, id LIMIT 50"


def add_findings(store: Store, listings: int, findings: int, dice: random.Random) -> None:
    """Flagged findings of every so many listings, a tenth of them decided about."""
    step = max(listings // findings, 1)
    for first in range(0, findings, _AT_ONCE):
        rows = [_finding(number * step, dice) for number in range(first, min(first + _AT_ONCE, findings))]
        with store.write() as connection:
            insert_rows(connection, schema.FindingRow, rows)


def _finding(number: int, dice: random.Random) -> dict[str, Any]:
    reasons = tuple(Reason(code, dice.randrange(5, 45)) for code in dice.sample(_CODES, dice.randint(1, 4)))
    brand = f"brand-{number % 20}"
    score, at = sum(reason.points for reason in reasons), datetime(2026, 10, 1, 12, tzinfo=UTC)
    return {
        "id": f"taobao:{number}:{brand}", "listing_key": f"taobao:{number}", "brand": brand,
        "score": score, "level": "high" if score >= 60 else "medium" if score >= 30 else "low", "reasons": reasons,
        "missing": (), "first_at": at, "changed_at": at,
    }  # fmt: skip


def crawl(root: Path, stop: Any, pages: Any) -> None:
    """Write pages of 48 listings with new prices, as often as four live crawlers do, until told to stop."""
    store, dice, number = open_store(root, write=True), random.Random(1), 0
    while not stop.is_set():
        number += 1
        listings = [
            Listing(
                place, f"{dice.randrange(100_000)}", f"Markwerk1 电钻 {number % 3}", currency="CNY",
                price_min=Decimal(number % 300 + 1), vendor=Vendor("1", "店1"),
            )
            for place in range(48)
        ]  # fmt: skip
        finding = Finding("brand-1", 40, "medium", (Reason("replica_slang", 40),))
        match = Match("brand-1", 0.9, "official", "Markwerk1", 0, 9, "the name")
        entries = tuple(
            type(entry)(entry.listing, entry.key, entry.vendor_key, (match,), (finding,))
            for entry in entries_of("taobao", listings)
        )
        page = PageVisit(
            "taobao", "search", f"search:bench:{number}", "https://s.taobao.com/", datetime.now(UTC), "listings",
            entries=entries,
        )  # fmt: skip
        with store.write() as connection:
            record_visit(connection, 1, page, salt=b"")
        pages.value = number
        time.sleep(_BETWEEN_PAGES)


def questions(store: Store) -> dict[str, tuple[Callable[[], object], str]]:
    """What is asked: by the program, and as SQL of the view."""
    with store.read() as connection:
        first = queue_page(connection, QueueFilter(_NEW), limit=_PAGE)
        deep = queue_page(connection, QueueFilter(_NEW), limit=100_000)[-1]

    def page(**chosen: Any) -> Callable[[], object]:
        after = chosen.pop("after", None)

        def asked() -> object:
            with store.read() as connection:
                return queue_page(connection, QueueFilter(_NEW, **chosen), limit=_PAGE, after=after)

        return asked

    def counts() -> object:
        with store.read() as connection:
            return queue_facets(connection, QueueFilter(_NEW))

    seller = "taobao:id:7"
    return {
        "first page": (page(), _VIEW.format("")),
        "second page": (page(after=first[-1]), _VIEW.format("") + " OFFSET 50"),
        "page 100,000 deep": (page(after=deep), _VIEW.format("") + " OFFSET 100000"),
        "level": (page(levels=("high",)), _VIEW.format("AND level = 'high'")),
        "brand": (page(brand="brand-3"), _VIEW.format("AND brand = 'brand-3'")),
        "marketplace": (page(marketplace="taobao"), _VIEW.format("AND marketplace = 'taobao'")),
        "brand, level and place": (
            page(brand="brand-3", levels=("low",), marketplace="taobao"),
            _VIEW.format("AND brand = 'brand-3' AND level = 'low' AND marketplace = 'taobao'"),
        ),
        "seller": (page(seller=seller), _VIEW.format("AND vendor = '店7'")),
        "reason": (page(code="price_drop"), _VIEW.format("AND reasons LIKE '%\"price_drop\"%'")),
        "search 高仿": (page(search="高仿"), _VIEW.format("AND title LIKE '%高仿%'")),
        "search 电钻, brand": (
            page(search="电钻", brand="brand-3"), _VIEW.format("AND title LIKE '%电钻%' AND brand = 'brand-3'")
        ),
        "search 支持验货 (4)": (page(search="支持验货"), _VIEW.format("AND title LIKE '%支持验货%'")),
        "search 店7 (vendor)": (page(search="店7"), _VIEW.format("AND vendor LIKE '%店7%'")),
        "search for nothing": (page(search="葫芦"), _VIEW.format("AND title LIKE '%葫芦%'")),
        "counts of all filters": (
            counts, "SELECT state, level, brand, marketplace, count(*) FROM findings GROUP BY 1, 2, 3, 4",
        ),
    }  # fmt: skip


def measured(question: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        question()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took), sorted(took)[int(len(took) * 0.95)]


def make_large_store(root: Path, listings: int, findings: int, visits: int) -> Store:
    """A store of that many, its queue made anew; says how long that took."""
    dice = random.Random(20261125)
    store = create_store(root)
    fill(store, listings, dice)
    add_findings(store, listings, findings, dice)
    add_visits(store, listings, 0, visits, dice)
    begun = time.perf_counter()
    with store.write() as connection:
        rebuild_queue(connection)
    print(f"the queue of {findings:,} findings made anew: {time.perf_counter() - begun:.0f} s")
    return store


def main() -> None:
    """Make the store, write beside, ask."""
    parser = argparse.ArgumentParser(prog="python -m bench.review", description=__doc__)
    parser.add_argument("--listings", type=int, default=1_000_000)
    parser.add_argument("--findings", type=int, default=200_000)
    parser.add_argument("--visits", type=int, default=400_000)
    parser.add_argument("--times", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "store"
        store = make_large_store(root, given.listings, given.findings, given.visits)
        stop, pages = SPAWN.Event(), SPAWN.Value("i", 0)
        crawler = SPAWN.Process(target=crawl, args=(root, stop, pages))
        crawler.start()
        print(f"{'ms':24} {'median':>9} {'p95':>9} {'the view':>10}")
        for name, (question, plain) in questions(store).items():
            median, late = measured(question, given.times)
            view, _ = measured(lambda sql=plain: _plain(store, sql), 1)  # type: ignore[misc]
            print(f"{name:24} {median:9.1f} {late:9.1f} {view:10.1f}")
        _decisions(store, given.times)
        stop.set()
        crawler.join()
        print(f"pages written meanwhile: {pages.value}")
        store.close()


def _decisions(store: Store, times: int) -> None:
    """How long a decision takes, and how much of that is waiting until others have written."""
    with store.read() as connection:
        ids = iter([queued.finding_id for queued in queue_page(connection, QueueFilter(_NEW), limit=times)])
    waits: list[float] = []
    write = store.write

    @contextmanager
    def timed_write() -> Iterator[Connection]:
        begun = time.perf_counter()
        with write() as connection:
            waits.append((time.perf_counter() - begun) * 1000)
            yield connection

    store.write = timed_write  # type: ignore[method-assign]
    took = []
    for finding_id in ids:
        begun = time.perf_counter()
        decide(store, [finding_id], verdict("watch"), by="bench")
        took.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.2)
    work = [whole - wait for whole, wait in zip(took, waits, strict=True)]
    for name, figures in (("a decision", work), ("its wait for others", waits)):
        print(f"{name:24} {statistics.median(figures):9.1f} {sorted(figures)[int(len(figures) * 0.95)]:9.1f}")


def _plain(store: Store, sql: str) -> object:
    with store.read() as connection:
        return connection.execute(text(sql)).all()


if __name__ == "__main__":
    main()
