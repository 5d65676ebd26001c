"""1688's search as its script draws it (2026): what a browser saves of it."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.model import Listing
from monitor.pages.cards import cards_in, texts_in
from monitor.pages.extract import attr_of, first_match, text_of
from monitor.pages.nested_links import parse_with_nested_links
from monitor.pages.page import SearchPage
from monitor.pages.pictures import picture_of
from monitor.pages.price_condition import condition_among

_CARD = r"^\d+_\d+_([a-z0-9]+)_(\S{1,80})_(\d{1,20})$"
"""A card's key: page, place, kind, member, offer."""
_UNITS_SOLD = re.compile(r"\D{0,4}\d[\d.]*[万千亿]?\+?\s?(?:件|个|条|套|包|台|支|盒|瓶|双|笔|单|只|张)$")
_SHOP = r"^((?:https?:)?//(?!dj\.|air\.|r\.|s\.|detail\.|login\.)[\w-]+\.1688\.com)"


class Alibaba1688Cards(SearchPage):
    """Rendered cards; each is a link that holds others."""

    layouts: ClassVar = {"cards": "2026"}

    @cached_property
    def whole_cards(self) -> LexborHTMLParser:
        """The page with cards that no parser has torn."""
        return parse_with_nested_links(self.text)

    def cards(self) -> Iterator[Listing]:
        if "data-renderkey" not in self.text:
            return
        for card in cards_in(self.whole_cards, "[data-renderkey]"):
            key = re.match(_CARD, attr_of(card, "", "data-renderkey") or "")
            title = text_of(card, ".title-text")
            if key and title:
                yield self._card(card, title, *key.groups())

    def _card(self, card: LexborNode, title: str, kind: str, member: str, offer_id: str) -> Listing:
        beside = [text or "" for text in texts_in(card, ".offer-price-row .desc-text")]
        links = (attr_of(link, "", "href") for link in card.css(".offer-shop-row x-a"))
        ladder = [(text_of(step, ".desc-text"), text_of(step, ".price-item")) for step in card.css(".hover-price-item")]
        return self.listing(
            offer_id, title,
            price=f"{text_of(card, '.offer-price-row .price-item') or ''} | {condition_among(beside)}",
            price_steps=ladder, vendor_id=member,
            vendor_name=text_of(card, ".offer-shop-row .desc-text"),
            vendor_url=next((shop for link in links if (shop := first_match(_SHOP, link))), None),
            units_sold=next((words for words in beside if _UNITS_SOLD.match(words)), None),
            min_order=ladder[0][0] if ladder else None,
            images=[picture_of(card, "img.main-img")], ad=kind != "normal",
        )  # fmt: skip
