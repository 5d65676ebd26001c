"""1688: the wholesale marketplace of China; prices are per quantity."""

# ruff: noqa: I001 (names in few lines)
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import (
    attr_of, first_match, get_path, id_at, int_at, json_where, number_at, parse_html, records, strings, text_at,
    text_of,
)  # fmt: skip
from monitor.pages.page import SearchPage
from spiders.pages.alibaba_1688_retired import RetiredAlibaba1688Listing

_CARD = r"^\d+_\d+_([a-z0-9]+)_(\S{1,80})_(\d{1,20})$"
"""A card's key: page, place, kind, member, offer."""
_OFFER_PARTS = ("tradePrice.offerPrice", "tradeQuantity", "company")
_UNITS_SOLD = re.compile(r"\D{0,4}\d[\d.]*[万千亿]?\+?\s?(?:件|个|条|套|包|台|支|盒|瓶|双|笔|单|只|张)$")
_SHOP = r"^((?:https?:)?//(?!dj\.|air\.|r\.|s\.|detail\.|login\.)[\w-]+\.1688\.com)"
_NOTHING = ("没找到", "没有找到", "未找到")


class Alibaba1688Spider(MarketplaceSpider):
    """The live search wants a login and fills its page in the browser; last looked at 2026-11."""

    name = "alibaba_1688"
    allowed_domains = ["1688.com"]
    search_url = "https://s.1688.com/selloffer/offer_search.htm?keywords={keyword}&beginPage={page}"
    item_url = "https://detail.1688.com/offer/{id}.html"
    keyword_encoding = "gbk"
    page_size = 60
    currency = "CNY"
    languages = ("zh",)
    needs = ("login", "browser")
    wholesale = True


class Alibaba1688SearchPage(AlibabaGroupPage, SearchPage, site=Alibaba1688Spider):
    """Results: rendered cards of the search (2026), data of the advertising search (2024)."""

    address = r"(s\.1688\.com/(\w+/)?\w*offer_search|s\.1688\.com/selloffer|p4psearch\.1688\.com/)"
    layouts = {"cards": "2026", "list_offer": "2024"}

    def says_empty(self) -> bool:
        if "noresult" not in self.text or next(self.cards(), None) or next(self.list_offer(), None):
            return False
        words = (text_of(node) or "" for node in self.dom.css("[class*=noresult]"))
        return any(phrase in text for text in words for phrase in _NOTHING)

    def next_page(self) -> bool | None:
        if pager := self.dom.css_first(".fui-next, .next-pagination-item.next"):
            marks = pager.attributes
            return "disabled" not in marks and "disabled" not in (marks.get("class") or "")
        return None

    @cached_property
    def whole_cards(self) -> LexborHTMLParser:
        """The page with its links renamed `x-a`: links inside links make a parser tear the cards of a saved page."""
        return parse_html(re.sub(r"<(/?)a(?=[\s>])", r"<\1x-a", self.text))

    def cards(self) -> Iterator[Listing]:
        if "data-renderkey" not in self.text:
            return
        for card in self.whole_cards.css("[data-renderkey]"):
            key = re.match(_CARD, attr_of(card, "", "data-renderkey") or "")
            title = text_of(card, ".title-text")
            if key and title:
                yield self._card(card, title, *key.groups())

    def _card(self, card: LexborNode, title: str, kind: str, member: str, offer_id: str) -> Listing:
        beside = [text_of(node) or "" for node in card.css(".offer-price-row .desc-text")]
        kind_of_price = next((words for words in beside if re.search("券后|补贴", words)), "")
        links = (attr_of(link, "", "href") for link in card.css(".offer-shop-row x-a"))
        ladder = [(text_of(step, ".desc-text"), text_of(step, ".price-item")) for step in card.css(".hover-price-item")]
        return self.listing(
            offer_id, title,
            price=f"{text_of(card, '.offer-price-row .price-item') or ''} | {kind_of_price}",
            price_steps=ladder, vendor_id=member,
            vendor_name=text_of(card, ".offer-shop-row .desc-text"),
            vendor_url=next((shop for link in links if (shop := first_match(_SHOP, link))), None),
            units_sold=next((words for words in beside if _UNITS_SOLD.match(words)), None),
            min_order=ladder[0][0] if ladder else None,
            images=[attr_of(card, "img.main-img", "src")], ad=kind != "normal",
        )  # fmt: skip

    def list_offer(self) -> Iterator[Listing]:
        for offer in records(json_where(self.text, r"[\"']?listOffer[\"']?\s*:")):
            prices, amounts, company = (get_path(offer, f"attr.{key}") for key in _OFFER_PARTS)
            ladder = [
                (number_at(step, "quantity"), _money(step.get("value"))) for step in records(prices, "quantityPrices")
            ]
            # shown is the price before a personal discount, and of a ladder the lowest
            asked = [price for _, price in ladder if price is not None]
            shown = min(asked) if len(asked) > 1 else _money(get_path(prices, "originalValue"))
            yield self.listing(
                id_at(offer, "offerid") or id_at(offer, "attr.id"), text_at(offer, "title"),
                price=shown or _money(get_path(prices, "value")), price_steps=ladder,
                vendor_id=id_at(offer, "memberId"), vendor_name=text_at(company, "name"),
                units_sold=number_at(amounts, "quantitySumMonth"),
                min_order=number_at(amounts, "quantityBegin"),
                location=" ".join(strings([text_at(company, "province"), text_at(company, "city")])),
                images=[text_at(offer, "imgUrl")], ad=offer.get("isP4P") is True,
            )  # fmt: skip


class Alibaba1688ListingPage(AlibabaGroupPage, RetiredAlibaba1688Listing, site=Alibaba1688Spider):
    """Offer pages: the app's data of 2026 (with the facts of all its modules in one of them), and older ones."""

    address = r"(detail(\.m)?|m)\.1688\.com/(offer/|page/(index\.html|offer[^?]*)?\?([^#]*&)?(offerId|id)=)(?P<id>\d+)"
    layouts = {"app_data": "2026", **RetiredAlibaba1688Listing.layouts}
    data_after = r"window\.contextPath\s*,"
    data_path = "result.data"
    nothing = ("商品已下架", "该供应信息已下架", "供应信息已过期", "商品不存在", "供应产品不存在", "货源已下架")

    def app_data(self) -> Iterator[Listing]:
        facts = get_path(self.data, "Root.fields.dataJson") or self.shared_facts_of_2021()
        title = text_at(self.data, "productTitle.fields.title") or text_at(facts, "tempModel.offerTitle")
        if not title:
            return
        trade = get_path(self.data, "mainPrice.fields.finalPriceModel.tradeWithoutPromotion")
        order = get_path(facts, "orderParamModel.orderParam")
        ladder = list(records(self.data, "mainPrice.fields.priceModel.currentPrices")) or list(
            records(order, "skuParam.skuRangePrices")
        )
        yield self.listing(
            id_at(facts, "offerBaseInfo.offerId") or id_at(facts, "tempModel.offerId") or self.address_id,
            title,
            price=number_at(trade, "offerMinPrice") or number_at(facts, "skuModel.skuPriceScale"),
            price_max=number_at(trade, "offerMaxPrice"),
            price_steps=((number_at(step, "beginAmount"), number_at(step, "price")) for step in ladder),
            vendor_id=id_at(facts, "tempModel.sellerMemberId")
            or id_at(facts, "offerBaseInfo.sellerMemberId")
            or id_at(facts, "offerBaseInfo.sellerUserId"),
            vendor_name=text_at(self.data, "productTitle.fields.shopInfo.companyName")
            or text_at(facts, "tempModel.companyName"),
            units_sold=number_at(facts, "tempModel.saledCount"),
            stock=number_at(order, "canBookCount"),
            min_order=number_at(trade, "offerBeginAmount") or number_at(order, "beginNum"),
            location=text_at(self.data, "shippingServices.fields.location"),
            images=strings(self.data, "gallery.fields.mainImage")
            or [text_at(image, "fullPathImageURI") for image in records(facts, "images")], ad=False,
        )  # fmt: skip


def _money(value: Any) -> Decimal | None:
    """A price that the site writes in two whole numbers: 5 decimals are .05."""
    whole, decimals = int_at(value, "integer"), int_at(value, "decimals")
    if whole is None or decimals is None or whole < 0 or not 0 <= decimals < 100:
        return None
    return Decimal(whole) + Decimal(decimals).scaleb(-2)
