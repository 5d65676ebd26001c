"""eBay's search of 2019-2022, and what its cards have in common with those of today."""

import re
from collections.abc import Iterator
from typing import ClassVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.model import Listing
from monitor.pages.extract import attr_of, first_match, first_match_among, text_of
from monitor.pages.page import SearchPage

_FEWER_WORDS = "srp-river-answer--REWRITE_START"
"""Cards behind this line of the list match fewer words: other goods."""
# Words inside the title's own node that are none of it.
_NOT_TITLE = re.compile(r"^(?:New Listing|Neues Angebot|SPONSORED) ?| ?Opens in a new window or tab$")
SOLD = r"(?i)^([\d.,]+\+? (?:sold|verkauft|vendus?|venduti|vendidos?))"
LOCATION = r"^(?:Located in|From|aus|Aus|Standort:?|Artikelstandort:?|Lieu :|de|da) (.+)$"


def exact_cards(dom: LexborHTMLParser, name: str) -> Iterator[LexborNode]:
    """The cards of the results, by their class, up to those that match fewer words; one look at each.

    A selector that asks of each card what stands before it takes time with the square of their number.
    """
    for results in dom.css("ul.srp-results"):
        member = results.child
        while member is not None:
            names = (member.attributes.get("class") or "").split() if member.is_element_node else []
            if _FEWER_WORDS in names:
                break
            if member.tag == "li" and name in names:
                yield member
            member = member.next


def item_title(text: str | None) -> str | None:
    """The title out of the words of its node."""
    return _NOT_TITLE.sub("", text) if text else None


class RetiredEbaySearch(SearchPage):
    """Results of 2020-2022 and the galleries of 2019."""

    layouts: ClassVar = {"s_items": "2019-2022", "gallery": "2019"}

    def s_items(self) -> Iterator[Listing]:
        for card in exact_cards(self.dom, "s-item"):
            link = attr_of(card, "a.s-item__link", "href")
            image = card.css_first("img.s-item__image-img")
            yield self.listing(
                first_match(r"/itm/(?:[^/?#]+/)?(\d+)", link),
                item_title(text_of(card, ".s-item__title")),
                price=text_of(card, ".s-item__price"),
                vendor_name=first_match(r"^(\S+) \(", text_of(card, ".s-item__seller-info-text")),
                units_sold=first_match_among(SOLD, map(text_of, card.css(".s-item__hotness, .s-item__dynamic"))),
                location=first_match(LOCATION, text_of(card, ".s-item__location")),
                images=[attr_of(image, "", "data-src") or attr_of(image, "", "src")],
                ad="ispr%3D1" in (link or "") or "SPONSORED" in (text_of(card, ".s-item__title") or ""),
            )

    def gallery(self) -> Iterator[Listing]:
        for card in self.dom.css("li.sresult"):
            image = card.css_first("img.img, .imgWr img, [imgurl]")
            yield self.listing(
                attr_of(card, "[iid]", "iid") or attr_of(card, "", "listingid"),
                item_title(text_of(card, "a.vip")),
                price=text_of(card, ".amt, .lvprice"),
                units_sold=first_match_among(SOLD, map(text_of, card.css(".hotness-GV, .hotness-signal"))),
                images=[attr_of(card, "[imgurl]", "imgurl") or attr_of(image, "", "src")],
                ad=bool(text_of(card, ".promoted-gv, .promoted-lv")),
            )
