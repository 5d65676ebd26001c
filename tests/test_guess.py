"""The general reader: pages of layouts and shops that nobody has seen, and those on which it must stay silent."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.crawling.registry import spider_class, spider_for
from monitor.pages.page import Page
from monitor.pages.reading import GUESSED, PageReading
from monitor.store.db.schema import ListingRow
from monitor.store.read.detail import listing_history
from monitor.store.store import open_store
from tests.commands import ROOT, monitor

EBAY = "https://www.ebay.com/sch/i.html?_nkw=nordwerk"
SHOP = "https://www.lumora.example/lamps"
WATCHLIST = ROOT / "examples" / "watchlist.toml"
_GOODS = ("Nordwerk X200 drill with case", "Solvanta No. 4 perfume", "Kelvo desk lamp", "Trapo rope, 20 m")


def _page_class(url: str) -> type[Page]:
    spider = spider_for(url) or spider_class("web")
    page_class = spider.page_for(url)
    assert page_class is not None
    return page_class


def _read(markup: str, url: str = EBAY) -> PageReading:
    return _page_class(url)(markup, url).read()


def _card(number: int, title: str, *, tag: str = "li", price: str = "", more: str = "") -> str:
    link = f"https://www.ebay.com/itm/{100_000_000_000 + number}"
    price = price or f"${number}9.50"
    return (
        f'<{tag} class="zz-tile zz-n{number}"><a href="{link}"><img src="/i/{number}.jpg"></a>'
        f'<div><a href="{link}?hash=1">{title}</a></div><div class="zz-p">{price}</div>{more}</{tag}>'
    )


def _list(cards: str, *, before: str = "", after: str = "") -> str:
    return f"<html><body>{before}<main><ul>{cards}</ul></main>{after}</body></html>"


CARDS = "".join(_card(number, title) for number, title in enumerate(_GOODS, 1))


def test_a_new_layout_of_a_known_site() -> None:
    reading = _read(_list(CARDS))
    assert (reading.outcome, reading.layout, reading.reason) == ("listings", GUESSED, None)
    assert [listing.title for listing in reading.listings] == list(_GOODS)
    first = reading.listings[0]
    assert (first.listing_id, first.price_min, first.currency) == ("100000000001", Decimal("19.50"), "USD")
    assert first.url == "https://www.ebay.com/itm/100000000001"
    assert first.image_urls == ("https://www.ebay.com/i/1.jpg",)
    assert (first.units_sold, first.stock, first.ad) == (None, None, None)


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(
            "<html><body><table><tr>"
            + "</tr><tr>".join(
                _card(n, _GOODS[n % 4], tag="td") + _card(n + 1, f"{_GOODS[n % 4]} two", tag="td") for n in (1, 3, 5, 7)
            )
            + "</tr></table></body></html>",
            id="cards in rows",
        ),
        pytest.param(
            _list(
                "".join(_card(n, f"{title} {n}") for n in (1, 2) for title in [_GOODS[n]])
                + "".join(_card(n, f"{_GOODS[n % 4]} {n}", more="<span>Sponsored</span>") for n in range(3, 9))
            ),
            id="advertisements among them",
        ),
        pytest.param(
            _list(
                "".join(_card(n, f"{_GOODS[n % 4]} {n}") for n in range(1, 9)),
                after="<section class='recommendations'><h2>You may also like</h2><div>"
                + "".join(_card(n, f"other {n}", tag="div") for n in range(20, 40))
                + "</div></section>",
            ),
            id="recommended below",
        ),
        pytest.param(
            "<html><body><div>"
            + "".join(
                f'<h3><a href="/itm/{100_000_000_000 + n}">{_GOODS[n % 4]} {n}</a></h3><p>${n}9.50</p><p>new</p>'
                for n in range(1, 9)
            )
            + "</div></body></html>",
            id="no node around each",
        ),
    ],
)  # fmt: skip
def test_eight_listings_however_they_are_laid_out(markup: str) -> None:
    reading = _read(markup)
    assert reading.layout == GUESSED
    assert len(reading.listings) == 8
    assert len({listing.listing_id for listing in reading.listings}) == 8
    assert all(listing.price_min and listing.currency == "USD" for listing in reading.listings)
    assert all(listing.title and listing.title.startswith(_GOODS) for listing in reading.listings)


@pytest.mark.parametrize(
    ("price", "amount"),
    [
        ("<del>$99.00</del> $79.00", "79.00"),
        ("<span class='price-old'>$99.00</span><span>$79.00</span>", "79.00"),
        ("<em>$</em><i>79</i><sup>00</sup>", "79.00"),
        ("<i>$</i><b>79</b><b>.00</b>", "79.00"),
        ("Was $99.00 <b>Now $79.00</b>", "79.00"),
        ("+ $4.99 shipping <p>$79.00</p>", "79.00"),
        ("$79.00 to $99.00", "79.00"),
        ("79.00", None),
        ("sold out", None),
    ],
)
def test_the_price_asked_now(price: str, amount: str | None) -> None:
    """Neither one crossed out nor shipping; a bare number is none."""
    reading = _read(_list(_card(9, "Nordwerk X90 saw", price=price) + CARDS))
    told = reading.listings[0].price_min
    assert (str(told) if told is not None else None) == amount


@pytest.mark.parametrize(
    ("words", "sold"),
    [
        ("120 sold", 120), ("1.2k+ sold", 1200), ("已售 3万+", 30_000), ("250 verkauft", 250), ("88 vendidos", 88),
        ("12人付款", 12), ("продано 15", 15), ("120 reviews", None), ("(120)", None), ("41 watchers", None),
        ("成交2.4万元", None), ("1e16 sold", None), ("12⁹⁹ sold", None),
        ("已售1e16件", None), ("sold by Lumora 24", None),
    ],
)  # fmt: skip
def test_units_sold_only_by_a_known_word(words: str, sold: int | None) -> None:
    reading = _read(_list(_card(9, "Nordwerk X90 saw", more=f"<span>{words}</span>") + CARDS))
    assert reading.listings[0].units_sold == sold


def test_a_list_whose_prices_are_pictures() -> None:
    """The site's own addresses and a picture for each card are enough; there is no price then."""
    reading = _read(_list("".join(_card(n, title, price="see cart") for n, title in enumerate(_GOODS, 1))))
    assert (reading.layout, len(reading.listings)) == (GUESSED, 4)
    assert all(listing.price_min is None for listing in reading.listings)


@pytest.mark.parametrize(
    "before",
    [
        "<p>No results found for nordwerk.</p>", "<h2>0 results</h2>", "<div>抱歉，没有找到相关的宝贝</div>",
        "<p>Keine Treffer für nordwerk</p>", "<p>No se encontraron resultados</p>", "<p>Ничего не найдено</p>",
        "<p>検索に一致する商品はありませんでした</p>", "<p>Aucun résultat pour nordwerk</p>",
    ],
)  # fmt: skip
def test_goods_below_nothing_found_are_no_hits(before: str) -> None:
    """A guess neither takes them nor says that the page is empty, unless the site's own words do."""
    reading = _read(_list(CARDS, before=before))
    assert reading.listings == ()
    assert reading.outcome in ("unreadable", "empty")
    assert reading.layout is None


@pytest.mark.parametrize(
    "markup",
    [
        "<html><title>Sign in</title><body>" + CARDS + "</body></html>",
        "<html><title>Robot check</title><body>" + CARDS + "</body></html>",
        "<html><body><a href='/itm/100000000001'>One link</a> $5.00</body></html>",
        _list("".join(_card(n, title, price="see price in cart") for n, title in enumerate(_GOODS, 1))).replace(
            "<img", "<hr"
        ),
        "<html><body><nav>" + "".join(f"<a href='/itm/10000000000{n}'>thing {n}</a>" for n in range(9)) + "</nav>",
    ],
)  # fmt: skip
def test_silence_where_there_is_no_list(markup: str) -> None:
    assert _read(markup).listings == ()


def test_an_array_in_the_pages_data() -> None:
    """In a script, in an answer and in an answer with a callback: the same listings, also where ids have odd names."""
    items = [
        {"product": {"itemId": str(200_000_000_000 + n), "displayTitle": f"{title} {n}"},
         "cost": {"salePrice": f"${n}7.25", "originalPrice": "$99.00"}, "meta": {"soldCount": n},
         "link": f"//www.ebay.com/itm/{200_000_000_000 + n}", "pictureUrl": f"//i.example/{n}.jpg"}
        for n, title in enumerate(_GOODS, 1)
    ]  # fmt: skip
    data = json.dumps({"a": [{"name": "menu"}, {"name": "other"}], "payload": {"grid": {"entries": items}}})
    page = f"<html><body><div id='root'></div><script>window.__ANY__ = {data};</script></body></html>"
    for text in (page, data, f"jsonp12({data})"):
        reading = _read(text)
        assert reading.layout == GUESSED
        assert [listing.listing_id for listing in reading.listings] == [f"20000000000{n}" for n in (1, 2, 3, 4)]
        assert [str(listing.price_min) for listing in reading.listings] == ["17.25", "27.25", "37.25", "47.25"]
        assert reading.listings[0].title == f"{_GOODS[0]} 1"
        assert reading.listings[3].units_sold == 4


@pytest.mark.parametrize("value", [None, True, [], {}, "", "x" * 5000, 1e308, -1, [[]], {"a": {"a": {}}}])
def test_odd_values_in_the_data_are_no_facts(value: object) -> None:
    items = [
        {"itemId": f"20000000000{n}", "title": value if n % 2 else f"{_GOODS[n % 4]} {n}", "price": value, "url": value}
        for n in range(8)
    ]
    reading = _read(json.dumps({"items": items, "more": [value, items, [value]]}))
    assert all(listing.price_min is None or listing.currency for listing in reading.listings)


def test_the_currency_that_data_name_beside_the_price() -> None:
    """On a site of which nobody knows what its bare numbers mean."""
    items = [
        {
            "itemId": 4400 + n,
            "name": f"{title} {n}",
            "price": {"value": n + 0.5, "currencyCode": "USD"},
            "url": f"/i/{n}",
        }
        for n, title in enumerate(_GOODS, 1)
    ]
    reading = _read(json.dumps({"hits": items}), "https://shop.example/search?q=drill")
    assert {listing.currency for listing in reading.listings} == {"USD"}


def test_a_list_and_a_listing_of_an_unknown_shop() -> None:
    """The shop is the vendor; a listing has one id in the list and on its own page."""
    cards = "".join(
        f'<div><a href="/products/item-{n}?utm_source=x"><img src="/{n}.jpg"><h3>{title}</h3></a><b>£{n}5.00</b></div>'
        for n, title in enumerate(_GOODS, 1)
    )
    listed = _read(f"<html><title>Lamps</title><body><h1>Lamps</h1><div>{cards}</div></body></html>", SHOP)
    assert (listed.page, listed.layout, len(listed.listings)) == ("shop", GUESSED, 4)
    own = _read(
        f"<html><title>{_GOODS[0]}</title><body><h1>{_GOODS[0]}</h1><p class='price'>£15.00</p></body></html>",
        "https://lumora.example/products/item-1",
    )
    assert (own.page, own.layout) == ("listing", GUESSED)
    assert own.listings[0].listing_id == listed.listings[0].listing_id
    for listing in (listed.listings[0], own.listings[0]):
        assert (listing.vendor.id, listing.currency, str(listing.price_min)) == ("lumora.example", "GBP", "15.00")


@pytest.mark.parametrize(
    "words",
    ["This item is no longer available", "Page not found", "Dieser Artikel ist nicht mehr verfügbar", "商品已下架",
     "Este producto ya no está disponible", "Товар удалён"],
)  # fmt: skip
def test_a_listing_that_is_gone_is_not_invented(words: str) -> None:
    cards = "".join(f"<li><a href='/p/{n}0001'>Other thing {n}</a><i class='price'>£{n}.00</i></li>" for n in (1, 2))
    for markup in (
        f"<html><title>{_GOODS[0]}</title><body><h1>{_GOODS[0]}</h1><p>{words}</p><ul>{cards}</ul></body></html>",
        f"<html><title>{words}</title><body><h1>{words}</h1><b class='price'>£5.00</b></body></html>",
    ):
        reading = _read(markup, "https://lumora.example/products/item-1")
        assert reading.layout != GUESSED
        assert reading.outcome != "empty"


# --- commands


def test_a_listing_without_a_price_is_named_by_the_tags_for_links_to_it() -> None:
    url = "https://www.ebay.com/itm/100000000001"
    tags = (
        f'<head><meta property="og:url" content="{url}?from=tags"><meta property="og:image" content="/i/1.jpg">'
        '<meta property="og:title" content="Nordwerk X200 drill - A Site"></head>'
    )
    (listing,) = _read(f"<html>{tags}<body><p>Loading</p></body></html>", url).listings
    assert (listing.listing_id, listing.title, listing.price_min) == ("100000000001", "Nordwerk X200 drill", None)
    assert not _read(f"<html>{tags}<body><h2>This item is no longer available.</h2></body></html>", url).listings
    assert not _read(f"<html>{tags}<body><p>Loading</p></body></html>", url.replace("001", "002")).listings


def _saved(folder: Path) -> Path:
    cards = "".join(
        f'<li><a href="/products/thing-{n}"><h2>{title}</h2></a><b>${n}5.00</b></li>'
        for n, title in enumerate(_GOODS, 1)
    )
    file = folder / "pages" / "lamps.html"
    file.parent.mkdir()
    head = f'<link rel="canonical" href="{SHOP}"><title>Lamps</title>'
    file.write_text(f"<html><head>{head}</head><body><ul>{cards}</ul></body></html>", encoding="utf-8")
    return file


def test_import_takes_a_page_of_any_shop_and_says_that_it_was_read_by_guess(tmp_path: Path) -> None:
    file = _saved(tmp_path)
    (file.parent / "news.html").write_text(
        '<html><link rel="canonical" href="https://news.example/1"><title>News</title><body>Much.</body></html>'
    )
    done = monitor("import", file.parent, "--watchlist", WATCHLIST, "--store", "store", cwd=tmp_path)
    told = " ".join(done.stdout.split())
    assert done.returncode == 1, done.stderr
    assert "lamps.html web shop listings read by guess 4" in told
    assert "To do: listings (read by guess), pages: web 1." in told
    assert "send the page" in told
    assert "1 (news.html): no marketplace that we read has the address" in told
    with open_store(tmp_path / "store").read() as connection:
        (key,) = connection.execute(select(ListingRow.key).where(ListingRow.title.contains("Nordwerk"))).scalars()
        (entry,) = listing_history(connection, key)
    assert entry.guessed
    shown = monitor("show", f"{key}:nordwerk", "--store", "store", cwd=tmp_path)
    assert "read by guess: check it on the page" in shown.stdout, shown.stderr
    again = monitor("import", file, "--watchlist", WATCHLIST, "--store", "store", "--json", cwd=tmp_path)
    assert any("read by guess" in line for line in json.loads(again.stdout)["to_do"])


def test_extract_by_guess_alone(tmp_path: Path) -> None:
    file = _saved(tmp_path)
    done = monitor("extract", file, "--url", SHOP, "--layout", "guessed", "--json", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["layout"]) == (1, GUESSED)
    assert "Read by guess" in done.stderr
    wrong = monitor("extract", file, "--url", SHOP, "--layout", "cards", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "expected guessed" in wrong.stderr
