"""A stand-in of Taobao to run on: what it shows, `monitor run` on it, and what the store holds afterwards."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from monitor.store.store import open_store
from tests import composed
from tests.commands import monitor
from tests.server import Site

WATCHLIST = """
marketplaces = ["taobao"]
[[brand]]
name = "Nordwerk"
chinese = ["诺德沃克"]
[[brand.product]]
name = "X200"
reference_price = "189.00"
currency = "EUR"
[[brand.authorised_seller]]
marketplace = "taobao"
id = "900"
"""
SETTINGS = '[site.taobao]\ndelay = 0.0\nfetch = "http"\n'


class Market:
    """What the stand-in shows; a test changes it between runs."""

    def __init__(self) -> None:
        self.items = [
            composed.item(1, "诺德沃克 X200 电钻", "260.00"),
            composed.item(2, "诺德沃克 M5", "90.00"),
            composed.item(3, "别的牌子 电钻"),
        ]
        self.listing_pages: dict[str, tuple[int, bytes]] = {}
        self.robots = b""

    def answer(self, host: str, path: str) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(path)
        query = parse_qs(parts.query)
        if parts.path == "/robots.txt":
            return 200, {}, self.robots
        if host == "s.taobao.com" and parts.path == "/search":
            if query["q"] == ["诺德沃克"]:
                return 200, {}, composed.search_page(self.items)
            return 200, {}, composed.no_result_page()
        if host == "item.taobao.com":
            nid = query["id"][0]
            title = next((i["title"] for i in self.items if i["nid"] == nid), "诺德沃克")
            status, body = self.listing_pages.get(nid, (200, composed.listing_page(nid, title)))
            return status, {}, body
        return 404, {}, b"no such page"


def run(work: Path, site: Site, *more: object) -> tuple[int, dict[str, object]]:
    """`monitor run --json` on the stand-in."""
    done = monitor(
        "run", "watchlist.toml", "--store", "store", "--origin", f"taobao={site.url}", "--json", *more, cwd=work
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def rows(work: Path, sql: str) -> list[tuple[object, ...]]:
    """Read the store as any SQLite tool would."""
    with open_store(work / "store").read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]
