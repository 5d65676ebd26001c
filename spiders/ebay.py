"""eBay: one marketplace, many national sites; auctions beside fixed prices."""

from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.extract import attr_of, first_match, first_match_among, text_of
from monitor.pages.national_domains import Domain
from monitor.pages.page import DESCRIBED, ListingPage
from spiders.pages.ebay_retired import SOLD, RetiredEbaySearch, total_abroad

_HOST = r"(www\.|m\.)?ebay\.[a-z.]{2,6}/"


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
    """Results of 2025-2026 and older, and cards of 2026 as they are described; placeholders are no results."""

    address = _HOST + r"(sch/|b/)"
    layouts = {"s_cards": "2025-2026", "su_cards": DESCRIBED, **RetiredEbaySearch.layouts}
    next_link = "a.pagination__next, td.pagn-next a, a.gspr.next"
    page_param = "_pgn"

    def says_empty(self) -> bool:
        """The cards that may follow match fewer words: other goods; but those of sellers abroad match all."""
        return self.total_at_home() == 0 and total_abroad(self.dom) is None

    def total(self) -> int | None:
        return self.total_at_home() or total_abroad(self.dom)

    def su_cards(self) -> Iterator[Listing]:
        for card in self.exact(".su-grid .su-item-card"):
            link = attr_of(card, "a[href*='/itm/']", "href")
            # Placeholders ("Shop on eBay") have a shorter number in their link
            number = first_match(r"/itm/(?:[^/?#]+/)?(\d{9,15})\b", link)
            if number:
                yield self.named_card(card, number, ".su-item-card", ".su-styled-text")

    def s_cards(self) -> Iterator[Listing]:
        for card in self.exact("ul.srp-results > li.s-card"):
            if number := attr_of(card, "", "data-listingid"):
                yield self.named_card(card, number, ".s-card", ".s-card__attribute-row, .s-card__attribute-row span")


class EbayListingPage(ListingPage, site=EbaySpider):
    """Item pages: what they tell of themselves as JSON-LD, after public descriptions; no real page could be had."""

    address = _HOST + r"itm/([^/?#]+/)?(?P<id>\d{9,15})\b"
    layouts = {"item": DESCRIBED}
    nothing = (
        "looks like this page is missing", "this listing was ended", "this listing has been removed",
        "this listing has ended", "dieses angebot wurde beendet", "dieses angebot wurde entfernt",
        "diese seite wurde nicht gefunden", "cette annonce a été supprimée", "esta publicación ha finalizado",
        "questa inserzione è stata rimossa",
    )  # fmt: skip

    def item(self) -> Iterator[Listing]:
        seller = self.dom.css_first(".x-sellercard-atf__info__about-seller a, .x-sellercard-atf a[href*='/str/']")
        rows = [text_of(row) for row in self.dom.css(".x-quantity__availability span")]
        yield from self.described(
            vendor_name=text_of(seller),
            vendor_url=attr_of(seller, "", "href"),
            units_sold=first_match_among(SOLD, rows),
        )
