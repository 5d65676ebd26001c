"""eBay: one marketplace, many national sites; auctions beside fixed prices."""

import re
from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.extract import attr_of, first_match, first_told, text_of
from monitor.pages.national_domains import Domain
from monitor.pages.page import DESCRIBED, ListingPage, SearchPage
from monitor.text.counts import read_count

DOMAINS = {
    "ebay.com": Domain("USD", "en"), "ebay.de": Domain("EUR", "de"), "ebay.fr": Domain("EUR", "fr"),
    "ebay.it": Domain("EUR", "it"), "ebay.es": Domain("EUR", "es"), "ebay.nl": Domain("EUR", "nl"),
    "ebay.at": Domain("EUR", "de"), "ebay.ie": Domain("EUR", "en"), "ebay.co.uk": Domain("GBP", "en"),
    "ebay.ch": Domain("CHF", "de"), "ebay.pl": Domain("PLN", "pl"), "ebay.ca": Domain("CAD", "en"),
    "ebay.com.au": Domain("AUD", "en"),
}  # fmt: skip
# Cards behind this line of the list match fewer words: other goods.
_EXACT = ":not(.srp-river-answer--REWRITE_START ~ li)"
_HOST = r"(www\.|m\.)?ebay\.[a-z.]{2,6}/"
# Words inside the title's own node that are none of it.
_NOT_TITLE = re.compile(r"^(?:New Listing|Neues Angebot|SPONSORED) ?| ?Opens in a new window or tab$")
_SOLD = r"(?i)^([\d.,]+\+? (?:sold|verkauft|vendus?|venduti|vendidos?))"
_SELLER = r"^(\S.{0,60}?) \d[\d.,]{0,5}\s?% (?:positive?|positiv\w*)"
_FROM = r"^(?:Located in|From|aus|Aus|Standort:?|Artikelstandort:?|Lieu :|de|da) (.+)$"


class EbaySearchPage(SearchPage):
    """Results of 2025-2026, of 2020-2022 and the galleries of 2019; placeholder cards stand outside of the results."""

    address = _HOST + r"(sch/|b/)"
    domains = DOMAINS
    layouts = {"s_cards": "2025-2026", "s_items": "2019-2022", "gallery": "2019"}
    item_url = "https://www.{domain}/itm/{id}"
    next_link = "a.pagination__next, td.pagn-next a, a.gspr.next"
    page_param = "_pgn"

    def says_empty(self) -> bool:
        """The cards that may follow match fewer words: other goods."""
        return self.total() == 0 or bool(self.dom.css_first(".srp-save-null-search__heading"))

    def total(self) -> int | None:
        return read_count(text_of(self.dom, ".srp-controls__count-heading, .rcnt"))

    def s_cards(self) -> Iterator[Listing]:
        for card in self.dom.css(f"ul.srp-results > li.s-card[data-listingid]{_EXACT}"):
            rows = [text_of(row) for row in card.css(".s-card__attribute-row, .s-card__attribute-row span")]
            yield self.listing(
                attr_of(card, "", "data-listingid"),
                _title(text_of(card, ".s-card__title")),
                price=" ".join(text_of(node) or "" for node in card.css(".s-card__price")),
                vendor_name=first_told(_SELLER, rows),
                units_sold=first_told(_SOLD, rows),
                location=first_told(_FROM, rows),
                images=[attr_of(card, "img.s-card__image", name) for name in ("data-defer-load", "src")],
            )

    def s_items(self) -> Iterator[Listing]:
        for card in self.dom.css(f"ul.srp-results > li.s-item{_EXACT}"):
            link = attr_of(card, "a.s-item__link", "href")
            image = card.css_first("img.s-item__image-img")
            yield self.listing(
                first_match(r"/itm/(?:[^/?#]+/)?(\d+)", link),
                _title(text_of(card, ".s-item__title")),
                price=text_of(card, ".s-item__price"),
                vendor_name=first_match(r"^(\S+) \(", text_of(card, ".s-item__seller-info-text")),
                units_sold=first_told(_SOLD, map(text_of, card.css(".s-item__hotness, .s-item__dynamic"))),
                location=first_match(_FROM, text_of(card, ".s-item__location")),
                images=[attr_of(image, "", "data-src") or attr_of(image, "", "src")],
                ad="ispr%3D1" in (link or "") or "SPONSORED" in (text_of(card, ".s-item__title") or ""),
            )

    def gallery(self) -> Iterator[Listing]:
        for card in self.dom.css("li.sresult"):
            image = card.css_first("img.img, .imgWr img, [imgurl]")
            yield self.listing(
                attr_of(card, "[iid]", "iid") or attr_of(card, "", "listingid"),
                _title(text_of(card, "a.vip")),
                price=text_of(card, ".amt, .lvprice"),
                units_sold=first_told(_SOLD, map(text_of, card.css(".hotness-GV, .hotness-signal"))),
                images=[attr_of(card, "[imgurl]", "imgurl") or attr_of(image, "", "src")],
                ad=bool(text_of(card, ".promoted-gv, .promoted-lv")),
            )


class EbayListingPage(ListingPage):
    """Item pages: what they tell of themselves as JSON-LD, after public descriptions; no real page could be had."""

    address = _HOST + r"itm/([^/?#]+/)?(?P<id>\d{9,15})\b"
    domains = DOMAINS
    layouts = {"item": DESCRIBED}
    item_url = EbaySearchPage.item_url
    nothing = ("looks like this page is missing", "this listing was ended", "this listing has been removed")

    def item(self) -> Iterator[Listing]:
        seller = self.dom.css_first(".x-sellercard-atf__info__about-seller a, .x-sellercard-atf a[href*='/str/']")
        rows = [text_of(row) for row in self.dom.css(".x-quantity__availability span")]
        yield from self.described(
            vendor_name=text_of(seller), vendor_url=attr_of(seller, "", "href"), units_sold=first_told(_SOLD, rows)
        )


class EbaySpider(MarketplaceSpider):
    """Plain requests may meet a page that checks the browser; last looked at 2026-11."""

    name = "ebay"
    allowed_domains = list(DOMAINS)
    domains = DOMAINS
    search_url = "https://www.{domain}/sch/i.html?_nkw={keyword}&_pgn={page}"
    page_size = 60
    languages = ("en", "zh")

    search_page = EbaySearchPage
    listing_page = EbayListingPage


def _title(text: str | None) -> str | None:
    return _NOT_TITLE.sub("", text) if text else None
