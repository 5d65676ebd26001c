"""Baidu: China's search engine; what the guide names first for finding more."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from monitor.crawling.search_engine import SearchEngineSpider, shown_site
from monitor.model import Listing
from monitor.page_reasons import PageReason
from monitor.pages.cards import cards_in
from monitor.pages.extract import attr_of, first_match_in_page, json_after, text_at, text_of
from monitor.pages.page import SearchPage
from monitor.text.counts import read_count

_ADVERT = "[data-tuiguang], .ec-tuiguang, .ec_tuiguang"


class BaiduSpider(SearchEngineSpider):
    """robots.txt closes the search to crawlers, and a captcha comes soon; last looked at 2026-11."""

    name = "baidu"
    allowed_domains = ["baidu.com"]
    search_url = "https://www.baidu.com/s?wd={keyword}&pn={offset}"
    page_size = 10
    languages = ("zh", "en")


class BaiduSearchPage(SearchPage, site=BaiduSpider):
    """Web results of 2015-2019 and news of 2025; most links are redirects, cards of some kinds tell their target."""

    address = r"(www\.|m\.)?baidu\.com/s\b"
    layouts = {"results": "2015-2025"}
    nothing = ("没有找到与", "没有找到该url", "未找到相关结果", "未找到和", "抱歉未找到")
    next_link = "#page a"
    page_param = "pn"

    def wall(self) -> PageReason | None:
        return PageReason.WALL if "百度安全验证" in self.text[:20_000] or "wappass.baidu.com" in self.url else None

    def total(self) -> int | None:
        return read_count(first_match_in_page(r"找到相关(?:结果|资讯)约?(\d[^\s个]{0,15})个", self.text))

    def results(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, "#content_left > div.c-container, #content_left > div > div.c-container[tpl]"):
            link = card.css_first("h3 a")
            if link is None:
                continue
            target = attr_of(card, "", "mu") or ""
            news = json_after(card.html or "", "<!--s-data:") if attr_of(card, "", "tpl") == "news-normal" else None
            yield self.listing(
                None,
                text_of(link),
                url=target if target.startswith(("http://", "https://")) else attr_of(link, "", "href"),
                vendor_name=shown_site(text_at(news, "sourceName") or _shown_address(card)),
                images=[text_at(news, "leftImgSrc")],
                ad=bool(card.css_first(_ADVERT)),
            )


def _shown_address(card: LexborNode) -> str | None:
    """The site as the card shows it: an address cut short, or a name beside an icon (and its style sheet)."""
    return text_of(card, ".c-showurl > span") or text_of(card, "a.c-showurl, span.c-showurl, span.g, .c-color-gray")
