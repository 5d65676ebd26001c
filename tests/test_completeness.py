"""A page that shows or holds more listings than were read says so; a complete one never does."""

import json
from pathlib import Path

import pytest

from monitor.pages.page import SearchPage
from monitor.pages.paging import Paging
from monitor.pages.read import read_page, reading_record
from spiders.etsy import EtsySearchPage
from tests.commands import monitor

ITEM_LIST = {"@type": "ItemList", "itemListElement": [{"position": number} for number in range(30)]}
URL = "https://www.example.com/search?q=drill"


ETSY = (
    '<!DOCTYPE html><div class="v2-listing-card" data-listing-id="99"><a class="listing-link" title="Nordwerk Drill" '
    'href="/listing/99"></a></div><script>x = {"result_count":48}</script></html>'
)
ETSY_URL = "https://www.etsy.com/search?q=drill"


class _Page(SearchPage):
    address = r"www\.example\.com/search"
    layouts = {"cards": "2026"}  # noqa: RUF012
    data_after = r"window\.state\s*="
    paging = Paging(items="items")

    def cards(self):  # type: ignore[no-untyped-def]
        for card in self.dom.css("li.card"):
            yield self.listing(card.attributes["id"], card.text())


def _record(markup: str, *, cards: int = 8) -> dict[str, object]:
    shown = "".join(f"<li class=card id={number}>Drill {number}</li>" for number in range(1, cards + 1))
    body = f"<!DOCTYPE html><meta charset=utf-8><body>{markup}<ul>{shown}</ul>".encode()
    return reading_record("example", read_page(_Page, body, URL))


@pytest.mark.parametrize(
    ("markup", "of"),
    [
        ("<p>1–60 of 2,000", 60),
        ("<p><b>1</b> - <b>60</b> of <b>2,000</b> results", 60),
        ("<p>Showing 1-48", 48),
        ("<p>Showing results 1 to 48", 48),
        ("<p>61-120 of over 10,000 results", 60),
        ("<p>1-48 von mehr als 2.000 Ergebnissen", 48),
        ("<p>1-48 sur 300 résultats", 48),
        ("<p>1-48 de 300 resultados", 48),
        ("<p>1-48 из 300", 48),
        ("<p>第1-60件", 60),
        ("<p>显示 1-60 件", 60),
        ("<p>1-60件 / 共2000件", 60),
        ("<p>Items 1 - 24 of 90", 24),
        (f"<script>window.state = {json.dumps({'items': [{'id': n} for n in range(20)]})}</script>", 20),
        (f"<script type='application/ld+json'>{json.dumps(ITEM_LIST)}</script>", 30),
    ],
)
def test_what_was_not_read_is_said(markup: str, of: int) -> None:
    record = _record(markup)
    assert (record["outcome"], record["reason"], record["partial"]) == ("listings", "partial", True)
    assert record["detail"] == f"8 of {of}"


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<p>1-8 of 2,000",
        "<p>Showing 1-8 of 9",
        "<p>1-60 of 12",
        "<p>Showing 1-48 reviews",
        "<p>Rated 1-60 of 100 reviews",
        "<p>Delivery in 3-12 of 30 days",
        "<p>Page 1-20 of 40 pages",
        "<p>$1-60 of 2,000",
        "<p>Size 1-6000 of 9,000",
        "<script>let words = 'Showing 1-48 of 2,000'</script>",
        "<template>Showing 1-48 of 2,000</template>",
        "<p>Model 2024-10-60 of 2025",
        '<script>window.state = {"items": "abcdefghijkl"}</script>',
    ],
)  # fmt: skip
def test_a_complete_page_is_whole(markup: str) -> None:
    record = _record(markup)
    assert (record["outcome"], record["reason"], record["detail"], record["partial"]) == ("listings", None, None, False)


def test_etsy_says_how_many_it_will_draw() -> None:
    record = reading_record("etsy", read_page(EtsySearchPage, ETSY.encode(), ETSY_URL))
    assert (record["reason"], record["detail"]) == ("partial", "1 of 48")


def test_some_places_may_stay_empty() -> None:
    """Sites show a listing twice, and leave places empty."""
    assert _record("<p>1–60 of 2,000", cards=55)["partial"] is False


def test_it_is_said_aloud(tmp_path: Path) -> None:
    """By `extract`, and at the end of an import: its exit code says that a person is needed."""
    page = tmp_path / "page.html"
    page.write_text(ETSY, encoding="utf-8")
    done = monitor("extract", page, "--url", ETSY_URL)
    assert done.returncode == 1
    assert "listings (partial: 1 of 48). The page shows or holds more listings than could be read." in done.stdout
    watchlist = tmp_path / "watchlist.toml"
    watchlist.write_text('[[brand]]\nname = "Nordwerk"\n', encoding="utf-8")
    done = monitor("import", page, "--url", ETSY_URL, "--watchlist", watchlist, "--store", tmp_path / "store")
    assert done.returncode == 1
    assert "To do: listings (partial), pages: etsy 1." in done.stdout
