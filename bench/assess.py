"""Judging a large store: `python -m bench.assess [--listings 1000000]`; from scratch, and after a run of 1,000.

The store is made of rows as a run would have written them; it has no pages. Prints seconds and memory.
"""

import argparse
import random
import resource
import tempfile
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import text

from monitor.judging import rejudge
from monitor.plan import Plan
from monitor.store.db import schema
from monitor.store.db.bulk import insert_rows
from monitor.store.store import Store, create_store
from monitor.store.write.runs import begin_run
from monitor.watchlist import AuthorisedSeller, Brand, Product, Watchlist

AT = datetime(2026, 10, 1, 12, tzinfo=UTC)
_AT_ONCE = 50_000
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
        "first_seen": AT, "first_visit": 1, "changed_at": AT, "gone": False, "digests": {}, "title": title,
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


def touch(store: Store, listings: int, count: int, dice: random.Random, again: int) -> None:
    """A run that showed so many listings, a third of them with another price."""
    keys = [f"taobao:{number}" for number in dice.sample(range(listings), count)]
    with store.write() as connection:
        for number in range(0, count, 50):
            insert_rows(
                connection, schema.VisitRow, [_visit(1, f"search:{again}:{number}", keys[number : number + 50])]
            )
        for key in keys[::3]:
            connection.execute(text("UPDATE listing SET price_min = price_min + 500000 WHERE key = :key"), {"key": key})


def main() -> None:
    """Make the store, judge it from scratch, touch a thousand listings, judge again."""
    parser = argparse.ArgumentParser(prog="python -m bench.assess", description=__doc__)
    parser.add_argument("--listings", type=int, default=1_000_000)
    given = parser.parse_args()
    dice = random.Random(20261125)
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(Path(folder) / "store")
        fill(store, given.listings, dice)
        _timed("from scratch", store, given.listings)
        for again in range(3):
            touch(store, given.listings, min(1_000, given.listings), dice, again)
            _timed("after a run of 1,000", store, given.listings)
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
