"""Scrapy's own commands inside the project: without a run, and as polite. Real processes, a real server on loopback."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests import composed
from tests.commands import FIXTURES, ROOT
from tests.server import Answer, Site, serve

SEARCH = "https://s.taobao.com/search?q=nordwerk"
_ITEMS = [composed.item(n, f"诺德沃克 X200 电钻 {n}") for n in range(1, 4)]
_DELAY = 0.3


def _market(_: str, path: str) -> Answer:
    if path == "/robots.txt":
        return 200, {}, b"User-agent: *\nDisallow: /closed\n"
    return 200, {}, composed.search_page(_ITEMS) if path.startswith("/search") else b"<p>a page</p>"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    sites = "".join(f"[site.{name}]\ndelay = {_DELAY}\n" for name in ("taobao", "web"))
    (folder / "settings.toml").write_text(f'contact = "us@firm.example"\n{sites}')
    return folder


def scrapy(store: Path, site: Site | None, command: str, *args: object, **env: str) -> subprocess.CompletedProcess[str]:
    origin = ["-s", f"MONITOR_ORIGIN={site.url}"] if site else []
    return subprocess.run(
        [sys.executable, "-m", "scrapy", command, *map(str, args), *origin], cwd=store.parent, text=True,
        capture_output=True, check=False, timeout=120,
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "monitor.settings", "MONITOR_STORE": str(store),
             "PYTHONPATH": f"{ROOT}:{store.parent}", **env},
    )  # fmt: skip


def test_fetch_is_as_polite_as_a_run(store: Path) -> None:
    """robots.txt first, the delay between the two, who asks; a second process waits for the first one's delay."""
    with serve(_market) as site:
        first, second = (scrapy(store, site, "fetch", SEARCH) for _ in range(2))
        closed = scrapy(store, site, "fetch", "https://s.taobao.com/closed/page")
    assert "诺德沃克 X200 电钻 1" in first.stdout
    assert second.returncode == 0
    assert [asked.path for asked in site.asked] == ["/robots.txt", "/search?q=nordwerk"] * 2 + ["/robots.txt"]
    assert all(after.began - before.ended >= 0.8 * _DELAY for before, after in pairwise(site.asked))
    assert {asked.host for asked in site.asked} == {"s.taobao.com"}
    assert "(+us@firm.example)" in site.asked[0].headers["User-Agent"]
    assert closed.stdout == ""
    assert "refused by the site's robots.txt" in closed.stderr, "said, not silently nothing"


def test_a_site_that_nobody_knows_has_manners_and_rules_too(store: Path) -> None:
    with serve(_market) as site:
        shop = scrapy(store, site, "fetch", "https://shop.example/p/1")
        private = scrapy(store, None, "fetch", f"{site.url}/p/2")
    assert shop.stdout.strip() == "<p>a page</p>"
    assert [asked.path for asked in site.asked] == ["/robots.txt", "/p/1"], "private addresses are never asked"
    assert private.stdout == ""


def test_a_page_in_the_shell_with_its_page_class(store: Path) -> None:
    code = "(spider.name, page.kind, reading.outcome, len(reading.listings), response.status)"
    with serve(_market) as site:
        done = scrapy(store, site, "shell", SEARCH, "-c", code)
        later = scrapy(store, site, "shell", "-c", f"(fetch({SEARCH!r}), crawler.spider.name)")
    assert done.stdout.strip() == "('taobao', 'search', 'listings', 3, 200)", done.stderr
    assert later.stdout.strip() == "(None, 'web')"
    assert len(site.asked) == 4


def test_a_saved_page_in_the_shell(store: Path) -> None:
    """A case tells its address, any other file is told it; no request leaves."""
    (case,) = (FIXTURES / "taobao" / "listing_x200").glob("page.*")
    done = scrapy(store, None, "shell", case, "-c", "(page.kind, reading.outcome, response.url)")
    assert done.stdout.startswith("('listing', 'listings', 'https://item.taobao.com/"), done.stderr
    page = store.parent / "saved.html"
    page.write_bytes(composed.search_page(_ITEMS))
    told = scrapy(store, None, "shell", page.name, "--url", SEARCH, "-c", "reading.total, spider")
    assert told.stdout.startswith("("), told.stderr
    lost = scrapy(store, None, "shell", "nowhere.html", "-c", "1")
    assert (lost.returncode, "Traceback" in lost.stderr) == (2, False)
    assert "no such file" in lost.stderr
    (store / "settings.toml").write_text("contact = 5")
    wrong = scrapy(store, None, "shell", case, "-c", "1")
    assert (wrong.returncode, "Traceback" in wrong.stderr) == (2, False)
    assert "settings.toml: contact" in wrong.stderr


def test_parse_shows_what_is_read_and_keeps_nothing(store: Path) -> None:
    with serve(_market) as site:
        done = scrapy(store, site, "parse", SEARCH, "--nocolour", "--pipelines")
    assert "'title': '诺德沃克 X200 电钻 1'" in done.stdout, done.stderr
    assert "'keyword': 'nordwerk'" in done.stdout
    assert "'body': b''" in done.stdout
    assert "Traceback" not in done.stderr
    assert [path.name for path in store.iterdir()] == ["settings.toml"]


def test_view_opens_the_page(store: Path) -> None:
    with serve(_market) as site:
        done = scrapy(store, site, "view", SEARCH, BROWSER=f"{sys.executable} -c 'import sys; print(sys.argv[1])' %s")
    assert done.stdout.strip().startswith("file:///"), done.stderr


def test_contracts_are_checked(store: Path) -> None:
    """A contract in a docstring of somebody's spider: asked for politely, and told whether it holds."""
    (store.parent / "contracted.py").write_text(
        "from spiders import taobao\n"
        "class Contracted(taobao.TaobaoSpider):\n"
        "    name = 'taobao'\n"
        "    async def parse(self, response, **_):\n"
        f'        """Read.\n\n        @url {SEARCH}\n        @returns items 1 1\n        @scrapes marketplace total\n'
        '        """\n'
        "        async for item in super().parse(response):\n            yield item\n"
    )
    with serve(_market) as site:
        done = scrapy(store, site, "check", "-s", "SPIDER_MODULES=contracted")
    assert "Ran 2 contracts" in done.stderr, done.stderr
    assert done.returncode == 0
    assert [asked.path for asked in site.asked] == ["/robots.txt", "/search?q=nordwerk"]


_PIPELINE = """
import json
from itemadapter import ItemAdapter, is_item

class Foreign:
    def process_item(self, item):
        adapter = ItemAdapter(item)
        assert is_item(item)
        listings = [ItemAdapter(ItemAdapter(entry)["listing"]) for entry in adapter["entries"]]
        titles = [listing["title"] for listing in listings]
        with open("foreign.jsonl", "a", encoding="utf-8") as stream:
            print(json.dumps([adapter["marketplace"], adapter.get("keyword"), titles]), file=stream)
        assert adapter.asdict()["entries"][0]["listing"]["vendor"].keys() >= {"id", "name"} if titles else True
        return item
"""
_STEPS = """{"pipelines.check_visit.CheckVisit": 100, "pipelines.match_brand.MatchBrand": 200, "foreign.Foreign": 250,
"pipelines.judge_listing.JudgeListing": 300, "pipelines.save_snapshot.SaveSnapshot": 400,
"pipelines.store_visit.StoreVisit": 500, "foreign.Foreign": 600}"""


def test_items_pass_through_other_peoples_pipelines(store: Path) -> None:
    """Pipelines that know only `itemadapter`: before and after ours, in a run; the feed has what it always has."""
    (store.parent / "foreign.py").write_text(_PIPELINE)
    (store.parent / "watchlist.toml").write_text('[[brand]]\nname = "Nordwerk"\nchinese = ["诺德沃克"]\n')
    with serve(_market) as site:
        done = scrapy(
            store, site, "crawl", "taobao", "-a", "watchlist=watchlist.toml", "-a", f"store={store}", "-a",
            f"origin={site.url}", "-a", "max_pages=1", "-a", "keyword=nordwerk", "-s", f"ITEM_PIPELINES={_STEPS}",
            "-O", "feed.jsonl",
        )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    lines = (store.parent / "foreign.jsonl").read_text(encoding="utf-8").splitlines()
    assert '["taobao", "nordwerk", ["\\u8bfa' in lines[0]
    assert len((store.parent / "feed.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_a_plain_spider_of_somebody_is_polite_too(store: Path) -> None:
    """A spider that knows nothing of ours: same door, items as they are."""
    (store.parent / "plain.py").write_text(
        "from scrapy import Spider\n"
        "class Plain(Spider):\n"
        "    name = 'plain'\n"
        "    start_urls = ['https://shop.example/p/1', 'https://shop.example/p/2', 'https://shop.example/closed']\n"
        "    def parse(self, response):\n"
        "        yield {'url': response.url}\n"
    )
    with serve(_market) as site:
        done = scrapy(store, site, "runspider", "plain.py", "-O", "plain.jsonl")
    assert done.returncode == 0, done.stderr
    assert sorted((store.parent / "plain.jsonl").read_text().splitlines()) == [
        '{"url": "https://shop.example/p/1"}', '{"url": "https://shop.example/p/2"}',
    ]  # fmt: skip
    assert sorted(site.pages()) == ["/p/1", "/p/2"]
    assert all(after.began - before.ended >= 0.8 * _DELAY for before, after in pairwise(site.asked))
