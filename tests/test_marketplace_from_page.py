"""A newcomer's trial: from a saved page of a site without a spider to listings in the store, with no edit."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor.scaffold.addresses import id_in, listing_url_of, search_url_of
from tests.commands import ROOT, monitor, monitor_process
from tests.new_sites import CARDS_URL, DATA_URL, cards_page, data_page

_WATCHLIST = """
[[brand]]
name = "Nordwerk"
[[brand.product]]
name = "X200"
reference_price = "189.00"
currency = "EUR"
"""
_SITES = [("lampenmarkt", CARDS_URL, cards_page, "cards"), ("toolbazaar", DATA_URL, data_page, "embedded")]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as the program looks at."""
    shutil.copytree(ROOT / "spiders", tmp_path / "spiders", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "watchlist.toml").write_text(_WATCHLIST, encoding="utf-8")
    return tmp_path


def _json(checkout: Path, *args: object, codes: tuple[int, ...] = (0, 1)) -> Any:
    done = monitor_process(*args, "--json", cwd=checkout, env={"PYTHONPATH": str(checkout)})
    assert done.returncode in codes, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("name", "url", "page", "layout"), _SITES)
def test_from_a_saved_page_to_the_store(
    checkout: Path, name: str, url: str, page: Callable[[], bytes], layout: str
) -> None:
    (checkout / "page.html").write_bytes(page())
    begun = monitor_process("new-marketplace", name, "--from", "page.html", "--url", url, cwd=checkout)
    assert begun.returncode == 0, begun.stderr
    assert "To be mended" not in begun.stderr
    assert "Not told by the page: the words for" in begun.stderr
    assert "monitor import page.html" in begun.stderr
    read = _json(checkout, "extract", "page.html", "--url", url, codes=(0,))
    assert (read["marketplace"], read["layout"], len(read["listings"])) == (name, layout, 6)
    prices = [(float(listing["price_min"]), listing["currency"]) for listing in read["listings"]]
    assert prices == [(price, prices[0][1]) for price in (49.9, 19.5, 9.95, 64.0, 24.0, 15.2)]
    first = read["listings"][0]
    assert first["title"] == "Nordwerk X200 cordless drill with two batteries"
    assert first["vendor"]["name"] == "Power Bargain Depot"
    assert all(listing["url"] and listing["image_urls"] for listing in read["listings"])
    imported = _json(checkout, "import", "page.html", "--url", url, "--store", "store")
    tally = imported["marketplaces"][name]
    assert (tally["listings_pages"], tally["unreadable"]) == (1, 0)
    assert tally["matched"] > 0
    replayed = _json(checkout, "run", "--marketplace", name, "--replay", "fixtures", "--store", "replayed")
    assert replayed["marketplaces"][name]["matched"] > 0


@pytest.mark.parametrize(("name", "url", "page", "layout"), _SITES)
def test_its_files(checkout: Path, name: str, url: str, page: Callable[[], bytes], layout: str) -> None:
    """The spider is small and clean; the fixtures have the four outcomes, and no words of the page."""
    (checkout / "page.html").write_bytes(page())
    begun = monitor("new-marketplace", name, "--from", "page.html", "--url", url, cwd=checkout)
    assert begun.returncode == 0, begun.stderr
    code = (checkout / "spiders" / f"{name}.py").read_text(encoding="utf-8")
    assert len(code.splitlines()) <= 120
    assert "guess" not in code
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--stdin-filename", f"spiders/{name}.py", "-"],
            input=code, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    cases = checkout / "fixtures" / name
    read = {file.parent.name: json.loads(file.read_text(encoding="utf-8")) for file in cases.glob("*/expected.json")}
    assert {case: (record["outcome"], len(record["listings"])) for case, record in read.items()} == {
        "search_nordwerk_1": ("listings", 3),
        "search_empty": ("empty", 0),
        "search_blocked": ("blocked", 0),
        "search_unreadable": ("unreadable", 0),
        "listing_x200": ("listings", 1),
        "listing_gone": ("empty", 0),
    }
    assert read["search_nordwerk_1"]["layout"] == layout
    assert all(listing["price_min"] for listing in read["search_nordwerk_1"]["listings"])
    text = (cases / "search_nordwerk_1" / "page.html").read_text(encoding="utf-8")
    assert not any(words in text for words in ("boxed", "workshop", "You may also like", "49.9", "880010"))


def test_cards_without_names_of_their_own(checkout: Path) -> None:
    cards = "".join(
        f'<div><a href="/products/item-{n}9"><img src="{n}.jpg"><h3>Nordwerk drill {n}</h3></a><b>£{n}5.00</b></div>'
        for n in range(1, 5)
    )
    (checkout / "page.html").write_text(f"<html><body><main><div>{cards}</div></main></body></html>", encoding="utf-8")
    url = "https://shop.example/find?query=drill"
    done = monitor("new-marketplace", "shop", "--from", "page.html", "--url", url, cwd=checkout)
    assert done.returncode == 0, done.stderr
    assert "To be mended" not in done.stderr
    expected = json.loads((checkout / "fixtures/shop/search_nordwerk_1/expected.json").read_text(encoding="utf-8"))
    assert (expected["layout"], len(expected["listings"])) == ("cards", 3)


def test_searches_and_listings_of_one_path() -> None:
    """Shops whose every page is `index.php` with other parameters."""
    home = "https://shop.example/index.php?route=product"
    links = [(f"{home}/product&product_id={40 + n}&search=drill", str(40 + n)) for n in range(3)]
    assert listing_url_of(links) == f"{home}/product&product_id={{id}}"
    search_url, has_page = search_url_of(f"{home}/search&search=drill", [], [f"{home}/search&search=drill&page=2"])
    assert (search_url, has_page) == (f"{home}/search&search={{keyword}}&page={{page}}", True)


def test_addresses_with_a_part_that_tells_nothing() -> None:
    links = [(f"https://shop.example/p/some-drill-{n}/{70000 + n}", str(70000 + n)) for n in range(3)]
    assert listing_url_of(links) == "https://shop.example/p/{slug}/{id}"
    assert id_in(links[1][0], "https://shop.example/p/{slug}/{id}") == "70001"
    assert search_url_of("https://shop.example/sale", ["A drill"], []) == (None, False)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("shop", "--from", "none.html", "--url", CARDS_URL), "can't be read"),
        (("shop", "--from", "bare.html", "--url", CARDS_URL), "no list of listings"),
        (("shop", "--from", "empty.html", "--url", CARDS_URL), "no list of listings"),
        (("shop", "--from", "cards.html", "--url", "page"), "--url"),
        (("shop", "--from", "cards.html", "--url", "file:///x"), "--url"),
        (("shop", "--from", "cards.html", "--url", "https://www.ebay.com/sch/i.html?_nkw=x"), "'ebay' already"),
        (("shop", "--from", "cards.html", "--url", "https://www.lampenmarkt.example/neu"), "give --search"),
        (("shop", "--from", "cards.html"), "expected both"),
        (("shop", "--url", CARDS_URL), "expected both"),
        (("taobao", "--from", "cards.html", "--url", CARDS_URL), "there is such a marketplace already"),
        (("shop", "--from", "cards.html", "--url", CARDS_URL, "--listing", "https://x.example/a"), "with {id} in it"),
        (
            ("shop", "--from", "cards.html", "--url", CARDS_URL, "--listing", "https://x.example/{id}"),
            "other addresses",
        ),
    ],
)
def test_what_can_be_no_marketplace(checkout: Path, args: tuple[str, ...], words: str) -> None:
    """One clear line; nothing is written."""
    (checkout / "cards.html").write_bytes(cards_page())
    (checkout / "bare.html").write_text("<html><body><p>Hello.</p></body></html>", encoding="utf-8")
    (checkout / "empty.html").write_bytes(b"")
    before = sorted(checkout.rglob("*"))
    done = monitor("new-marketplace", *args, cwd=checkout)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert sorted(checkout.rglob("*")) == before
