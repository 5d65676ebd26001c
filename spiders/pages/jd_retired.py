"""JD's search of 2013."""

from collections.abc import Iterator
from typing import ClassVar

from monitor.model import Listing
from monitor.pages.extract import attr_of, text_of
from monitor.pages.page import SearchPage


class RetiredJdSearch(SearchPage):
    """Results in GBK, without prices."""

    layouts: ClassVar = {"plist": "2013"}

    def plist(self) -> Iterator[Listing]:
        for card in self.dom.css("#plist li[sku]"):
            yield self.listing(
                attr_of(card, "", "sku"),
                text_of(card, ".p-name a"),
                images=[attr_of(card, ".p-img img", "data-lazyload")],
                ad=False,
            )
