"""Bing: a search engine (also as cn.bing.com), and its shopping search."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from monitor.crawling.search_engine import SearchEngineSpider, shown_site, true_target
from monitor.model import Listing
from monitor.page_reasons import PageReason
from monitor.pages.cards import cards_in
from monitor.pages.extract import attr_of, text_of
from monitor.pages.number_words import number_in
from monitor.pages.page import SearchPage
from monitor.text.counts import read_count

_NOTHING = (
    "no results found for", "there are no results for", "没有与此相关的结果", "找不到与此相关的结果",
    "keine ergebnisse für",
    "es wurden keine ergebnisse für", "aucun résultat pour", "aucun résultat trouvé pour", "no hay resultados para",
    "nessun risultato per", "nenhum resultado para", "geen resultaten voor", "brak wyników dla",
    "результатов не найдено",
    "に一致する結果は見つかりません",
)  # fmt: skip


class BingSpider(SearchEngineSpider):
    """robots.txt closes the search to crawlers; last looked at 2026-11."""

    name = "bing"
    allowed_domains = ["bing.com"]
    search_url = "https://www.bing.com/search?q={keyword}&first={page}"
    page_step = 10
    page_size = 10
    languages = ("en", "zh")


class BingSearchPage(SearchPage, site=BingSpider):
    """Web results of 2015-2026 and shopping results of 2026; boxes of pictures and news between them don't count."""

    address = r"(www|cn|[a-z]{2})\.bing\.com/(search|shop)\b"
    layouts = {"web": "2015-2026", "shopping": "2026"}
    nothing = (*_NOTHING, "no shopping results found for")
    next_link = "a.sb_pagN"
    page_param = "first"

    def says_empty(self) -> bool:
        """Results of changed words may follow, with their own number and pages."""
        return (text_of(self.dom, "#sp_requery, .b_no") or "").lower().startswith(_NOTHING)

    def wall(self) -> PageReason | None:
        return PageReason.WALL if self.dom.css_first("#turnstile-widget, .captcha_header") else None

    def total(self) -> int | None:
        shopping = number_in(r"out of (\d\S{0,15})", text_of(self.dom, ".br-fgPgTitle"))
        return read_count(shopping or text_of(self.dom, ".sb_count"))

    def web(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, "#b_results > li.b_algo, #b_results > li.b_ad li"):
            link = card.css_first("h2 a")
            yield self.listing(
                None,
                text_of(card, "h2"),
                url=true_target(attr_of(link, "", "href")),
                vendor_name=shown_site(text_of(card, ".tptt") or text_of(card, "cite")),
                images=[attr_of(card, "img.rms_img", "src")],
                ad=_is_advert(card),
            )

    def shopping(self) -> Iterator[Listing]:
        for card in cards_in(self.dom, "li.br-item[data-offerid]"):
            yield self.listing(
                attr_of(card, "", "data-offerid"),
                attr_of(card, ".br-title span", "title") or text_of(card, ".br-title"),
                url=attr_of(card, "a.br-titlelink", "href"),
                price=text_of(card, ".br-price"),
                vendor_name=text_of(card, ".br-sellerName"),
                images=[
                    attr_of(card, ".br-pdMainImg img", "src") or attr_of(card, ".br-pdMainImg .rms_iac", "data-src")
                ],
                ad=bool(card.css_first(".br-sponsored, .br-adlabel")),
            )


def _is_advert(card: LexborNode) -> bool:
    """An advertisement's link goes through the engine's click counter, and it has no caption as results have."""
    return "aclk" in (attr_of(card, "h2 a", "href") or "") and card.css_first(".b_caption") is None
