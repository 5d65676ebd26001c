"""1688: the wholesale marketplace of China; prices are per quantity."""

import html
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing, PriceStep
from monitor.pages.alibaba_group import AlibabaGroupPage
from monitor.pages.extract import (
    attr_of,
    first_match,
    get_path,
    js_after,
    js_string,
    json_or_none,
    json_where,
    parse_html,
    records,
    strings,
    text_of,
)
from monitor.pages.page import ListingPage, SearchPage
from monitor.text.counts import read_count
from monitor.text.money import read_price

# page, place, kind, member, offer
_CARD = re.compile(
    r"""data-renderkey=["']?\d+_\d+_(?P<kind>[a-z0-9]+)_(?P<member>[^"'\s>]{1,80})_(?P<id>\d{1,20})["'\s>]"""
)
_CARD_LENGTH = 60_000
_OFFER_PARTS = ("tradePrice.offerPrice", "tradeQuantity", "company")
_UNITS_SOLD = re.compile(r"\D{0,4}\d[\d.]*[万千亿]?\+?\s?(?:件|个|条|套|包|台|支|盒|瓶|双|笔|单|只|张)$")
_SHOP = r"^((?:https?:)?//(?!dj\.|air\.|r\.|s\.|detail\.|login\.)[\w-]+\.1688\.com)"
_NOTHING = ("没找到", "没有找到", "未找到")


class Alibaba1688SearchPage(AlibabaGroupPage, SearchPage):
    """Results: data of the advertising search (2024), rendered cards of the search (2026)."""

    address = r"(s\.1688\.com/(\w+/)?\w*offer_search|s\.1688\.com/selloffer|p4psearch\.1688\.com/)"
    layouts = {"list_offer": "2024", "cards": "2026"}
    currency = "CNY"
    item_url = "https://detail.1688.com/offer/{id}.html"

    def says_empty(self) -> bool:
        if "noresult" not in self.text or _CARD.search(self.text) or next(self.list_offer(), None):
            return False
        words = (text_of(node) or "" for node in self.dom.css("[class*=noresult]"))
        return any(phrase in text for text in words for phrase in _NOTHING)

    def next_page(self) -> bool | None:
        if pager := self.dom.css_first(".fui-next, .next-pagination-item.next"):
            marks = pager.attributes
            return "disabled" not in marks and "disabled" not in (marks.get("class") or "")
        return None

    def list_offer(self) -> Iterator[Listing]:
        for offer in records(json_where(self.text, r"[\"']?listOffer[\"']?\s*:")):
            prices, amounts, company = (get_path(offer, f"attr.{key}") for key in _OFFER_PARTS)
            steps = _steps(
                (step.get("quantity"), _money(step.get("value"))) for step in records(prices, "quantityPrices")
            )
            # shown is the price before a personal discount, and of a ladder the lowest
            shown = (
                str(min(step.price for step in steps)) if len(steps) > 1 else _money(get_path(prices, "originalValue"))
            )
            yield self.listing(
                offer.get("offerid") or get_path(offer, "attr.id"),
                offer.get("title"),
                price=shown or _money(get_path(prices, "value")),
                price_steps=steps,
                vendor_id=offer.get("memberId"),
                vendor_name=get_path(company, "name"),
                units_sold=get_path(amounts, "quantitySumMonth"),
                min_order=get_path(amounts, "quantityBegin"),
                location=" ".join(strings([get_path(company, "province"), get_path(company, "city")])),
                images=[offer.get("imgUrl")],
                ad=offer.get("isP4P") is True,
            )

    def cards(self) -> Iterator[Listing]:
        """Each card is parsed by itself: links inside links make a parser tear the cards of a saved page apart."""
        keys = list(_CARD.finditer(self.text))
        ends = [*(key.start() for key in keys), len(self.text)][1:]
        for key, end in zip(keys, ends, strict=False):
            card = parse_html("<a " + self.text[key.start() : min(end, key.start() + _CARD_LENGTH)])
            if title := text_of(card, ".title-text"):
                yield self._card(card, key, title)

    def _card(self, card: LexborHTMLParser, key: re.Match[str], title: str) -> Listing:
        beside = [text_of(node) or "" for node in card.css(".offer-price-row .desc-text")]
        kind_of_price = next((words for words in beside if re.search("券后|补贴", words)), "")
        links = (attr_of(link, "", "href") for link in card.css(".offer-shop-row a"))
        steps = _steps(
            (text_of(step, ".desc-text"), text_of(step, ".price-item")) for step in card.css(".hover-price-item")
        )
        return self.listing(
            key["id"],
            title,
            price=f"{text_of(card, '.offer-price-row .price-item') or ''}{kind_of_price}",
            price_steps=steps,
            vendor_id=key["member"],
            vendor_name=text_of(card, ".offer-shop-row .desc-text"),
            vendor_url=next((shop for link in links if (shop := first_match(_SHOP, link))), None),
            units_sold=next((words for words in beside if _UNITS_SOLD.match(words)), None),
            min_order=steps[0].min_qty if steps else None,
            images=[attr_of(card, "img.main-img", "src")],
            ad=key["kind"] != "normal",
        )


class Alibaba1688ListingPage(AlibabaGroupPage, ListingPage):
    """Offer pages: the app's data of 2021-2026, and the pages of 2019 with facts in scripts and markup."""

    address = r"(detail(\.m)?|m)\.1688\.com/(offer/|page/(index\.html|offer[^?]*)?\?([^#]*&)?(offerId|id)=)(?P<id>\d+)"
    layouts = {"app_data": "2026", "detail_config": "2019"}
    currency = "CNY"
    item_url = Alibaba1688SearchPage.item_url
    nothing = ("商品已下架", "该供应信息已下架", "供应信息已过期", "商品不存在", "供应产品不存在", "货源已下架")

    @cached_property
    def modules(self) -> Any:
        """The page's modules, by name, each with its `fields`."""
        return get_path(json_where(self.text, r"window\.contextPath\s*,"), "result.data")

    @cached_property
    def facts(self) -> Any:
        """The facts that all modules share; pages of 2021-2023 have them in a variable."""
        return get_path(self.modules, "Root.fields.dataJson") or get_path(
            json_where(self.text, r"window\.__INIT_DATA\s*="), "globalData"
        )

    def app_data(self) -> Iterator[Listing]:
        modules, facts = self.modules, self.facts
        title = get_path(modules, "productTitle.fields.title") or get_path(facts, "tempModel.offerTitle")
        if not title:
            return
        trade = get_path(modules, "mainPrice.fields.finalPriceModel.tradeWithoutPromotion")
        order = get_path(facts, "orderParamModel.orderParam")
        ladder = list(records(modules, "mainPrice.fields.priceModel.currentPrices")) or list(
            records(order, "skuParam.skuRangePrices")
        )
        shop = get_path(modules, "productTitle.fields.shopInfo")
        yield self.listing(
            get_path(facts, "offerBaseInfo.offerId") or get_path(facts, "tempModel.offerId") or self.address_id,
            title,
            price=get_path(trade, "offerMinPrice") or get_path(facts, "skuModel.skuPriceScale"),
            price_max=get_path(trade, "offerMaxPrice"),
            price_steps=_steps((str(step.get("beginAmount")), step.get("price")) for step in ladder),
            vendor_id=get_path(facts, "tempModel.sellerMemberId")
            or get_path(facts, "offerBaseInfo.sellerMemberId")
            or get_path(facts, "offerBaseInfo.sellerUserId"),
            vendor_name=get_path(shop, "companyName") or get_path(facts, "tempModel.companyName"),
            units_sold=get_path(facts, "tempModel.saledCount"),
            stock=get_path(order, "canBookCount"),
            min_order=get_path(trade, "offerBeginAmount") or get_path(order, "beginNum"),
            location=get_path(modules, "shippingServices.fields.location"),
            images=strings(modules, "gallery.fields.mainImage")
            or [get_path(image, "fullPathImageURI") for image in records(facts, "images")],
            ad=False,
        )

    def detail_config(self) -> Iterator[Listing]:
        offer_id, title = js_string(self.text, "offerid"), text_of(self.dom, "h1.d-title")
        if not offer_id or not title:
            return
        sku = get_path(js_after(self.text, "var iDetailData ="), "sku")
        bargain = text_of(self.dom, ".bargain-number") or ""
        ladder = [
            json_or_none(attr_of(cell, "", "data-range")) for cell in self.dom.css("#mod-detail-price [data-range]")
        ]
        now = [text for node in self.dom.css(".obj-price .price-now") if (text := text_of(node))]
        company = first_match(r"name=([^;]+)", attr_of(self.dom, "meta[property='og:product:nick']", "content"))
        yield self.listing(
            offer_id,
            title,
            price="-".join(now[:2]) or (None if ladder else get_path(sku, "price")),
            price_list=text_of(self.dom, ".obj-price .price-old"),
            price_steps=_steps((get_path(step, "begin"), get_path(step, "price")) for step in ladder),
            vendor_id=js_string(self.text, "memberid"),
            vendor_name=company or text_of(self.dom, ".company-name"),
            vendor_url=js_string(self.text, "companySiteLink"),
            units_sold=bargain.partition("库存")[0],
            stock=first_match(r"库存\s*(\d+)", bargain) or get_path(sku, "canBookCount"),
            min_order=js_string(self.text, "beginAmount") or text_of(self.dom, ".mod-detail-info-minimum .obj-amount"),
            location=text_of(self.dom, ".delivery-addr"),
            images=[
                get_path(json_or_none(attr_of(tab, "", "data-imgs")), "original")
                for tab in self.dom.css("#dt-tab [data-imgs]")
            ],
            ad=False,
        )


class Alibaba1688Spider(MarketplaceSpider):
    """The live search wants a login and fills its page in the browser; last looked at 2026-11."""

    name = "alibaba_1688"
    allowed_domains = ["1688.com"]
    search_url = "https://s.1688.com/selloffer/offer_search.htm?keywords={keyword}&beginPage={page}"
    keyword_encoding = "gbk"
    page_size = 60
    languages = ("zh",)
    needs = ("login", "browser")
    wholesale = True

    search_page = Alibaba1688SearchPage
    listing_page = Alibaba1688ListingPage


def _money(value: Any) -> str | None:
    """A price that the site writes in two whole numbers: 5 decimals are .05."""
    whole, decimals = get_path(value, "integer"), get_path(value, "decimals")
    return f"{whole}.{decimals:02d}" if isinstance(whole, int) and isinstance(decimals, int) else None


def _steps(found: Any) -> tuple[PriceStep, ...]:
    """The ladder out of pairs of quantity and price, as words or numbers."""
    steps = []
    for quantity, price in found:
        amount, number = read_price(str(price), "CNY"), read_count(html.unescape(str(quantity)))
        if amount and number is not None:
            steps.append(PriceStep(number, amount.low))
    return tuple(steps)
