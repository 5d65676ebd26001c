"""A large store: judging it, and asking it: `python -m bench.assess [--listings 1000000] [--visits 400000]`.

Judged from scratch and after runs of 1,000 listings; asked what lists, views and the live table ask, in milliseconds,
with 20,000 visits and with all of them. Rows are written as runs would have written them. Prints seconds and memory.
"""

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from monitor.judging import rejudge
from monitor.plan import Plan
from monitor.store.db import schema
from monitor.store.db.bulk import insert_rows
from monitor.store.read.findings import select_findings
from monitor.store.read.runs import run_tallies
from monitor.store.store import Store, create_store
from monitor.store.write.runs import begin_run
from monitor.watchlist import AuthorisedSeller, Brand, Product, Watchlist

AT = datetime(2026, 10, 1, 12, tzinfo=UTC)
_AT_ONCE = 50_000
_FEW_VISITS, _RUN_VISITS, _ON_PAGE = 20_000, 500, 48
_BRANDS, _PRODUCTS, _PER_VENDOR = 20, 10, 12
_WORDS = "电钻 无线 套装 充电 家用 工业 20V 锂电 现货 包邮 支持验货 新款 高仿 二手 专用 配件".split()


def watchlist() -> Watchlist:
    """Twenty brands with ten products each, half of them with a price, and an official seller."""
    return Watchlist(
        brand=[
            Brand(
                id=f"brand-{number}",
                name=f"Markwerk{number}",
                product=[_product(number, model) for model in range(_PRODUCTS)],
                authorised_seller=[AuthorisedSeller(marketplace="taobao", id=str(number))],
            )
            for number in range(_BRANDS)
        ]
    )


def _product(brand: int, model: int) -> Product:
    name = f"X{brand}{model}00"
    return Product(name=name) if model > 4 else Product(name=name, reference_price=Decimal(200), currency="EUR")


def fill(store: Store, listings: int, dice: random.Random) -> None:
    """Listings with a match each, one observation each, from `listings / 12` vendors."""
    run = begin_run(store, Plan(method="crawl", watchlist=watchlist(), marketplaces=["taobao"], max_pages=1))
    with store.write() as connection:
        insert_rows(connection, schema.VisitRow, [_visit(run, "search:first:1", [])])
    vendors = max(listings // _PER_VENDOR, 1)
    for first in range(0, vendors, _AT_ONCE):
        rows = [
            {
                "key": f"taobao:id:{n}",
                "seller": f"taobao:id:{n}",
                "marketplace": "taobao",
                "vendor_id": str(n),
                "name": f"店{n}",
                "url": None,
                "first_seen": AT,
            }
            for n in range(first, min(first + _AT_ONCE, vendors))
        ]
        with store.write() as connection:
            insert_rows(connection, schema.VendorRow, rows)
    for first in range(0, listings, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, listings))
        rows = [_listing(number, dice, vendors) for number in numbers]
        with store.write() as connection:
            insert_rows(connection, schema.ListingRow, rows)
            insert_rows(connection, schema.MatchRow, [_match(number) for number in numbers])


def _listing(number: int, dice: random.Random, vendors: int) -> dict[str, Any]:
    brand = number % _BRANDS
    title = f"Markwerk{brand} X{brand}{dice.randrange(_PRODUCTS)}00 {' '.join(dice.sample(_WORDS, 4))} {number}"
    return {
        "key": f"taobao:{number}", "marketplace": "taobao", "listing_id": str(number),
        "url": f"https://item.taobao.com/item.htm?id={number}", "vendor_key": f"taobao:id:{dice.randrange(vendors)}",
        "first_seen": AT, "first_visit": 1, "last_seen": AT, "changed_at": AT, "gone": False,
        "digests": {}, "title": title,
        "price_min": Decimal(dice.randrange(50, 2_000)), "price_max": None, "currency": "CNY", "price_list": None,
        "price_note": None, "price_steps": None, "units_sold": dice.randrange(1_000), "stock": dice.randrange(500),
        "min_order": None, "location": None, "image_urls": None,
    }  # fmt: skip


def _match(number: int) -> dict[str, Any]:
    name = f"Markwerk{number % _BRANDS}"
    return {
        "listing_key": f"taobao:{number}", "brand": f"brand-{number % _BRANDS}", "score": 1.0, "kind": "exact",
        "mention": name, "start": 0, "end": len(name), "why": f"{name}: the brand's name",
    }  # fmt: skip


def _visit(run: int, target: str, keys: list[str]) -> dict[str, Any]:
    return {
        "run_id": run, "marketplace": "taobao", "page": "search", "target": target, "state": "done",
        "outcome": "listings", "url": "https://s.taobao.com/search", "at": AT, "recorded_at": AT, "method": "crawl",
        "session": False, "listing_keys": keys, "without_id": 0, "fetch": {},
    }  # fmt: skip


def add_visits(store: Store, listings: int, first: int, last: int, dice: random.Random) -> None:
    """The visits numbered `first` to `last`, in runs of 500, each of 48 listings: all judged already."""
    plan = Plan(method="crawl", watchlist=watchlist(), marketplaces=["taobao"], max_pages=1)
    for start in range(first, last, _RUN_VISITS):
        run = begin_run(store, plan)
        rows = []
        for number in range(start, min(start + _RUN_VISITS, last)):
            keys = [f"taobao:{dice.randrange(listings)}" for _ in range(_ON_PAGE)]
            rows.append({**_visit(run, f"search:{number}", keys), "at": AT + timedelta(minutes=number)})
        with store.write() as connection:
            insert_rows(connection, schema.VisitRow, rows)


def ask(store: Store, visits: int) -> None:
    """How long the questions take that are asked most, in the middle of five times."""
    with store.read() as connection:
        run = connection.execute(text("SELECT max(id) FROM run")).scalar_one()

    def view() -> object:
        with store.read() as connection:
            return connection.execute(text("SELECT * FROM findings LIMIT 50")).all()

    def findings() -> object:
        return list(islice(select_findings(store, level="high"), 10))

    def live() -> object:
        with store.read() as connection:
            return run_tallies(connection, run)

    questions: dict[str, Callable[[], object]] = {
        "SELECT * FROM findings LIMIT 50": view,
        "monitor findings --level high --json | head": findings,
        "the live table": live,
    }
    for what, question in questions.items():
        times = []
        for _ in range(5):
            begun = time.perf_counter()
            question()
            times.append(time.perf_counter() - begun)
        print(f"{what}, {visits:,} visits: {statistics.median(times) * 1000:.1f} ms")


def touch(store: Store, listings: int, count: int, dice: random.Random, again: int) -> None:
    """A run that showed so many listings, a third of them with another price."""
    keys = [f"taobao:{number}" for number in dice.sample(range(listings), count)]
    with store.write() as connection:
        for number in range(0, count, 50):
            visit = _visit(1, f"search:{again}:{number}", keys[number : number + 50])
            key = connection.execute(insert(schema.VisitRow), visit).inserted_primary_key
            assert key is not None
            connection.execute(insert(schema.UnjudgedVisitRow), {"visit_id": key[0]})
        for key in keys[::3]:
            connection.execute(text("UPDATE listing SET price_min = price_min + 500000 WHERE key = :key"), {"key": key})


def main() -> None:
    """Make the store, judge it, ask it with few visits and with all of them, touching a thousand listings each time."""
    parser = argparse.ArgumentParser(prog="python -m bench.assess", description=__doc__)
    parser.add_argument("--listings", type=int, default=1_000_000)
    parser.add_argument("--visits", type=int, default=400_000)
    given = parser.parse_args()
    dice = random.Random(20261125)
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder) / "store")
        fill(store, given.listings, dice)
        _timed("from scratch", store, given.listings)
        there = 0
        for again, visits in enumerate(sorted({min(_FEW_VISITS, given.visits), given.visits})):
            add_visits(store, given.listings, there, visits, dice)
            there = visits
            ask(store, visits)
            for time_of_it in range(2):
                touch(store, given.listings, min(1_000, given.listings), dice, again * 2 + time_of_it)
                _timed(f"after a run of 1,000, {visits:,} visits", store, given.listings)
        store.close()


def _timed(what: str, store: Store, listings: int) -> None:
    begun = time.perf_counter()
    done = rejudge(store, watchlist())
    took = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what}: {took:.1f} s, {done.judged:,} of {listings:,} listings, {done.groups:,} groups changed, {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
