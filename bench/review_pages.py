"""Pages of the review over a large store: `python -m bench.review_pages [--listings 1000000 --findings 200000]`.

While another process writes pages as a crawl does, each page is asked for again and again, with places and searches
that differ; what is printed are milliseconds on the server, by its own clock (Server-Timing). The baseline of the same
run is a file that asks nothing of the store.
"""

import argparse
import random
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from bench.review import SPAWN, crawl, make_large_store
from monitor.store.read.queue import QueueFilter, queue_page
from monitor.store.store import Store
from tests.review_server import Review, review

_WORDS = ("高仿", "电钻", "支持验货", "店7", "葫芦")
_Asked = Callable[[random.Random], str]
"""An address, another one each time."""


def _addresses(store: Store) -> dict[str, _Asked]:
    with store.read() as connection:
        queued = queue_page(connection, QueueFilter(("new",)), limit=20_000)
    places = [f"{one.score}~{one.finding_id}" for one in queued]
    ids = [one.finding_id for one in queued]
    return {
        "baseline: a file": lambda _: "/static/review.css",
        "queue": lambda _: "/",
        "queue, deep": lambda dice: f"/?after={quote(dice.choice(places))}",
        "queue, filtered": lambda dice: f"/?brand=brand-{dice.randrange(20)}&level={dice.choice(('high', 'medium'))}",
        "queue, by reason": lambda _: "/?code=price_drop",
        "queue, new since, price": lambda _: "/?since=2026-09-01&currency=CNY&price_from=10&price_to=200",
        "queue, search": lambda dice: f"/?q={quote(dice.choice(_WORDS))}",
        "case": lambda dice: f"/case?after={quote(dice.choice(places))}",
        "finding": lambda dice: f"/finding/{quote(dice.choice(ids))}",
        "seller": lambda dice: f"/seller/taobao:id:{dice.randrange(1, 500)}",
        "overview": lambda _: "/overview",
    }


def _measured(running: Review, asked: _Asked, times: int) -> list[float]:
    dice, took = random.Random(7), []
    for _ in range(times):
        answer = running.page("GET", asked(dice))
        assert answer.status == 200, answer.body[:300]
        took.append(float(answer.headers["server-timing"].partition("dur=")[2]))
    return took


def main() -> None:
    """Make the store, write beside, ask."""
    parser = argparse.ArgumentParser(prog="python -m bench.review_pages", description=__doc__)
    parser.add_argument("--listings", type=int, default=1_000_000)
    parser.add_argument("--findings", type=int, default=200_000)
    parser.add_argument("--visits", type=int, default=400_000)
    parser.add_argument("--times", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "store"
        store = make_large_store(root, given.listings, given.findings, given.visits)
        addresses = _addresses(store)
        store.close()
        stop, pages = SPAWN.Event(), SPAWN.Value("i", 0)
        crawler = SPAWN.Process(target=crawl, args=(root, stop, pages))
        crawler.start()
        with review(root) as running:
            running.log_in()
            print(f"{'milliseconds on the server':<28} {'median':>8} {'p95':>8} {'longest':>8}")
            for name, asked in addresses.items():
                took = _measured(running, asked, given.times)
                p95 = statistics.quantiles(took, n=20)[-1]
                print(f"{name:<28} {statistics.median(took):8.1f} {p95:8.1f} {max(took):8.1f}", flush=True)
        stop.set()
        crawler.join()
        print(f"pages written meanwhile: {pages.value}")


if __name__ == "__main__":
    main()
