"""eBay: one marketplace, many national sites; auctions beside fixed prices."""

from collections.abc import Iterator

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.extract import attr_of, first_match
from monitor.pages.national_domains import Domain
from monitor.pages.page import DESCRIBED
from spiders.pages.ebay_items import EbayItemLayouts
from spiders.pages.ebay_retired import RetiredEbaySearch, total_abroad

_HOST = r"((www|m|cgi|befr|benl|cafr)\.)?ebay\.[a-z.]{2,6}/"


class EbaySpider(MarketplaceSpider):
    """Plain requests may meet a page that checks the browser; last looked at 2026-11."""

    name = "ebay"
    domains = {
        "ebay.com": Domain("USD", "en"), "ebay.de": Domain("EUR", "de"), "ebay.fr": Domain("EUR", "fr"),
        "ebay.it": Domain("EUR", "it"), "ebay.es": Domain("EUR", "es"), "ebay.nl": Domain("EUR", "nl"),
        "ebay.at": Domain("EUR", "de"), "ebay.ie": Domain("EUR", "en"), "ebay.co.uk": Domain("GBP", "en"),
        "ebay.ch": Domain("CHF", "de"), "ebay.pl": Domain("PLN", "pl"), "ebay.ca": Domain("CAD", "en"),
        "ebay.com.au": Domain("AUD", "en"), "ebay.be": Domain("EUR", "nl"), "ebay.com.sg": Domain("SGD", "en"),
        "ebay.com.hk": Domain("HKD", "zh"), "ebay.com.my": Domain("MYR", "en"), "ebay.ph": Domain("PHP", "en"),
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
    nothing = (
        "no exact matches found", "0 results found for", "keine exakten treffer", "keine genauen treffer",
        "keine exakten übereinstimmungen", "aucun résultat exact", "aucune correspondance exacte",
        "aucun objet correspondant exactement", "nessuna corrispondenza esatta", "nessun risultato esatto",
        "no se han encontrado coincidencias exactas", "ninguna coincidencia exacta", "no hay resultados exactos",
        "geen exacte overeenkomsten", "geen exacte resultaten", "nie znaleziono dokładnych", "brak dokładnych",
    )  # fmt: skip

    def says_empty(self) -> bool:
        """The cards that may follow match fewer words: other goods; but those of sellers abroad match all."""
        return self.total_at_home() == 0 and total_abroad(self.dom) is None

    def total(self) -> int | None:
        return self.total_at_home() or total_abroad(self.dom)

    def su_cards(self) -> Iterator[Listing]:
        for card in self.exact(".su-grid .su-item-card"):
            link = attr_of(card, "a[href*='/itm/']", "href")
            # Links may name no listing (/itm/123456); placeholders ("Shop on eBay") have a longer number of their own
            own = attr_of(card, "", "data-listingid") or attr_of(card, "[data-listingid]", "data-listingid")
            number = first_match(r"/itm/(?:[^/?#]+/)?(\d{9,15})\b", link) or first_match(r"^(\d{9,14})$", own)
            if number:
                yield self.named_card(card, number, ".su-item-card", ".su-styled-text")

    def s_cards(self) -> Iterator[Listing]:
        for card in self.exact(":is(ul.srp-results, ul.su-grid, ul.srp-list) > li.s-card"):
            if number := attr_of(card, "", "data-listingid"):
                yield self.named_card(card, number, ".s-card", ".s-card__attribute-row, .s-card__attribute-row span")


class EbayListingPage(EbayItemLayouts, site=EbaySpider):
    """Item pages; what can be told of them stands in `spiders/pages/ebay_items.py`."""

    address = _HOST + r"(itm/([^/?#]+/)?|ws/ebayisapi\.dll\?([^#]*&)?item=)(?P<id>\d{9,15})\b"
