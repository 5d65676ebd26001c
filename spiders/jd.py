"""JD (京东): China's second consumer marketplace, much of it sold by JD itself."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.page_reasons import PageReason
from monitor.pages.extract import attr_of, first_match, first_match_among, first_match_in_page, js_string, text_of
from monitor.pages.page import DESCRIBED, ListingPage
from monitor.text.counts import read_count
from spiders.pages.jd_retired import RetiredJdSearch

_PRICE = "[class^=_price_], [class*=' _price_']"
_SHOP = r"mall\.jd\.com/index-(\d+)"


class JdSpider(MarketplaceSpider):
    """Searches want a login since about 2020, and refuse after a few; last looked at 2026-11."""

    name = "jd"
    allowed_domains = ["jd.com", "jd.hk"]
    search_url = "https://search.jd.com/Search?keyword={keyword}&enc=utf-8&page={page}"
    item_url = "https://item.jd.com/{id}.html"
    page_step = 2
    page_size = 60
    currency = "CNY"
    languages = ("zh",)
    needs = ("login",)


class JdSearchPage(RetiredJdSearch, site=JdSpider):
    """Results of 2016-2019 and older; since about 2020 the site wants a login, and since 2025 draws other cards."""

    address = r"search\.jd\.com/(search|s_new\.php)"
    layouts = {"goods_cards": DESCRIBED, "cards": "2016-2019", **RetiredJdSearch.layouts}
    nothing = ("没有找到与", "没有找到“", "没有搜索到", "没有找到相关")
    next_link = "a.next"

    def says_empty(self) -> bool:
        """Other words' results may follow, with their own numbers: 没有找到…，为您推荐…."""
        notices = (text_of(node) or "" for node in self.dom.css(".check-error, .ns-content, [class*=noResult]"))
        return any(re.search("没有(?:找到|搜索到)", notice) for notice in notices)

    def wall(self) -> PageReason | None:
        return PageReason.RATE_LIMIT if "由于访问频繁导致无法搜索" in self.text else None

    def total(self) -> int | None:
        return read_count(first_match_in_page(r"result_count\s*:\s*'(\d{1,9})'", self.text))

    def next_page(self) -> str | bool | None:
        # the second half of a page's cards comes later: that it is the only one does not mean that all is told
        pages = first_match_in_page(r"adv_param\s*=\s*\{[^}]{0,200}page_count:\s*\"(\d{1,4})\"", self.text)
        now = first_match_in_page(r"adv_param\s*=\s*\{\s*page:\s*\"(\d{1,4})\"", self.text)
        return super().next_page() or (True if pages and now and int(now) < int(pages) else None)

    def goods_cards(self) -> Iterator[Listing]:
        """Cards of 2025-2026; their class names are a name and a build hash: `_price_1tn1o_13`."""
        for card in self.dom.css(".plugin_goodsCardWrapper[data-sku]"):
            shop = card.css_first("[class^=_name_], [class*=' _name_']")
            link = attr_of(card, "a[href*='mall.jd.com']", "href")
            pictures = card.css("img[class^=_img_], img[class*=' _img_']")
            yield self.listing(
                attr_of(card, "", "data-sku"),
                attr_of(card, "[class*=_goods_title] [title]", "title") or text_of(card, "[class*=_goods_title]"),
                price=f"{text_of(card, _PRICE) or ''} | {_condition(card)}",
                vendor_id=first_match(_SHOP, link),
                vendor_name=text_of(shop),
                vendor_url=link,
                units_sold=first_match_among(r"^已售\s*(\d\S*)", (text_of(node) for node in card.css("span, div"))),
                images=[attr_of(picture, "", "data-src") or attr_of(picture, "", "src") for picture in pictures],
                ad=any(text_of(node) == "广告" for node in card.css("span, div, i")),
            )

    def cards(self) -> Iterator[Listing]:
        for card in self.dom.css("li.gl-item[data-sku]"):
            shop = card.css_first(".p-shop a, .p-shopnum a")
            yield self.listing(
                attr_of(card, "", "data-sku"),
                text_of(card, ".p-name em"),
                price=text_of(card, ".p-price strong i") or attr_of(card, ".p-price strong", "data-price"),
                vendor_id=first_match(_SHOP, attr_of(shop, "", "href"))
                or attr_of(card, ".p-img [data-venid]", "data-venid"),
                vendor_name=text_of(shop) or text_of(card, ".p-shopnum"),
                vendor_url=attr_of(shop, "", "href"),
                images=[attr_of(card, ".p-img img", name) for name in ("src", "data-lazy-img", "source-data-lazy-img")],
                ad=bool(card.css_first(".p-promo-flag")),
            )


class JdListingPage(ListingPage, site=JdSpider):
    """Item pages of 2026: facts in `pageConfig`, prices in the rendered markup only."""

    address = r"item\.jd\.com/(?P<id>\d+)\.html"
    layouts = {"page_config": "2026"}

    def says_empty(self) -> bool:
        """Off the shelf (该商品已下柜): the page still shows what it was."""
        return self.dom.css_first(".itemover-tip") is not None

    def wall(self) -> PageReason | None:
        return PageReason.LOGIN if "_LOGIN_LOCATION_" in self.text else None

    def page_config(self) -> Iterator[Listing]:
        product = self.text[self.text.find("pageConfig") :] if "pageConfig" in self.text else ""
        name = js_string(product, "name")
        if name is None:
            return
        price = self.dom.css_first("#J_FinalPrice .price, .p-price [class*=J-p-]")
        usual = text_of(self.dom, ".p-price [class*=J-p-]")
        yield self.listing(
            first_match_in_page(r"\bskuid\s*:\s*'?(\d{1,20})(?!\w)", product),
            name,
            price=f"{text_of(price) or ''} | {text_of(self.dom, '#J_FinalPrice .priceContent') or ''}",
            price_list=usual if usual != text_of(price) else None,
            vendor_id=js_string(product, "shopId"),
            vendor_name=text_of(self.dom, "#popbox .mt a, .J-hove-wrap .name a"),
            images=[attr_of(self.dom, "#spec-img", "src")],
            ad=False,
        )


def _condition(card: LexborNode) -> str:
    """What a card says that its price depends on, as a label of its own: 券后, 补贴价."""
    labels = (text_of(node) or "" for node in card.css("span, i, em, div"))
    return next((label for label in labels if re.fullmatch(r"[^\d]{0,4}(?:券后|用券|补贴|国补)[^\d]{0,4}", label)), "")
