"""eBay: one marketplace, many national sites; auctions beside fixed prices."""

from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.extract import attr_of, first_match_among, text_of
from monitor.pages.national_domains import Domain
from monitor.pages.page import DESCRIBED, ListingPage
from monitor.text.counts import read_count
from spiders.pages.ebay_retired import LOCATION, SOLD, RetiredEbaySearch, exact_cards, item_title

_HOST = r"(www\.|m\.)?ebay\.[a-z.]{2,6}/"
_SELLER = r"^(\S.{0,60}?) \d[\d.,]{0,5}\s?% (?:positive?|positiv\w*)"


class EbaySpider(MarketplaceSpider):
    """Plain requests may meet a page that checks the browser; last looked at 2026-11."""

    name = "ebay"
    domains = {
        "ebay.com": Domain("USD", "en"), "ebay.de": Domain("EUR", "de"), "ebay.fr": Domain("EUR", "fr"),
        "ebay.it": Domain("EUR", "it"), "ebay.es": Domain("EUR", "es"), "ebay.nl": Domain("EUR", "nl"),
        "ebay.at": Domain("EUR", "de"), "ebay.ie": Domain("EUR", "en"), "ebay.co.uk": Domain("GBP", "en"),
        "ebay.ch": Domain("CHF", "de"), "ebay.pl": Domain("PLN", "pl"), "ebay.ca": Domain("CAD", "en"),
        "ebay.com.au": Domain("AUD", "en"),
    }  # fmt: skip
    search_url = "https://www.{domain}/sch/i.html?_nkw={keyword}&_pgn={page}"
    item_url = "https://www.{domain}/itm/{id}"
    page_size = 60
    languages = ("en", "zh")


class EbaySearchPage(RetiredEbaySearch, site=EbaySpider):
    """Results of 2025-2026 and older; placeholder cards stand outside of the results."""

    address = _HOST + r"(sch/|b/)"
    layouts = {"s_cards": "2025-2026", **RetiredEbaySearch.layouts}
    next_link = "a.pagination__next, td.pagn-next a, a.gspr.next"
    page_param = "_pgn"

    def says_empty(self) -> bool:
        """The cards that may follow match fewer words: other goods."""
        return self.total() == 0 or bool(self.dom.css_first(".srp-save-null-search__heading"))

    def total(self) -> int | None:
        return read_count(text_of(self.dom, ".srp-controls__count-heading, .rcnt"))

    def s_cards(self) -> Iterator[Listing]:
        for card in exact_cards(self.dom, "s-card"):
            if not attr_of(card, "", "data-listingid"):
                continue
            rows = [text_of(row) for row in card.css(".s-card__attribute-row, .s-card__attribute-row span")]
            yield self.listing(
                attr_of(card, "", "data-listingid"),
                item_title(text_of(card, ".s-card__title")),
                price=" ".join(text_of(node) or "" for node in card.css(".s-card__price")),
                vendor_name=first_match_among(_SELLER, rows),
                units_sold=first_match_among(SOLD, rows),
                location=first_match_among(LOCATION, rows),
                images=[attr_of(card, "img.s-card__image", name) for name in ("data-defer-load", "src")],
            )


class EbayListingPage(ListingPage, site=EbaySpider):
    """Item pages: what they tell of themselves as JSON-LD, after public descriptions; no real page could be had."""

    address = _HOST + r"itm/([^/?#]+/)?(?P<id>\d{9,15})\b"
    layouts = {"item": DESCRIBED}
    nothing = ("looks like this page is missing", "this listing was ended", "this listing has been removed")

    def item(self) -> Iterator[Listing]:
        seller = self.dom.css_first(".x-sellercard-atf__info__about-seller a, .x-sellercard-atf a[href*='/str/']")
        rows = [text_of(row) for row in self.dom.css(".x-quantity__availability span")]
        yield from self.described(
            vendor_name=text_of(seller),
            vendor_url=attr_of(seller, "", "href"),
            units_sold=first_match_among(SOLD, rows),
        )
