"""Amazon: one marketplace, many national sites; who sells is told on a product's own page only."""

# ruff: noqa: I001 (names in few lines)
from collections.abc import Iterator
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.page_reasons import PageReason
from monitor.pages.cards import texts_in
from monitor.pages.dividers import searched_cards
from monitor.pages.extract import (
    attr_of, first_match, first_match_in_page, json_or_none, parse_html, text_at, text_of,
)  # fmt: skip
from monitor.pages.limits import MAX_LISTINGS
from monitor.pages.national_domains import Domain
from monitor.pages.number_words import number_among, number_in
from monitor.pages.page import Page, SearchPage
from monitor.pages.values import lowest_price
from monitor.text.counts import read_count
from spiders.pages.amazon_items import LEFT, MEMBERS, SOLD, SOLD_JA, AmazonItemLayouts

_HOST = r"(www\.|m\.|smile\.)?amazon\.[a-z.]{2,6}/"
_LANGUAGE = r"(-/[a-z]{2}([_-][a-z]{2})?/)?"
# "$96.87 to buy" beside a rent, "Or $2.99 to buy" beside what members read for nothing.
_TO_BUY = (
    r"(?i)^(?:or|oder|ou|o|of|lub|eller|veya|أو|または、?|或)?\s?((?:\D{0,4}?)\d[\d.,]{0,14}(?:\s?(?:€|kr|zł|TL))?),?\s?"
    r"(?:to buy|zum kauf|zu kaufen|pour l['’]achat|à l['’]achat|pour acheter|para comprar|per l['’]acquisto"
    r"|per acquistare|om te kopen|aby kupić|för att köpa|satın almak|للشراء|で購入|购买)"
)
_CARD = "[data-component-type='s-search-result'][data-asin]"
_TO_RENT = (
    r"(?i)^(?:from )?(\D{0,4}\d[\d.,]{0,14}(?:\s?€)?) (?:to rent|zu leihen|leihen|en location|para alquilar|a noleggio)"
)
_RENT = "a[href*='selectObb=rent'] .a-price .a-offscreen"
_ERROR_PAGE = r"(/images/G/\d\d/error/500-title|/ref=cs_50\d_)"


class AmazonSpider(MarketplaceSpider):
    """Plain requests often meet a captcha; last looked at 2026-11."""

    name = "amazon"
    domains = {
        "amazon.com": Domain("USD", "en"), "amazon.de": Domain("EUR", "de"), "amazon.fr": Domain("EUR", "fr"),
        "amazon.it": Domain("EUR", "it"), "amazon.es": Domain("EUR", "es"), "amazon.nl": Domain("EUR", "nl"),
        "amazon.com.be": Domain("EUR", "fr"), "amazon.ie": Domain("EUR", "en"), "amazon.co.uk": Domain("GBP", "en"),
        "amazon.pl": Domain("PLN", "pl"), "amazon.se": Domain("SEK", "sv"), "amazon.com.tr": Domain("TRY", "tr"),
        "amazon.ca": Domain("CAD", "en"), "amazon.com.mx": Domain("MXN", "es"), "amazon.com.br": Domain("BRL", "pt"),
        "amazon.co.jp": Domain("JPY", "ja"), "amazon.in": Domain("INR", "en"), "amazon.com.au": Domain("AUD", "en"),
        "amazon.sg": Domain("SGD", "en"), "amazon.ae": Domain("AED", "en"), "amazon.sa": Domain("SAR", "ar"),
        "amazon.cn": Domain("CNY", "zh"), "amazon.eg": Domain("EGP", "ar"), "amazon.co.za": Domain("ZAR", "en"),
    }  # fmt: skip
    search_url = "https://www.{domain}/s?k={keyword}&page={page}"
    item_url = "https://www.{domain}/dp/{id}"
    page_size = 48
    languages = ("en", "zh")


class AmazonPage(Page):
    """Mixin: captcha and error page that all national sites share."""

    def wall(self) -> PageReason | None:
        if first_match_in_page(_ERROR_PAGE, self.text):
            return PageReason.STATUS
        return PageReason.WALL if "/errors/validateCaptcha" in self.text else None


def card_prices(card: LexborNode) -> list[str | None]:
    """What a card asks for its product: one price, two of a range; not a rent, not the nothing that members pay."""
    holds_cards = len(card.css(_CARD)) > 1  # tags left open: whatever stands in it would be read again and again
    nodes = card.css("a, span.a-color-base, span.a-color-secondary, span:not([class])")
    texts = [text_of(node, deep=not holds_cards) for node in nodes]
    to_buy = number_among(_TO_BUY, texts)
    if to_buy:
        return [to_buy]
    rents = texts_in(card, _RENT)
    rents.append(number_among(_TO_RENT, texts))
    shown = texts_in(card, ".a-price:not(.a-text-price) .a-offscreen")
    asked = [price for price in shown if price not in rents]
    if asked and lowest_price(asked[0]) == 0 and first_match(MEMBERS, text_of(card)):
        return [text_of(card, ".a-text-price[data-a-strike] .a-offscreen")]
    return asked if card.css_first(".a-price-range, .a-price-dash") else asked[:1]


class AmazonSearchPage(AmazonPage, SearchPage, site=AmazonSpider):
    """Results of 2021-2026; sponsored cards stand among the others."""

    address = _HOST + _LANGUAGE + r"(s\b|gp/search|gp/aw/s\b)"
    layouts = {"cards": "2021-2026"}
    nothing = (
        "no results for", "keine ergebnisse für", "aucun résultat pour", "no hay resultados para",
        "nessun risultato per", "geen resultaten voor", "brak wyników dla", "nenhum resultado para",
        "inga resultat för", "に一致する商品は見つかりませんでした", "的搜索结果。",
        "did not match any products", "ergab keine treffer", "ergab leider keine produkttreffer", "için sonuç yok",
        "için sonuç bulunamadı", "لا توجد نتائج", "no ha coincidido con ningún producto",
        "não correspondeu a nenhum produto",
        "ne correspond à aucun produit", "non corrisponde a nessun prodotto", "komt met geen enkel product overeen",
    )  # fmt: skip
    next_link = "a.s-pagination-next, li.a-last a"

    @cached_property
    def dom(self) -> LexborHTMLParser:
        """The page; of the answer that its script gets for a further page, the markup in its parts."""
        if not self.text.startswith("[") or "&&&" not in self.text:
            return super().dom
        parts = [json_or_none(part) for part in self.text.split("&&&")[:MAX_LISTINGS]]
        return parse_html("".join(text_at(part, "2.html") or "" for part in parts))

    def says_empty(self) -> bool:
        return self.total() == 0

    def total(self) -> int | None:
        return read_count(first_match_in_page(r"\"totalResultCount\"\s*:\s*(\d{1,12})\s*(?:,\s*\"|\})", self.text))

    def cards(self) -> Iterator[Listing]:
        for card in searched_cards(self.dom, _CARD):
            spans = texts_in(card, "span.a-color-secondary")
            prices = card_prices(card)
            was = text_of(card, ".a-text-price[data-a-strike] .a-offscreen")
            yield self.listing(
                attr_of(card, "", "data-asin"),
                text_of(card, "a h2") or text_of(card, "h2 a") or text_of(card, "h2"),
                price=prices[0] if prices else None,
                price_max=prices[1] if prices[1:] else None,
                price_list=was if was not in prices else None,
                units_sold=number_among(SOLD, spans) or number_among(SOLD_JA, spans),
                stock=number_in(LEFT, text_of(card)),
                images=[attr_of(card, "img.s-image", "src")],
                ad="AdHolder" in (attr_of(card, "", "class") or "") or bool(card.css_first("a[href*='/sspa/click']")),
            )


class AmazonListingPage(AmazonPage, AmazonItemLayouts, site=AmazonSpider):
    """Product pages; what can be told of them stands in `spiders/pages/amazon_items.py`."""

    address = (
        _HOST + _LANGUAGE + r"([^/?#]+/)?" + _LANGUAGE + r"(dp(/product)?|gp/product(/glance)?|gp/aw/d|exec/obidos/asin"
        r"|o/asin|d)/(?P<id>[A-Z0-9]{10})\b"
    )
