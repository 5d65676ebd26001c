"""Host, currency and language of national sites come from the store's settings."""

import json
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.config import SiteSettings
from monitor.crawling.registry import spider_class
from monitor.marketplaces import MARKETPLACES
from monitor.pages.national_domains import domain_of
from monitor.pages.read import read_page
from tests.commands import FIXTURES, monitor
from tests.server import serve

WATCHLIST = 'marketplaces = ["amazon"]\n[[brand]]\nname = "Nordwerk"\n'
PAGE = (FIXTURES / "amazon" / "search_domain_de" / "page.html").read_bytes()
NATIONAL = [name for name in MARKETPLACES if spider_class(name).domains]


def _work(tmp_path: Path, site: str) -> Path:
    (tmp_path / "watchlist.toml").write_text(WATCHLIST, encoding="utf-8")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "settings.toml").write_text(f"[site.amazon]\ndelay = 0.0\ndetail_pages = 0\n{site}")
    return tmp_path


@pytest.mark.parametrize(
    ("settings", "host", "language", "currency"),
    [
        ("", "www.amazon.com", "en", "EUR"),
        ('domain = "amazon.de"\nlanguage = "en-GB"', "www.amazon.de", "en-GB", "EUR"),
    ],
)
def test_the_site_that_the_settings_name_is_asked(
    tmp_path: Path, settings: str, host: str, language: str, currency: str
) -> None:
    work = _work(tmp_path, settings)
    with serve(lambda _host, path: (200, {}, b"" if path == "/robots.txt" else PAGE)) as site:
        done = monitor(
            "run", "--store", "store", "--origin", f"amazon={site.url}", "--max-pages", 1, "--json", cwd=work
        )
    assert json.loads(done.stdout)["marketplaces"]["amazon"]["listings_pages"] == 1, done.stderr
    (asked,) = (one for one in site.asked if one.path != "/robots.txt")
    assert asked.path == "/s?k=Nordwerk&page=1"
    assert asked.headers["Accept-Language"] == language
    with closing(sqlite3.connect(work / "store" / "monitor.db")) as connection:
        urls = {row[0] for row in connection.execute("SELECT url FROM visit")}
        told = set(connection.execute("SELECT url, currency FROM listing"))
    assert urls == {f"https://{host}/s?k=Nordwerk&page=1"}
    assert told == {(f"https://{host}/dp/{asin}", currency) for asin in ("B0NWDEMO11", "B0NWDEMO12")}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ('domain = "amazon.example"', "site.amazon.domain: 'amazon.example' is unknown; expected one of amazon.com"),
        ('currency = "euro"', "currency"),
        ('language = "german"', "language"),
    ],
)
def test_wrong_settings_are_one_line(tmp_path: Path, settings: str, words: str) -> None:
    done = monitor("run", "--replay", FIXTURES, "--store", "store", cwd=_work(tmp_path, settings))
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_marketplace_of_one_site_has_no_domain(tmp_path: Path) -> None:
    work = _work(tmp_path, '[site.taobao]\ndomain = "taobao.example"\n')
    done = monitor("run", "--marketplace", "taobao", "--replay", FIXTURES, "--store", "store", cwd=work)
    assert done.returncode == 2
    assert "taobao has one site only: leave it out" in done.stderr


def _price(url: str, money: str, currency: str | None = None) -> tuple[Decimal | None, str | None]:
    page = spider_class("ebay").page_for(url)
    assert page is not None
    body = (
        f'<ul class="srp-results"><li class="s-card" data-listingid="1"><div class="s-card__title">Nordwerk</div>'
        f'<span class="s-card__price">{money}</span></li></ul>'
    )
    (listing,) = read_page(page, body.encode(), url, currency=currency).listings
    return listing.price_min, listing.currency


@pytest.mark.parametrize(
    ("host", "money", "settings", "read"),
    [
        ("www.ebay.com", "$20.00", None, "USD"),
        ("www.ebay.com.au", "$20.00", None, "AUD"),
        ("www.ebay.ca", "$20.00", None, "CAD"),
        ("www.ebay.co.uk", "£20.00", None, "GBP"),
        ("www.ebay.com", "ILS 20.00", None, "ILS"),
        ("www.ebay.com", "$20.00", "CAD", "CAD"),
        ("www.ebay.co.uk", "£20.00", "CAD", "GBP"),
        ("www.ebay.de", "EUR 20,00", None, "EUR"),
    ],
)
def test_bare_prices_mean_the_domains_currency(host: str, money: str, settings: str | None, read: str) -> None:
    assert _price(f"https://{host}/sch/i.html?_nkw=x", money, settings) == (Decimal("20.00"), read)


@pytest.mark.parametrize("name", NATIONAL)
def test_every_domain_is_the_sites_own(name: str) -> None:
    spider = spider_class(name)
    for domain, facts in spider.domains.items():
        assert domain in spider.allowed_domains
        url = spider.search_address("nordwerk", 1, domain)
        assert domain_of(spider.domains, url) == domain
        assert spider.page_for(url) is spider.search_page
        assert len(facts.currency) == 3
        assert len(facts.language) == 2


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.amazon.com.mx/s?k=a", "amazon.com.mx"),
        ("https://www.amazon.com/s?k=a", "amazon.com"),
        ("https://amazon.com.evil.example/", "amazon.com"),
        ("https://xamazon.de/", "amazon.com"),
        ("https://[::1/", "amazon.com"),
        ("", "amazon.com"),
        ("www.amazon.de/s", "amazon.de"),
    ],
)
def test_domain_of(url: str, domain: str) -> None:
    assert domain_of(spider_class("amazon").domains, url) == domain


def test_a_page_is_asked_for_in_the_domains_language() -> None:
    spider = spider_class("amazon").__new__(spider_class("amazon"))
    spider.site = SiteSettings()
    asked = {domain: spider._language(f"https://www.{domain}/s?k=a") for domain in ("amazon.de", "amazon.co.jp")}
    assert asked == {"amazon.de": "de", "amazon.co.jp": "ja"}


def test_a_site_without_domains_has_none() -> None:
    assert domain_of({}, "https://www.amazon.de/") is None
