"""eBay's search of 2019-2022, and what its cards have in common with those of today."""

from collections.abc import Iterator
from typing import ClassVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.model import Listing
from monitor.pages.cards import cards_in, short_text, texts_in
from monitor.pages.dividers import says_other_goods
from monitor.pages.extract import attr_of, first_match, first_match_among, text_of
from monitor.pages.number_words import number_among
from monitor.pages.page import SearchPage
from monitor.text.counts import read_count
from spiders.pages.ebay_items import LAST, LEFT, LOCATION, SELLER, SOLD, item_title

_DIVIDER = ".srp-river-answer"
"""A line of the list that says why the cards behind it are shown: for any reason, so its words decide."""
_REWRITTEN = "srp-river-answer--REWRITE_START"
"""Such a line for whatever reason; others may also be rows of pictures, filters, pages."""
_ABROAD = (
    r"(?i)(inter?na[tzc]i[oó]n|międzynarod|zagranic|ausländisch|aus dem ausland|à l['’]étranger|all['’]estero"
    r"|extranjero|buitenland|overseas|from abroad|国际卖家|國際賣家|海外)"
)


def total_abroad(dom: LexborHTMLParser) -> int | None:
    """How many results the site has from sellers abroad, where it has none at home; None when it does not say so."""
    words = (text_of(divider) for divider in dom.css(f".{_REWRITTEN}"))
    return next((read_count(text) for text in words if first_match(_ABROAD, text)), None)


def exact_cards(dom: LexborHTMLParser, cards: str, total: int | None) -> Iterator[LexborNode]:
    """The cards (a selector) that match all words, at home or abroad; not those behind "fewer words", other goods.

    `total`: how many results the site claims at home. One look at each node: a selector that asks of each card what
    stands before it takes time with the square of their number.
    """
    passed, exact = 0, total != 0
    cards_in(dom, cards)  # which moves those that lie in others
    for node in dom.css(f"{cards}, {_DIVIDER}"):
        kinds = (node.attributes.get("class") or "").split()
        if "srp-river-answer" not in kinds:
            if exact:
                passed += 1
                yield node
        elif _REWRITTEN in kinds or node.css_first("img, nav, a[href*='_pgn=']") is None:
            words = short_text(node)
            if _REWRITTEN in kinds and first_match(_ABROAD, words):
                exact = True
            elif says_other_goods(words) or (_REWRITTEN in kinds and total is not None and passed >= total):
                exact = False


class RetiredEbaySearch(SearchPage):
    """Results of 2020-2022 and the galleries of 2019."""

    layouts: ClassVar = {"s_items": "2019-2022", "gallery": "2019"}

    def total_at_home(self) -> int | None:
        """The number of results without those from sellers abroad, which stand behind a line of their own."""
        if self.dom.css_first("[class*=srp-save-null-search__heading]"):
            return 0
        return read_count(text_of(self.dom, ".srp-controls__count-heading, .rcnt, .listingscnt"))

    def exact(self, cards: str) -> Iterator[LexborNode]:
        """The cards (a selector) of the results that match all words."""
        return exact_cards(self.dom, cards, self.total_at_home())

    def s_items(self) -> Iterator[Listing]:
        for card in self.exact("ul.srp-results > li.s-item"):
            link = attr_of(card, "a.s-item__link", "href")
            image = card.css_first("img.s-item__image-img")
            seller = first_match(r"^(\S+) \(", text_of(card, ".s-item__seller-info-text"))
            yield self.listing(
                first_match(r"/itm/(?:[^/?#]+/)?(\d+)", link),
                item_title(text_of(card, ".s-item__title")),
                price=text_of(card, ".s-item__price"),
                vendor_name=seller,
                seller_ids=[("login", seller)],
                units_sold=number_among(SOLD, texts_in(card, ".s-item__hotness, .s-item__dynamic")),
                location=first_match(LOCATION, text_of(card, ".s-item__location")),
                images=[attr_of(image, "", "data-src") or attr_of(image, "", "src")],
                ad="ispr%3D1" in (link or "") or "SPONSORED" in (text_of(card, ".s-item__title") or ""),
            )

    def gallery(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, "li.sresult"):
            image = card.css_first("img.img, .imgWr img, [imgurl]")
            yield self.listing(
                attr_of(card, "[iid]", "iid") or attr_of(card, "", "listingid"),
                item_title(text_of(card, "a.vip")),
                price=text_of(card, ".amt, .lvprice"),
                units_sold=number_among(SOLD, texts_in(card, ".hotness-GV, .hotness-signal")),
                images=[attr_of(card, "[imgurl]", "imgurl") or attr_of(image, "", "src")],
                ad=bool(text_of(card, ".promoted-gv, .promoted-lv")),
            )

    def named_card(self, card: LexborNode, number: str, block: str, row: str) -> Listing:
        """A card whose title, price and image are named after its `block`, with lines of facts (selector `row`)."""
        rows = texts_in(card, row)
        seller = first_match_among(SELLER, rows)
        return self.listing(
            number,
            item_title(text_of(card, f"{block}__title") or text_of(card, ".su-card-container__header a")),
            price=" ".join(text or "" for text in texts_in(card, f"{block}__price"))
            or text_of(card, ".su-card-container__attributes__primary > :first-child"),
            vendor_name=seller,
            seller_ids=[("login", seller)],
            units_sold=number_among(SOLD, rows),
            stock="1" if first_match_among(LAST, rows) else number_among(LEFT, rows),
            location=first_match_among(LOCATION, rows),
            images=[
                attr_of(card, "img[data-defer-load], img[src*=ebayimg]", name) for name in ("data-defer-load", "src")
            ],
        )
