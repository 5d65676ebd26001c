"""Etsy: a marketplace of makers, where copies of designs are sold as "handmade"."""

from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.cards import texts_in
from monitor.pages.dividers import searched_cards
from monitor.pages.extract import attr_of, first_match, first_match_among, first_match_in_page, text_of, without_query
from monitor.pages.number_words import number_in
from monitor.pages.page import DESCRIBED, ListingPage, SearchPage
from monitor.text.counts import read_count

_HOST = r"(www\.)?etsy\.com/([a-z]{2}(-[a-z]{2})?/)?"
_STOCK = r"(?i)only (\d\S{0,5}) (?:left|available)"
_SHOP = r"^From shop (\S+)$"
_NAME = r"(?i)^(?:(?:ad(?:vertisement)? )?by )?(\S+)$"  # shops have names of one word


class EtsySpider(MarketplaceSpider):
    """Which cards are advertisements can't be told: every card carries the words, hidden by random classes."""

    name = "etsy"
    allowed_domains = ["etsy.com"]
    search_url = "https://www.etsy.com/search?q={keyword}&page={page}"
    item_url = "https://www.etsy.com/listing/{id}"
    page_size = 48
    currency = "USD"
    languages = ("en",)


class EtsySearchPage(SearchPage, site=EtsySpider):
    """Results of 2019-2022: later pages render the first eight cards and fetch the others."""

    address = _HOST + r"(search|c/|market/)"
    layouts = {"cards": "2019-2022"}
    nothing = (
        "couldn't find any results for", "couldn’t find any results for", "wir konnten keine ergebnisse für",
        "n'avons trouvé aucun résultat pour", "n’avons trouvé aucun résultat pour",
        "no hemos encontrado ningún resultado para", "non abbiamo trovato risultati per",
    )  # fmt: skip
    next_link = "a[href*='ref=pagination']"

    def total(self) -> int | None:
        count = first_match_in_page(r"\"organic_listings_count\"\s*:\s*\"?(\d{1,12})\"?\s*(?:,\s*\"|\})", self.text)
        return read_count(count or first_match_in_page(r">\s*\(?(\d\S{0,12}) [Rr]esults?\b", self.text))

    def number_on_page(self) -> int | None:
        return read_count(first_match_in_page(r"\"result_count\"\s*:\s*(\d{1,3})\s*[,}]", self.text))

    def cards(self) -> Iterator[Listing]:
        for card in searched_cards(self.dom, ".v2-listing-card[data-listing-id]"):
            link = card.css_first("a.listing-link")
            prices = texts_in(card, ".currency-value")
            symbol = first_match(r"^(\D{1,8})$", text_of(card, ".currency-symbol"))
            beside = texts_in(card, ".v2-listing-card__info span")
            yield self.listing(
                attr_of(card, "", "data-listing-id"),
                attr_of(link, "", "title") or text_of(card, "h2, h3"),
                url=without_query(attr_of(link, "", "href")),
                price=f"{symbol or ''}{prices[0]}" if prices else None,
                price_list=prices[1]
                if card.css_first(".wt-text-strikethrough, .strikethrough") and prices[1:]
                else None,
                vendor_id=attr_of(card, "", "data-shop-id") or attr_of(link, "", "data-shop-id"),
                vendor_name=first_match_among(_SHOP, beside)
                or text_of(card, ".v2-listing-card__shop p")
                or first_match(_NAME, text_of(card, "p.wt-text-gray.wt-text-truncate")),
                stock=number_in(_STOCK, text_of(card)),
                images=[attr_of(card, "img[data-listing-card-listing-image]", name) for name in ("src", "data-src")],
            )


class EtsyListingPage(ListingPage, site=EtsySpider):
    """Listing pages: what they tell of themselves as JSON-LD, after public descriptions; no real page could be had."""

    address = _HOST + r"listing/(?P<id>\d+)"
    layouts = {"product": DESCRIBED}
    nothing = (
        "this item is unavailable", "the page you were looking for was not found",
        "dieser artikel ist nicht verfügbar", "dieser artikel ist leider nicht",
        "cet article n'est pas disponible", "cet article n’est pas disponible",
        "este artículo no está disponible", "questo articolo non è disponibile",
    )  # fmt: skip

    def product(self) -> Iterator[Listing]:
        shop = self.dom.css_first("a[href*='/shop/']")
        yield from self.described(vendor_name=text_of(shop), vendor_url=without_query(attr_of(shop, "", "href")))
