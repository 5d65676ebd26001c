"""Taobao's search as its script draws it since 2023: what a browser saves of it."""

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.model import Listing
from monitor.pages.cards import cards_in, texts_in
from monitor.pages.extract import attr_of, first_match, text_of
from monitor.pages.nested_links import parse_with_nested_links
from monitor.pages.notices import notice_of_nothing
from monitor.pages.page import DESCRIBED, SearchPage
from monitor.pages.pictures import picture_of
from monitor.pages.price_condition import condition_among
from monitor.text.sales_words import units_sold_in
from spiders.pages.taobao_app import TMALL_ITEM

# Class names are a name and a build hash, with the component's name before it until 2024:
# `Price--priceInt--ZlsSi_M`, `priceInt--yqqZMJ5a`.
_CARDS = "x-a[id^=item_id_], x-a[class*=doubleCardWrapper], x-a[class*=doubleCard--]"
_TITLE = "[class^=title--], [class*=' title--'], [class*='Title--title--']"
_SHOP = "[class*=shopNameText--], [class*=shopName--]"
_CONDITIONS = (
    "[class*=priceWrapper] span, [class*=PriceWrapper] span, [class*=priceWrapper] div, [class*=priceDesc--], "
    "[class*=priceTitle--]"
)


class TaobaoCardsSearch(SearchPage):
    """Rendered cards; each is a link that holds another one, to the shop."""

    layouts: ClassVar = {"hashed_cards": DESCRIBED}

    @cached_property
    def whole_cards(self) -> LexborHTMLParser:
        """The page with cards that no parser has torn."""
        return parse_with_nested_links(self.text)

    def says_empty(self) -> bool:
        return super().says_empty() or notice_of_nothing(self)

    def next_page(self) -> str | bool | None:
        """The pager is a button."""
        following = super().next_page()
        if following is not None or "next-" not in self.text:
            return following
        button = self.dom.css_first("button.next-next, .next-pagination-item.next-next, .next-pagination-item.next")
        if button is None:
            return None
        return "disabled" not in button.attributes and "disabled" not in (attr_of(button, "", "class") or "")

    def hashed_cards(self) -> Iterator[Listing]:
        if "item_id_" not in self.text and "doubleCard" not in self.text:
            return
        seen = set()
        for card in cards_in(self.whole_cards, _CARDS):
            if card.mem_id not in seen and text_of(card, _TITLE):  # an empty place of an advertisement has no title
                seen.add(card.mem_id)
                yield self._card(card)

    def _card(self, card: LexborNode) -> Listing:
        link = attr_of(card, "", "href") or ""
        listing_id = first_match(r"^item_id_(\d+)$", attr_of(card, "", "id")) or first_match(r"[?&]id=(\d+)", link)
        tmall = "detail.tmall.com" in link
        title, shop = card.css_first(_TITLE), card.css_first(_SHOP)
        whole, cents = (text_of(card, f"[class*={part}--]") or "" for part in ("priceInt", "priceFloat"))
        price = whole + cents if cents.startswith(".") else whole
        shop_url = attr_of(card, "x-a[href*='store.taobao'], x-a[class*=shopName], x-a[class*=shop]", "href")
        places = [place for place in texts_in(card, "[class*=procity--]") if place]
        return self.listing(
            listing_id,
            attr_of(title, "", "title") or text_of(title),
            url=TMALL_ITEM.format(id=listing_id) if tmall and listing_id else None,
            marketplace="tmall" if tmall else None,
            price=f"{price} | {condition_among(texts_in(card, _CONDITIONS))}",
            vendor_id=first_match(r"[?&]user_number_id=(\d+)", shop_url),
            vendor_name=text_of(shop),
            vendor_url=shop_url,
            units_sold=units_sold_in(text_of(card, "[class*=realSales--]")),
            location=" ".join(dict.fromkeys(places)),
            images=[picture_of(card, "img[class*=mainPic], img[class*=MainPic]")],
            ad="simba.taobao.com" in link,
        )
