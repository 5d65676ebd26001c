"""JD's search of 2013-2015."""

from collections.abc import Iterator
from typing import ClassVar

from monitor.model import Listing
from monitor.pages.cards import cards_in
from monitor.pages.extract import attr_of, text_of
from monitor.pages.page import SearchPage


class RetiredJdSearch(SearchPage):
    """Results of 2013 in GBK, whose prices are pictures, and of 2015."""

    layouts: ClassVar = {"plist": "2013-2015"}

    def plist(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, "#plist li[sku]"):
            yield self.listing(
                attr_of(card, "", "sku"),
                text_of(card, ".p-name a"),
                price=attr_of(card, ".p-price [data-price]", "data-price") or text_of(card, ".p-price strong"),
                images=[attr_of(card, ".p-img img", "data-lazyload")],
                ad=False,
            )
