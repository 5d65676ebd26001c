"""Amazon: one marketplace, many national sites; who sells is told on a product's own page only."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.page_reasons import PageReason
from monitor.pages.extract import attr_of, first_match, first_match_among, first_match_in_page, text_of
from monitor.pages.national_domains import Domain
from monitor.pages.page import ListingPage, Page, SearchPage
from monitor.pages.values import lowest_price
from monitor.text.counts import read_count

_HOST = r"(www\.|m\.|smile\.)?amazon\.[a-z.]{2,6}/"
# "300+ bought in past month", in the words of the national sites.
_SOLD = r"(?i)^\D{0,20}(?<![\w.,])(\d\S{0,12}(?:\s\S{1,6})?)\D{0,30}(?:bought|gekauft|achet|comprad|veces|acquist)"
_SOLD_JA = r"^過去\d?か月で(\d[^\s点]{0,12})点"
# "$96.87 to buy" beside a rent, "Or $2.99 to buy" beside what members read for nothing.
_TO_BUY = (
    r"(?i)^(?:or|oder|ou|o|of|または、?)?\s?((?:\D{0,4}?)\d[\d.,]{0,14}(?:\s?(?:€|kr|zł|TL))?)\s?"
    r"(?:to buy|zum kauf|zu kaufen|pour l['’]achat|à l['’]achat|pour acheter"
    r"|para comprar|per l['’]acquisto|om te kopen|で購入)"
)
_CARD = "[data-component-type='s-search-result'][data-asin]"
_RENT = "a[href*='selectObb=rent'] .a-price .a-offscreen"
_MEMBERS = r"(?i)(kindle unlimited|audible|prime (?:reading|video))"
_ERROR_PAGE = r"(/images/G/\d\d/error/500-title)"
_LOST_PAGE = r"(/images/G/\d\d/error/title\._TTD_)"
_LEFT = r"(?i)(?:only|nur noch|plus que|queda\(?n?\)?|solo|nog maar|tylko)\s(\d\S{0,5})(?!\S)"


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
        "amazon.cn": Domain("CNY", "zh"),
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
    texts = (text_of(node, deep=not holds_cards) for node in card.css("a, span.a-color-base, span:not([class])"))
    to_buy = first_match_among(_TO_BUY, texts)
    if to_buy:
        return [to_buy]
    rents = [text_of(price) for price in card.css(_RENT)]
    shown = [text_of(price) for price in card.css(".a-price:not(.a-text-price) .a-offscreen")]
    asked = [price for price in shown if price not in rents]
    if asked and lowest_price(asked[0]) == 0 and first_match(_MEMBERS, text_of(card)):
        return [text_of(card, ".a-text-price[data-a-strike] .a-offscreen")]
    return asked if card.css_first(".a-price-range, .a-price-dash") else asked[:1]


class AmazonSearchPage(AmazonPage, SearchPage, site=AmazonSpider):
    """Results of 2021-2026; sponsored cards stand among the others."""

    address = _HOST + r"(-/[a-z]{2}(_[A-Z]{2})?/)?(s\b|gp/search)"
    layouts = {"cards": "2021-2026"}
    nothing = (
        "no results for", "keine ergebnisse für", "aucun résultat pour", "no hay resultados para",
        "nessun risultato per", "geen resultaten voor", "brak wyników dla", "nenhum resultado para",
        "inga resultat för", "に一致する商品は見つかりませんでした", "的搜索结果。",
    )  # fmt: skip
    next_link = "a.s-pagination-next, li.a-last a"

    def says_empty(self) -> bool:
        return self.total() == 0

    def total(self) -> int | None:
        return read_count(first_match_in_page(r"\"totalResultCount\"\s*:\s*(\d{1,12})\s*(?:,\s*\"|\})", self.text))

    def cards(self) -> Iterator[Listing]:
        for card in self.dom.css(_CARD):
            spans = [text_of(span) for span in card.css("span.a-color-secondary")]
            prices = card_prices(card)
            was = text_of(card, ".a-text-price[data-a-strike] .a-offscreen")
            yield self.listing(
                attr_of(card, "", "data-asin"),
                text_of(card, "a h2") or text_of(card, "h2 a") or text_of(card, "h2"),
                price=prices[0] if prices else None,
                price_max=prices[1] if prices[1:] else None,
                price_list=was if was not in prices else None,
                units_sold=first_match_among(_SOLD, spans) or first_match_among(_SOLD_JA, spans),
                stock=first_match(_LEFT, text_of(card)),
                images=[attr_of(card, "img.s-image", "src")],
                ad="AdHolder" in (attr_of(card, "", "class") or "") or bool(card.css_first("a[href*='/sspa/click']")),
            )


class AmazonListingPage(AmazonPage, ListingPage, site=AmazonSpider):
    """Product pages of 2024; without an offer in the box there is neither price nor seller."""

    address = _HOST + r"([^/?#]+/)?(-/[a-z]{2}/)?(dp|gp/product|gp/aw/d)/(?P<id>[A-Z0-9]{10})\b"
    layouts = {"product": "2024"}
    nothing = (
        "we're sorry. the web address you entered is not a functioning page",
        "ist keine funktionierende seite auf unserer website", "n'est pas une page fonctionnelle",
        "no es una página que funcione en nuestro sitio", "non corrisponde a una pagina attiva",
    )  # fmt: skip

    def says_empty(self) -> bool:
        return bool(first_match_in_page(_LOST_PAGE, self.text)) and not self.dom.css_first("#productTitle")

    def product(self) -> Iterator[Listing]:
        title = text_of(self.dom, "span#productTitle, h1#title")
        if title is None:
            return
        seller = self.dom.css_first("a#sellerProfileTriggerId")
        places = "#corePrice_feature_div", "#corePriceDisplay_desktop_feature_div", "#usedBuySection", "#kindle-price"
        shown = [
            text_of(node)
            for place in places
            for node in self.dom.css(
                f"{place} .a-price:not(.a-text-price) .a-offscreen, {place} .a-color-price, #kindle-price"
            )
        ]
        prices = [price for price in shown if price]
        ranges = [text_of(node) for node in self.dom.css(".a-price-range .a-price:not(.a-text-price) .a-offscreen")]
        yield self.listing(
            self.address_id,
            title,
            price=prices[0] if prices else None,
            price_max=ranges[1] if ranges[1:] and ranges[:1] == prices[:1] else None,
            price_list=text_of(self.dom, "#corePriceDisplay_desktop_feature_div .a-text-price .a-offscreen"),
            vendor_id=first_match(r"[?&]seller=([A-Z0-9]{8,20})", attr_of(seller, "", "href")),
            vendor_name=text_of(seller),
            vendor_url=attr_of(seller, "", "href"),
            stock=first_match(_LEFT, text_of(self.dom, "#availability")),
            images=[attr_of(self.dom, "#landingImage, #imgBlkFront", "src")],
            ad=False,
        )
