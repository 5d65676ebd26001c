"""1688: the wholesale marketplace of China; prices are per quantity."""

from monitor.crawling.spider import MarketplaceSpider
from monitor.pages.cards import texts_in
from spiders.pages.alibaba_1688_answers import Alibaba1688Answers
from spiders.pages.alibaba_1688_app import Alibaba1688AppListing
from spiders.pages.alibaba_1688_cards import Alibaba1688Cards
from spiders.pages.alibaba_1688_rendered import Alibaba1688RenderedListing, Alibaba1688Shop

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


class Alibaba1688SearchPage(Alibaba1688Answers, Alibaba1688Cards, site=Alibaba1688Spider):
    """Results: rendered cards of the search (2026), data of the advertising search (2024)."""

    address = r"(s\.1688\.com/(\w+/)?\w*offer_search|s\.1688\.com/selloffer|p4psearch\.1688\.com/)"
    layouts = {**Alibaba1688Cards.layouts, **Alibaba1688Answers.layouts}

    def says_empty(self) -> bool:
        if super().says_empty():
            return True
        if "noresult" not in self.text or next(self.cards(), None) or next(self.list_offer(), None):
            return False
        words = (text or "" for text in texts_in(self.dom, "[class*=noresult]"))
        return any(phrase in text for text in words for phrase in _NOTHING)

    def next_page(self) -> str | bool | None:
        if pager := self.dom.css_first(".fui-next, .next-pagination-item.next"):
            marks = pager.attributes
            return "disabled" not in marks and "disabled" not in (marks.get("class") or "")
        return super().next_page()


class Alibaba1688ListingPage(Alibaba1688AppListing, Alibaba1688RenderedListing, site=Alibaba1688Spider):
    """Offer pages: the app's data, older ones, and pages without their scripts."""

    address = r"(detail(\.m)?|m)\.1688\.com/(offer/|page/(index\.html|offer[^?]*)?\?([^#]*&)?(offerId|id)=)(?P<id>\d+)"
    layouts = {**Alibaba1688AppListing.layouts, **Alibaba1688RenderedListing.layouts}
    nothing = (
        "商品已下架", "供应信息已下架", "供应信息已过期", "供应信息不存在", "商品不存在", "供应产品不存在",
        "货源已下架", "货源不存在", "商品已失效", "商品已被删除", "您访问的商品已",
    )  # fmt: skip


class Alibaba1688ShopPage(Alibaba1688Shop, site=Alibaba1688Spider):
    """A member's list of offers."""

    address = r"(?!detail\.|s\.|m\.|www\.|login\.|p4psearch\.)(?P<id>[\w-]+)\.1688\.com/page/offerlist"
