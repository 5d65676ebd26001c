"""The baselines: bare Scrapy, and a plain spider as people write it (parsel CSS, an item per listing, batched SQLite).

`python -m bench.plain bare|plain PORT SEARCHES PAGES DATABASE`
"""

import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import quote

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response, TextResponse

SETTINGS: dict[str, object] = {
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "LOG_LEVEL": "ERROR",
}
"""The same for every variant."""
_COLUMNS = ("id", "title", "price", "sold", "location", "shop", "shop_id", "url", "image")


class BareSpider(scrapy.Spider):
    """Fetches all pages and looks at none."""

    name = "bare"

    def __init__(self, port: str, searches: str, pages: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._port, self._searches, self._pages = port, int(searches), int(pages)

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """All pages of all searches."""
        for page in range(self._pages):
            for search in range(self._searches):
                word = quote(f"诺德沃克{search}")
                yield scrapy.Request(f"http://127.0.0.1:{self._port}/search?q={word}&ie=utf8&s={page * 44}")

    def parse(self, response: Response, **_: Any) -> None:
        """Nothing."""


class PlainSpider(BareSpider):
    """As a tutorial teaches it."""

    name = "plain"

    def parse(self, response: Response, **_: Any) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        """One item per card."""
        assert isinstance(response, TextResponse)
        for card in response.css("div.item.J_MouserOnverReq"):
            yield {
                "id": card.css("a.pic-link::attr(data-nid)").get(),
                "title": "".join(card.css(".title a ::text").getall()).strip(),
                "price": float(card.css(".price strong::text").get() or 0),
                "sold": card.css(".deal-cnt::text").re_first(r"\d+"),
                "location": card.css(".location::text").get(),
                "shop": card.css(".shopname span::text").get(),
                "shop_id": card.css(".shopname::attr(data-userid)").get(),
                "url": response.urljoin(card.css("a.pic-link::attr(href)").get() or ""),
                "image": response.urljoin(card.css("img.J_ItemPic::attr(data-src)").get() or ""),
            }


class BatchedSqlite:
    """Writes a hundred items at a time."""

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.execute(f"CREATE TABLE listing ({', '.join(_COLUMNS)}, PRIMARY KEY (id))")
        self._rows: list[tuple[Any, ...]] = []

    @classmethod
    def from_crawler(cls, crawler: scrapy.crawler.Crawler) -> "BatchedSqlite":
        """The database is named on the command line."""
        return cls(crawler.settings["BENCH_DATABASE"])

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """Keep the row, write every hundredth time."""
        self._rows.append(tuple(item[name] for name in _COLUMNS))
        if len(self._rows) >= 100:
            self._flush()
        return item

    def close_spider(self) -> None:
        """Write the rest."""
        self._flush()

    def _flush(self) -> None:
        marks = ", ".join("?" * len(_COLUMNS))
        self._connection.executemany(f"INSERT OR REPLACE INTO listing VALUES ({marks})", self._rows)
        self._connection.commit()
        self._rows.clear()


def main() -> None:
    kind, port, searches, pages, database = sys.argv[1:]
    pipelines = {"ITEM_PIPELINES": {BatchedSqlite: 100}} if kind == "plain" else {}
    process = AsyncCrawlerProcess({**SETTINGS, **pipelines, "BENCH_DATABASE": database})
    spider = PlainSpider if kind == "plain" else BareSpider
    process.crawl(spider, port=port, searches=searches, pages=pages)
    process.start()


if __name__ == "__main__":
    main()
