"""Made-in-China's pages as browsers save them: items and shop lists of 2025."""

from collections.abc import Iterator
from typing import ClassVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.model import Listing
from monitor.pages.cards import cards_in
from monitor.pages.extract import attr_of, first_match, text_of, without_query
from monitor.pages.min_order import min_order_in
from monitor.pages.number_words import number_in
from monitor.pages.page import DESCRIBED, ListingPage, ShopPage
from monitor.pages.pictures import picture_of
from monitor.text.counts import read_count

SUPPLIER = r"(?:^|//)([\w-]+)\.[a-z]{2}\.made-in-china\.com"
_PICTURES = ".prod-image img, .img-wrap img, .J-picImg-wrap img, .product-img img, img.J-picImg-zoom-in, img.img-shadow"
_FACTS = ".baseInfo-price-related, .sr-proMainInfo-baseInfo-propertyPrice, .baseInfo-price"


class MadeInChinaListing(ListingPage):
    """Product pages, and what they tell of themselves as JSON-LD, after public descriptions."""

    layouts: ClassVar = {"rendered": "2025", "product": DESCRIBED}

    def rendered(self) -> Iterator[Listing]:
        """The page's own box of facts, with the ladder of prices; recommended goods stand in boxes of their own."""
        facts = self.dom.css_first(_FACTS)
        title = text_of(self.dom, "h1.J-baseInfo-name, h1.sr-proMainInfo-baseInfoH1, .sr-proMainInfo-baseInfo-name h1")
        if not title or facts is None:
            return
        ladder = [(_text_behind(price), text_of(price)) for price in facts.css(".swiper-money-container")]
        shop = self.dom.css_first(".sr-com .title-txt a, .sr-comInfo .title-txt a")
        yield self.listing(
            self.address_id,
            title,
            url=without_query(self.url),
            price=None if ladder else text_of(facts),
            price_steps=ladder,
            vendor_id=first_match(SUPPLIER, self.url),
            vendor_name=attr_of(shop, "", "title") or text_of(shop),
            vendor_url=attr_of(shop, "", "href"),
            min_order=min_order_in(facts) or (ladder[0][0] if ladder else None),
            location=text_of(self.dom, ".company-location .tip-con"),
            images=goods_pictures(self.dom),
            ad=False,
        )

    def product(self) -> Iterator[Listing]:
        yield from self.described(
            url=without_query(self.url),
            vendor_id=first_match(SUPPLIER, self.url),
            vendor_name=text_of(self.dom, ".company-name, .com-name a"),
            min_order=min_order_in(self.dom.css_first(f"{_FACTS}, .sr-proMainInfo-baseInfo")),
        )


class MadeInChinaShop(ShopPage):
    """A supplier's list; its name and place stand above it, once."""

    layouts: ClassVar = {"product_list": "2025"}
    next_link = "a.next"

    def total(self) -> int | None:
        return read_count(number_in(r"Total ([\d,]{1,12}) Products", text_of(self.dom, ".prod-list-title")))

    def next_page(self) -> str | bool | None:
        """The pager's links may have no address: the site's script follows them."""
        return super().next_page() or (True if self.dom.css_first("a.next:not(.disClick)") else None)

    def product_list(self) -> Iterator[Listing]:
        shop, place = self.dom.css_first(".sr-comInfo .title-txt a"), text_of(self.dom, ".sr-comInfo .detail-address")
        for card in cards_in(self.dom, ".prod-result-item[data-prodid]"):
            link = card.css_first(".prod-title a")
            yield self.listing(
                attr_of(card, "", "data-prodid"),
                attr_of(link, "", "title") or text_of(link),
                url=without_query(attr_of(link, "", "href")),
                price=text_of(card, ".prod-price .value") or text_of(card, ".prod-price"),
                vendor_id=self.address_id,
                vendor_name=text_of(shop),
                vendor_url=attr_of(shop, "", "href"),
                min_order=min_order_in(card),
                location=place,
                images=goods_pictures(card),
                ad=False,
            )


def goods_pictures(box: LexborNode | LexborHTMLParser) -> list[str | None]:
    """Pictures of the goods; badges, medals and the company's photo stand in other boxes."""
    return [picture_of(image) for image in box.css(_PICTURES)]


def _text_behind(node: LexborNode) -> str | None:
    """The text of the next element."""
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return text_of(following)
