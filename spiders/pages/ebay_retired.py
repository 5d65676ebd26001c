"""eBay's search of 2019-2022, and what its cards have in common with those of today."""

import re
from collections.abc import Iterator
from typing import ClassVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.model import Listing
from monitor.pages.extract import attr_of, first_match, first_match_among, text_of
from monitor.pages.page import SearchPage
from monitor.text.counts import read_count

_DIVIDER = ".srp-river-answer--REWRITE_START"
"""A line of the list that says why the cards behind it are shown: for any reason, so its words decide."""
_FEWER_WORDS = (
    r"(?i)((?:fewer|some) (?:words|of your)|weniger (?:wörter|such)|moins de mots|meno parole|menos palabras"
    r"|minder (?:woorden|zoek)|mniej słów|mniejszej liczb)"
)
_ABROAD = r"(?i)(internation|międzynarod)"
# Words inside the title's own node that are none of it.
_NOT_TITLE = re.compile(r"^(?:New Listing|Neues Angebot|SPONSORED) ?| ?Opens in a new window or tab$")
SOLD = r"(?i)^([\d.,]+\+? (?:sold|verkauft|vendus?|venduti|vendidos?))"
LOCATION = r"^(?:Located in|From|from|aus|Aus|Standort:?|Artikelstandort:?|Lieu :|de|da) (.+)$"
_SELLER = r"^(\S.{0,60}?) \d[\d.,]{0,5}\s?% (?:positive?|positiv\w*)"
_LAST = r"(?i)^(last one|letzter artikel)$"
_LEFT = r"(?i)^(?:only|nur noch) (\d{1,5}) (?:left|verfügbar)"


def total_abroad(dom: LexborHTMLParser) -> int | None:
    """How many results the site has from sellers abroad, where it has none at home; None when it does not say so."""
    words = (text_of(divider) for divider in dom.css(_DIVIDER))
    return next((read_count(text) for text in words if first_match(_ABROAD, text)), None)


def exact_cards(dom: LexborHTMLParser, cards: str, total: int | None) -> Iterator[LexborNode]:
    """The cards (a selector) that match all words, at home or abroad; not those behind "fewer words", other goods.

    `total`: how many results the site claims at home. One look at each node: a selector that asks of each card what
    stands before it takes time with the square of their number.
    """
    passed, exact = 0, total != 0
    for node in dom.css(f"{cards}, {_DIVIDER}"):
        if "srp-river-answer" in (node.attributes.get("class") or "").split():
            words = text_of(node)
            if first_match(_ABROAD, words):
                exact = True
            elif first_match(_FEWER_WORDS, words) or (total is not None and passed >= total):
                exact = False
        elif exact:
            passed += 1
            yield node


def item_title(text: str | None) -> str | None:
    """The title out of the words of its node."""
    return _NOT_TITLE.sub("", text) if text else None


class RetiredEbaySearch(SearchPage):
    """Results of 2020-2022 and the galleries of 2019."""

    layouts: ClassVar = {"s_items": "2019-2022", "gallery": "2019"}

    def total_at_home(self) -> int | None:
        """The number of results without those from sellers abroad, which stand behind a line of their own."""
        if self.dom.css_first(".srp-save-null-search__heading"):
            return 0
        return read_count(text_of(self.dom, ".srp-controls__count-heading, .rcnt, .listingscnt"))

    def exact(self, cards: str) -> Iterator[LexborNode]:
        """The cards (a selector) of the results that match all words."""
        return exact_cards(self.dom, cards, self.total_at_home())

    def s_items(self) -> Iterator[Listing]:
        for card in self.exact("ul.srp-results > li.s-item"):
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

    def named_card(self, card: LexborNode, number: str, block: str, row: str) -> Listing:
        """A card whose title, price and image are named after its `block`, with lines of facts (selector `row`)."""
        rows = [text_of(node) for node in card.css(row)]
        return self.listing(
            number,
            item_title(text_of(card, f"{block}__title")),
            price=" ".join(text_of(node) or "" for node in card.css(f"{block}__price")),
            vendor_name=first_match_among(_SELLER, rows),
            units_sold=first_match_among(SOLD, rows),
            stock="1" if first_match_among(_LAST, rows) else first_match_among(_LEFT, rows),
            location=first_match_among(LOCATION, rows),
            images=[
                attr_of(card, "img[data-defer-load], img[src*=ebayimg]", name) for name in ("data-defer-load", "src")
            ],
        )
