"""DHgate's cards, as a browser draws them today, and of the pages before."""

from collections.abc import Iterator
from typing import ClassVar

from monitor.model import Listing
from monitor.pages.cards import texts_in
from monitor.pages.dividers import searched_cards
from monitor.pages.extract import attr_of, first_match, text_of, without_query
from monitor.pages.number_words import number_among, number_in
from monitor.pages.page import DESCRIBED, SearchPage

PRODUCT = r"/product/(?:[^/?#]+/)?(\d+)\.html"
STORE = r"/store/(?:[^/?#]+/)?(\d+)"
SOLD = r"(?i)^(\d\S{0,20}) (?:sold|orders?)$"
MIN_ORDER = r"(?i)min\.? order:? ?(\d\S{0,20})"


class DhgateCards(SearchPage):
    """Cards by names that public descriptions tell."""

    layouts: ClassVar = {"gallery": DESCRIBED, "list_items": DESCRIBED}

    def gallery(self) -> Iterator[Listing]:
        """The cards that are drawn of it; a picture may be painted by script, and so be missing."""
        for card in searched_cards(self.dom, ".gallery-main"):
            title = card.css_first(".gallery-pro-name a") or card.css_first("a[href*='/product/']")
            seller = card.css_first(".store-name a, a.store-name") or card.css_first(".store-name")
            words = texts_in(card, "span, div, p")
            yield self.listing(
                attr_of(card, "", "itemcode")
                or attr_of(card, "[itemcode]", "itemcode")
                or first_match(PRODUCT, attr_of(title, "", "href")),
                attr_of(title, "", "title") or text_of(title) or text_of(card, ".gallery-pro-name"),
                url=without_query(attr_of(title, "", "href")),
                price=text_of(card, ".current-price"),
                price_list=text_of(card, ".original-price, del"),
                vendor_id=first_match(STORE, attr_of(seller, "", "href")),
                vendor_name=text_of(seller),
                vendor_url=attr_of(seller, "", "href"),
                units_sold=number_among(SOLD, words),
                min_order=number_among(MIN_ORDER, words),
                images=[attr_of(card, "img", name) for name in ("src", "data-src")],
            )

    def list_items(self) -> Iterator[Listing]:
        for card in searched_cards(self.dom, ":is(.listitem, .gitem)"):
            title = card.css_first(".pro-title a, a.subject")
            seller = card.css_first(".seller a")
            yield self.listing(
                attr_of(card, "", "itemcode") or first_match(PRODUCT, attr_of(title, "", "href")),
                attr_of(title, "", "title") or text_of(title),
                url=without_query(attr_of(title, "", "href")),
                price=text_of(card, ".price"),
                vendor_id=first_match(STORE, attr_of(seller, "", "href")),
                vendor_name=text_of(seller),
                vendor_url=attr_of(seller, "", "href"),
                units_sold=number_among(SOLD, texts_in(card, "span")),
                min_order=number_in(MIN_ORDER, text_of(card)),
                images=[attr_of(card, ".photo img", "lazyload-src") or attr_of(card, ".photo img", "src")],
                ad=bool(card.css_first(".sponsored, .ad-flag")),
            )
