"""Whether a page of results shows or holds more listings than were read from it."""

import re
from typing import Any

from monitor.pages.extract import get_path, json_ld
from monitor.pages.page import Page
from monitor.pages.reading import PageReading
from monitor.pages.script_shell import shown_text
from monitor.pages.values import count_of

_NUMBER = r"\d{1,3}(?:[.,\u00a0\u202f ]?\d{3}){0,3}"
_TO = r"\s?(?:[-‐‑–—~～]|to|bis|à|au|al|até|a|do|до|至|到|sampai|hingga|đến|ถึง)\s?"
_WORDS_AFTER = r"(?:results?|items?|products?|listings?|offers?|件|个商品|條|個)?"
# "1–60 of 2,000", "1 bis 48 von 300", "1-60件/共2000件": first, last and all results.
_OF_ALL = re.compile(
    rf"(?<![\d.,:/$€£¥-])(\d{{1,6}}){_TO}(\d{{1,6}})\s?{_WORDS_AFTER}[\s,，/]{{0,3}}"
    rf"(?:out of|of|von|sur|de|di|da|du|из|van|z|共|dari|trong|trên|จาก|/)\s?"
    rf"(?:over|about|more than|mehr als|más de|mais de|plus de|oltre|lebih dari|hơn)?\s?({_NUMBER})",
    re.IGNORECASE,
)
# "Showing 1-48", "第1-60件": first and last.
_SHOWN = re.compile(
    rf"(?:showing|viewing|displaying|results|items|products|显示|顯示|正在显示|第|anzeige|affichage|mostrando|menampilkan)"
    rf"(?: results| items| products)?\s?:?\s?(\d{{1,6}}){_TO}(\d{{1,6}})(?![\d.,%])",
    re.IGNORECASE,
)
_OF_OTHER_THINGS = re.compile(
    r"reviews?|ratings?|stars?|comments?|questions?|answers?|photos?|images?|pictures?|pages?\b|days?\b|hours?|bewertung"
    r"|seiten?\b|avis|reseñas|valoraciones|avaliaç|recension|отзыв|评价|评论|评分|页|天",
    re.IGNORECASE,
)
_NEAR = 25
"""Characters behind such numbers in which another thing is named."""
_MOST_ON_A_PAGE = 500
_MOST_TAGS = 30_000
"""Tags, open and close, of a page parsed for its words alone: nested, more take minutes. Real ones have 20,000."""
_NEARLY = 0.9
"""The part of the results that is enough: sites show the same listing twice, and leave places empty."""


def expected_listings(page: Page, reading: PageReading) -> int | None:
    """How many listings a page shows or holds by its own words and data; None where no more than were read."""
    if page.kind == "listing" or reading.outcome != "listings":
        return None
    items = _own_list(page)
    if items is not None and 0 < len(items) <= len(reading.listings):
        return None  # all that the page's own data hold
    if "dom" not in vars(page) and page.text.count("<") > _MOST_TAGS:
        return None
    told = max(_in_words(page, reading), len(items or ()), _described(page), page.number_on_page() or 0)
    return told if len(reading.listings) < told * _NEARLY else None


def _in_words(page: Page, reading: PageReading) -> int:
    words = shown_text(page.dom) if page.answer is None else ""
    for match in _OF_ALL.finditer(words):
        first, last, total = int(match[1]), int(match[2]), count_of(match[3])
        if total is not None and _are_results(words, match, first, last) and last <= total:
            return last - first + 1
    for match in _SHOWN.finditer(words):
        first, last = int(match[1]), int(match[2])
        if _are_results(words, match, first, last) and (reading.total is None or last <= reading.total):
            return last - first + 1
    return 0


def _are_results(words: str, match: re.Match[str], first: int, last: int) -> bool:
    """Whether these are numbers of a page's results: pages begin at 1, or behind as many as they have."""
    number = last - first + 1
    if not (first >= 1 and 1 < number <= _MOST_ON_A_PAGE):
        return False
    return not _OF_OTHER_THINGS.search(words, match.end(), match.end() + _NEAR)


def _own_list(page: Page) -> list[Any] | None:
    """The list in which the page's own data name its results."""
    items = get_path(page.data, page.paging.items) if page.paging else None
    return items if isinstance(items, list) else None


def _described(page: Page) -> int:
    """The longest of the lists in which the page describes its results to search engines."""
    lists = [get_path(results, "itemListElement") for results in json_ld(page.dom, "ItemList")]
    return max((len(several) for several in lists if isinstance(several, list)), default=0)
