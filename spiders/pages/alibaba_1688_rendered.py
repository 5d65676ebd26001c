"""1688's offer pages and shop lists as browsers save them, without their scripts."""

from collections.abc import Iterator
from typing import ClassVar

from selectolax.lexbor import LexborNode

from monitor.model import Listing
from monitor.pages.cards import cards_in, texts_in
from monitor.pages.extract import attr_of, first_match, first_match_among, text_of, without_query
from monitor.pages.limits import MAX_PRICE_STEPS
from monitor.pages.min_order import min_order_in
from monitor.pages.number_words import number_among, number_in
from monitor.pages.page import DESCRIBED, ListingPage, ShopPage
from monitor.pages.pictures import picture_of
from monitor.text.counts import read_count
from spiders.pages.alibaba_1688_answers import OfferAnswers

_TITLE = ".module-od-title h1, .module-od-title .title-content, .title-content h1, .od-pc-offer-title, .title-text"
_PRICES = (
    ".module-od-main-price, .module-od-price, .od-pc-offer-price-contain, .od-pc-offer-price-common, .price-column, "
    "#mainPrice, .od-price-container"
)
_STEPS = ".price-component, .step-price-item, .ladder-price-item, .price-comp"
_PRICE = ".price-info, .price-text, .price-num, .price, .currency"
_GALLERY = (
    ".od-gallery-turn-item-wrapper img, img.od-gallery-img, .od-gallery-preview img, .od-gallery-list img, "
    "img.detail-gallery-img"
)
_COMPANY = (
    "[class*=shop-company-name], [class*=company-name], .module-od-shop [class*=shop-name], [class*=winport-title]"
)
_QUANTITY = r"^(?:≥|>=)?\s?(\d[\d,]{0,9})\s?(?:[-~～至]\s?\d|[件个条套包台支盒瓶双笔单只张]|起)"
_SOLD = r"(?:已售|销量|成交)\s{0,4}[:：]?\s{0,4}(\d\S{0,12})"
_OFFER = r"(?:/offer/|[?&]offerId=)(\d{6,20})"


class Alibaba1688RenderedListing(ListingPage):
    """Offer pages as drawn since 2022."""

    layouts: ClassVar = {"rendered": DESCRIBED}

    def rendered(self) -> Iterator[Listing]:
        title, prices = text_of(self.dom, _TITLE), self.dom.css_first(_PRICES)
        if not self.address_id or not title or prices is None or self.says_nothing():
            return
        steps = [(_quantity(step), text_of(step, _PRICE)) for step in prices.css(_STEPS)[:MAX_PRICE_STEPS]]
        ladder = [(quantity, price) for quantity, price in steps if quantity and price]
        yield self.listing(
            self.address_id,
            title,
            price=None if len(ladder) > 1 else text_of(prices, _PRICE) or text_of(prices),
            price_steps=ladder,
            vendor_name=text_of(self.dom, _COMPANY),
            vendor_url=without_query(attr_of(self.dom, "a[href*='.1688.com/page/']", "href")),
            units_sold=number_among(_SOLD, [text_of(self.dom, ".module-od-title"), text_of(prices)]),
            min_order=min_order_in(prices) or (ladder[0][0] if ladder else None),
            location=text_of(self.dom, "[class*=shipping] .location, [class*=logistics] [class*=city]"),
            images=[picture_of(image) for image in self.dom.css(_GALLERY)],
            ad=False,
        )


class Alibaba1688Shop(OfferAnswers, ShopPage):
    """A member's list of offers: its answer, and the boxes of the pages before."""

    layouts: ClassVar = {"offer_answer": DESCRIBED, "offer_boxes": DESCRIBED}
    next_link = ".pagination a.next, a.fui-next"
    page_param = "pageNum"
    nothing = ("没有找到相关", "没找到相关", "暂无相关供应", "没有符合条件的")

    def total(self) -> int | None:
        count = number_in(r"共\s*(\d[\d,]{0,9})\s*(?:件|条|个)", text_of(self.dom, ".offer-count, .search-result"))
        return super().total() or read_count(count)

    def offer_boxes(self) -> Iterator[Listing]:
        name = text_of(self.dom, ".company-name, .shop-company-name, [class*=shop-name]")
        for box in cards_in(self.dom, ".offer-list-row li, .offer-list li, [class*=offer-item]"):
            offer_id = first_match(_OFFER, attr_of(box, "a[href*=offer]", "href")) or attr_of(box, "", "data-offerid")
            title = attr_of(box, ".title a", "title") or text_of(box, ".title a, .title, [class*=title]")
            if not offer_id or not title:
                continue
            yield self.listing(
                offer_id,
                title,
                price=text_of(box, ".price em, .price, [class*=price]"),
                vendor_name=name,
                vendor_url=first_match(r"^(https?://[^/?#]+)", self.url),
                units_sold=text_of(box, ".booked-count, [class*=sale]"),
                min_order=min_order_in(box),
                images=[picture_of(image) for image in box.css("img")],
                ad=False,
            )


def _quantity(step: LexborNode) -> str | None:
    """The least quantity that a step's price is for, in an element of its own: "≥100件", "2-99件", "2件起批"."""
    return first_match_among(_QUANTITY, texts_in(step, "*"))
