"""The page's own visible words that a listing is gone, in every language, beside what tags and JSON-LD still say."""

import json

import pytest

from monitor.crawling.registry import spider_for
from monitor.pages.empty_words import GONE, GONE_ALONE, NOTHING
from monitor.pages.extract import parse_html
from monitor.pages.read import read_page
from monitor.pages.visible_words import says

LISTINGS = {
    "aliexpress": "https://pt.aliexpress.com/item/1005009900000001.html",
    "lazada": "https://www.lazada.co.th/products/drill-i2700000001-s18200000001.html",
    "etsy": "https://www.etsy.com/de/listing/990000001/drill",
    "ebay": "https://www.ebay.co.uk/itm/990000000001",
    "dhgate": "https://www.dhgate.com/product/drill/990000001.html",
}
DESCRIBED = json.dumps(
    {
        "@type": "Product",
        "name": "Nordwerk Drill",
        "offers": {"@type": "Offer", "price": "31.99", "priceCurrency": "EUR"},
    }
)
HEAD = (
    '<!DOCTYPE html><meta charset="utf-8"><title>Nordwerk Drill</title>'
    '<meta property="og:title" content="Nordwerk Drill">'
    f'<meta property="og:url" content="//x/item/1.html"><script type="application/ld+json">{DESCRIBED}</script><body>'
)
WORDS = [
    "Sorry, the page you requested can not be found", "This item is no longer available",
    "Dieser Artikel ist nicht mehr verfügbar.", "Cet article n’est plus disponible",
    "Este produto não está mais disponível",
    "Este artículo ya no está disponible", "Questo prodotto non è più disponibile", "Этот товар больше не доступен",
    "Ten przedmiot nie jest już dostępny", "Dit product is niet meer beschikbaar", "お探しのページが見つかりません",
    "죄송합니다. 요청하신 페이지를 찾을 수 없습니다", "هذا المنتج لم يعد متوفرًا", "Produk ini sudah tidak tersedia",
    "Sản phẩm này không còn tồn tại", "สินค้านี้ไม่มีจำหน่ายแล้ว", "此商品已下架", "抱歉，商品不存在",
]  # fmt: skip


def _outcome(url: str, page: str) -> tuple[str, str | None]:
    spider = spider_for(url)
    page_class = spider.page_for(url) if spider else None
    assert page_class is not None
    reading = read_page(page_class, page.encode(), url)
    return reading.outcome, reading.reason


@pytest.mark.parametrize("name", LISTINGS)
@pytest.mark.parametrize("words", WORDS)
def test_gone_in_words_goes_before_tags(name: str, words: str) -> None:
    assert _outcome(LISTINGS[name], f"{HEAD}<div><b>{words}</b></div>") == ("empty", "gone")


@pytest.mark.parametrize("name", LISTINGS)
@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<script>let words = 'this item is no longer available'</script>",
        "<div style='display: none'><p>This item is no longer available</p></div>",
        "<p hidden>This item is no longer available</p>",
        "<template><p>This item is no longer available</p></template>",
        "<p>Ships in 404 days. Page not found in the manual?</p>",
        "<option>This item is no longer available</option>",
        "<a href='/other'><p>Other drill</p><span>This item is no longer available</span></a>",
        f"<p>I bought two. {'It works very well and I like it. ' * 8}Sadly this item is no longer available</p>",
    ],
)
def test_what_nobody_reads_says_nothing(name: str, markup: str) -> None:
    assert _outcome(LISTINGS[name], HEAD + markup)[0] == "listings"


@pytest.mark.parametrize("name", LISTINGS)
@pytest.mark.parametrize("title", ["Page Not Found", "404 Not Found | Example", "Página no encontrada - Ejemplo"])
def test_a_title_says_that_the_page_is_gone(name: str, title: str) -> None:
    assert _outcome(LISTINGS[name], f"<title>{title}</title><body><p>Sorry") == ("empty", "gone")


@pytest.mark.parametrize("phrase", sorted({*GONE, *GONE_ALONE, *NOTHING}))
def test_phrases_are_as_they_are_compared(phrase: str) -> None:
    assert phrase == phrase.lower().strip()
    assert "\u2019" not in phrase
    assert says(parse_html(f"<p>{phrase.upper() if phrase.isascii() else phrase}</p>"), phrase)
