"""What pages tell of their product in schema.org's words."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.crawling.registry import spider_class
from monitor.marketplaces import WEB
from monitor.pages.read import read_page
from monitor.pages.structured_data import product_facts

PAGE = "https://shop.example/p/1"


@pytest.mark.parametrize(
    ("offers", "low", "high", "currency"),
    [
        ({"price": "49.00", "priceCurrency": "EUR"}, "49.00", "49.00", "EUR"),
        ({"price": 49, "priceCurrency": "eur "}, "49", "49", "EUR"),
        ({"price": 1299.5, "priceCurrency": "USD"}, "1299.5", "1299.5", "USD"),
        ({"price": "1.299", "priceCurrency": "EUR"}, "1.299", "1.299", "EUR"),  # schema.org's point is a decimal one
        ({"price": "1.299,00 €"}, "1299.00", "1299.00", "EUR"),
        ({"lowPrice": "5", "highPrice": "9.5", "priceCurrency": "USD"}, "5", "9.5", "USD"),
        ([{"price": "7", "priceCurrency": "USD"}, {"price": "5", "priceCurrency": "USD"}], "5", "7", "USD"),
        ({"offers": [{"price": "3", "priceCurrency": "USD"}]}, "3", "3", "USD"),
        ({"priceSpecification": {"price": "8", "priceCurrency": "GBP"}}, "8", "8", "GBP"),
        ([{"price": "7", "priceCurrency": "USD"}, {"price": "5", "priceCurrency": "EUR"}], "7", "7", "USD"),
        ({"price": "20"}, "20", "20", "PLN"),
    ],
)
def test_prices(offers: Any, low: str, high: str, currency: str) -> None:
    price = product_facts({"name": "x", "offers": offers}, "PLN")["price"]
    assert price is not None
    assert (price.low, price.high, price.currency) == (Decimal(low), Decimal(high), currency)


@pytest.mark.parametrize("offers", [None, [], {}, "49 EUR", {"price": ""}, {"price": None}, {"price": "ask"}, 5])
def test_no_price(offers: Any) -> None:
    assert product_facts({"name": "x", "offers": offers})["price"] is None


def test_the_brand_is_no_seller() -> None:
    facts = product_facts({"name": "x", "brand": {"name": "Nordwerk"}, "offers": {"price": "1"}})
    assert facts["vendor_name"] is None


_KEYS = "name offers price lowPrice priceCurrency seller image url inventoryLevel value".split()
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "offers",
                    "price",
                    "lowPrice",
                    "priceCurrency",
                    "seller",
                    "image",
                    "url",
                    "inventoryLevel",
                    "value",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["name", "offers", "image", "brand"]), _JSON))
def test_any_product(product: dict[str, Any]) -> None:
    price = product_facts(product, "EUR")["price"]
    assert price is None or price.low <= price.high


# --- pages of sites that nobody knows


def _read(markup: str, url: str = PAGE) -> Any:
    page = spider_class(WEB).page_for(url)
    assert page is not None
    return read_page(page, f"<html><head><title>A page</title>{markup}</head><body></body></html>".encode(), url)


_OFFER = {"@type": "Offer", "price": "49.00", "priceCurrency": "EUR"}
_DRILL = {"@type": "Product", "name": "Drill", "offers": _OFFER}
_MICRODATA = (
    '<div itemscope itemtype="http://schema.org/Product"><span itemprop="name">Drill</span>'
    '<div itemprop="offers" itemscope itemtype="http://schema.org/Offer">'
    '<meta itemprop="price" content="49.00"><meta itemprop="priceCurrency" content="EUR"></div></div>'
)


def _json_ld(told: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


def _tags(**told: str) -> str:
    return "".join(f'<meta property="{name.replace("_", ":")}" content="{value}">' for name, value in told.items())


_AT = {"@context": "https://schema.org"}


@pytest.mark.parametrize(
    "markup",
    [
        _json_ld({**_AT, **_DRILL}),
        _json_ld([{**_AT, **_DRILL, "@type": ["Thing", "Product"]}]),
        _json_ld({**_AT, "@graph": [{"@type": "WebSite"}, _DRILL]}),
        _MICRODATA,
        _tags(og_title="Drill", product_price_amount="49.00", product_price_currency="EUR"),
        _tags(og_title="Drill", og_price_amount="49,00", og_price_currency="EUR"),
    ],
)
def test_an_unknown_shop_tells_its_product(markup: str) -> None:
    reading = _read(markup)
    (listing,) = reading.listings
    assert (reading.layout, listing.title, listing.price_min, listing.currency) == (
        "product",
        "Drill",
        Decimal("49.00"),
        "EUR",
    )
    assert (listing.vendor.id, listing.url) == ("shop.example", PAGE)


@pytest.mark.parametrize(
    "markup",
    [
        "",
        _json_ld({**_AT, "@type": "Product", "name": "Drill"}),
        _json_ld({**_AT, **_DRILL, "@type": "Article"}),
        '<script type="application/ld+json">{broken "schema.org"</script>',
        _tags(og_title="A page", og_type="article"),
    ],
)
def test_what_sells_nothing_is_a_hit(markup: str) -> None:
    reading = _read(markup)
    (listing,) = reading.listings
    assert (reading.layout, listing.title, listing.price_min) == ("web_page", "A page", None)


def test_links_to_one_page_are_one_listing() -> None:
    ids = {
        _read("", url).listings[0].listing_id
        for url in (PAGE, f"{PAGE}/", f"http://www.{PAGE[8:]}?utm_source=x", f"{PAGE}#a")
    }
    assert len(ids) == 1


def test_marketplaces_pages_are_theirs() -> None:
    page = spider_class(WEB).page_for("https://item.taobao.com/item.htm?id=1")
    assert page is spider_class("taobao").listing_page
    assert not spider_class(WEB).may_fetch("https://s.taobao.com/search?q=a")
    assert spider_class(WEB).may_fetch("https://www.baidu.com/link?url=a")
    assert spider_class(WEB).may_fetch(PAGE)
