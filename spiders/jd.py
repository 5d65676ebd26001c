"""JD (京东): China's second consumer marketplace, much of it sold by JD itself."""

# ruff: noqa: I001 (names in few lines)
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from monitor.crawling.spider import MarketplaceSpider
from monitor.model import Listing
from monitor.page_reasons import PageReason
from monitor.pages.cards import texts_in
from monitor.pages.dividers import searched_cards
from monitor.pages.extract import (
    attr_of, first_match, first_match_in_page, id_at, ids_at, int_at, number_at, records, text_at, text_of,
)  # fmt: skip
from monitor.pages.number_words import number_among
from monitor.pages.page import DESCRIBED, Page
from monitor.text.counts import read_count
from spiders.pages.jd_items import JdItemLayouts, picture
from spiders.pages.jd_retired import RetiredJdSearch
from spiders.pages.jd_shop import JdShopList

_PRICE = "[class^=_price_], [class*=' _price_']"
_TOO_MANY = "访问频繁导致无法搜索", "访问过于频繁", "操作过于频繁"
_RISK = "京东验证", "/risk_handler", "JDJR-bigpic"
_RISK_CODES = {"601", "605"}
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


class JdPage(Page):
    """Mixin: the walls of all its pages."""

    def wall(self) -> PageReason | None:
        if any(words in self.text for words in _TOO_MANY):
            return PageReason.RATE_LIMIT
        code = id_at(self.answer, "code")
        if "_LOGIN_LOCATION_" in self.text or code == "3":
            return PageReason.LOGIN
        return PageReason.WALL if code in _RISK_CODES or any(words in self.text for words in _RISK) else None


class JdSearchPage(JdPage, RetiredJdSearch, site=JdSpider):
    """Results of 2016-2019 and older; since about 2020 the site wants a login, and since 2025 draws other cards."""

    address = (
        r"(search\.jd\.(com|hk)/(search|s_new\.php)|so\.m\.jd\.com/(ware|products)/|list\.jd\.com/list\.html"
        r"|api\.m\.jd\.com/[^#]*pc_search_searchWare)"
    )
    layouts = {"goods_cards": DESCRIBED, "ware_list": DESCRIBED, "cards": "2016-2019", **RetiredJdSearch.layouts}
    data_path = ("data", "")
    nothing = ("没有找到与", "没有找到“", "没有搜索到", "没有找到相关", "暂无搜索结果", "没有找到符合")
    next_link = "a.next"

    def says_empty(self) -> bool:
        """Other words' results may follow, with their own numbers: 没有找到…，为您推荐…."""
        if self.answer is not None:
            return number_at(self.data, "resultCount") in (0, "0") and not next(records(self.data, "wareList"), None)
        notices = (text or "" for text in texts_in(self.dom, ".check-error, .ns-content, [class*=noResult]"))
        return any(re.search("没有(?:找到|搜索到)", notice) for notice in notices)

    def total(self) -> int | None:
        told = int_at(self.data, "resultCount") if self.answer is not None else None
        return (
            told if told is not None else read_count(first_match_in_page(r"result_count\s*:\s*'(\d{1,9})'", self.text))
        )

    def next_page(self) -> str | bool | None:
        # the second half of a page's cards comes later: that it is the only one does not mean that all is told
        pages = first_match_in_page(r"adv_param\s*=\s*\{[^}]{0,200}page_count:\s*\"(\d{1,4})\"", self.text)
        now = first_match_in_page(r"adv_param\s*=\s*\{\s*page:\s*\"(\d{1,4})\"", self.text)
        return super().next_page() or (True if pages and now and int(now) < int(pages) else None)

    def goods_cards(self) -> Iterator[Listing]:
        """Cards of 2025-2026; their class names are a name and a build hash: `_price_1tn1o_13`."""
        for card in searched_cards(self.dom, "[class*=goodsCardWrapper][data-sku]"):
            shop = card.css_first("[class^=_name_], [class*=' _name_'], [class*=_shopFloor_] [class*=_limit_]")
            link = attr_of(card, "a[href*='mall.jd.com']", "href")
            pictures = card.css("img[class^=_img_], img[class*=' _img_']")
            yield self.listing(
                attr_of(card, "", "data-sku"),
                attr_of(card, "[class*=_goods_title] [title], span[title], h5[title]", "title")
                or text_of(card, "[class*=_goods_title]"),
                price=f"{text_of(card, _PRICE) or ''} | {_condition(card)}",
                vendor_id=first_match(_SHOP, link),
                vendor_name=text_of(shop),
                vendor_url=link,
                units_sold=number_among(r"^已售\s*(\d\S*)", texts_in(card, "span, div")),
                images=[attr_of(picture, "", "data-src") or attr_of(picture, "", "src") for picture in pictures],
                ad="广告" in texts_in(card, "span, div, i"),
            )

    def ware_list(self) -> Iterator[Listing]:
        """The answer `pc_search_searchWare`, from which the page's script draws those cards."""
        for ware in records(self.data, "wareList"):
            shown = number_at(ware, "finalPrice.estimatedPrice")
            usual = number_at(ware, "jdPrice")
            yield self.listing(
                id_at(ware, "skuId") or id_at(ware, "wareId"),
                text_at(ware, "wareName") or text_at(ware, "wname"),
                price=usual if shown is None else f"{shown} | {text_at(ware, 'finalPrice.title') or ''}",
                price_list=usual if shown is not None else None,
                vendor_id=id_at(ware, "shopId"),
                seller_ids=[*ids_at(ware, shop=("shopId",), dealer=("venderId", "vender_id"))],
                vendor_name=text_at(ware, "shopName"),
                units_sold=number_at(ware, "totalSales"),
                images=[picture(text_at(ware, "imageurl"))],
            )

    def cards(self) -> Iterator[Listing]:
        for card in searched_cards(self.dom, "li.gl-item[data-sku]"):
            shop, dealer = card.css_first(".p-shop a, .p-shopnum a"), attr_of(card, ".p-img [data-venid]", "data-venid")
            yield self.listing(
                attr_of(card, "", "data-sku"),
                text_of(card, ".p-name em"),
                price=text_of(card, ".p-price strong i") or attr_of(card, ".p-price strong", "data-price"),
                vendor_id=first_match(_SHOP, attr_of(shop, "", "href")) or dealer,
                seller_ids=[("shop", first_match(_SHOP, attr_of(shop, "", "href"))), ("dealer", dealer)],
                vendor_name=text_of(shop) or text_of(card, ".p-shopnum"),
                vendor_url=attr_of(shop, "", "href"),
                images=[attr_of(card, ".p-img img", name) for name in ("src", "data-lazy-img", "source-data-lazy-img")],
                ad=bool(card.css_first(".p-promo-flag")),
            )


class JdListingPage(JdPage, JdItemLayouts, site=JdSpider):
    """Item pages for a desk and a phone; what can be told of them stands in `spiders/pages/jd_items.py`."""

    address = r"(item|npcitem|item\.m|mitem|in\.m)\.jd\.(com|hk)/(product/|item/)?(?P<id>\d+)\.html"


class JdShopPage(JdPage, JdShopList, site=JdSpider):
    """A shop's list of its goods."""

    address = r"mall\.jd\.(com|hk)/((view_search|advance_search)-\d+-\d+-|index-)(?P<id>\d+)"


def _condition(card: LexborNode) -> str:
    """What a card says that its price depends on, as a label of its own: 券后, 补贴价."""
    labels = (text or "" for text in texts_in(card, "span, i, em, div"))
    return next((label for label in labels if re.fullmatch(r"[^\d]{0,4}(?:券后|用券|补贴|国补)[^\d]{0,4}", label)), "")
