"""Shopee: retail in South-East Asia and Latin America. Only its login wall is known."""

from monitor.crawling.spider import MarketplaceSpider
from monitor.page_reasons import PageReason
from monitor.pages.national_domains import Domain
from monitor.pages.page import SearchPage

# The real page is Brazil's; the other languages' words are ours.
_LOGIN = ("Faça login para continuar", "Please log in to continue", "Silakan log in", "Inicia sesión para continuar")


class ShopeeSpider(MarketplaceSpider):
    """No page with listings was seen by us; last looked at 2026-11."""

    name = "shopee"
    domains = {
        "shopee.sg": Domain("SGD", "en"), "shopee.com.my": Domain("MYR", "en"), "shopee.ph": Domain("PHP", "en"),
        "shopee.co.th": Domain("THB", "th"), "shopee.vn": Domain("VND", "vi"), "shopee.co.id": Domain("IDR", "id"),
        "shopee.tw": Domain("TWD", "zh"), "shopee.com.br": Domain("BRL", "pt"), "shopee.com.mx": Domain("MXN", "es"),
    }  # fmt: skip
    search_url = "https://{domain}/search?keyword={keyword}&page={page}"
    first_page = 0
    languages = ("en",)
    needs = ("login",)


class ShopeeSearchPage(SearchPage, site=ShopeeSpider):
    """A shell that asks for a login under an ordinary title (2026)."""

    address = r"shopee\.[a-z.]{2,6}/search"
    layouts = {}

    def wall(self) -> PageReason | None:
        if any(words in self.text for words in _LOGIN):
            return PageReason.LOGIN
        return PageReason.WALL if "/verify/traffic" in self.url else None
