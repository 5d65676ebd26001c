"""Notices in which Chinese sites say that they found nothing, above goods that they show instead."""

import re

from selectolax.lexbor import LexborNode

from monitor.pages.extract import attr_of, text_of
from monitor.pages.page import Page

_PLACES = (
    "[class*=noresult], [class*=NoResult], [class*=noResult], [class*=no-result], [class*=emptyContent], "
    "[class*=EmptyContent], [class*=notFound], [class*=NotFound], [class*=not-found], [class*=nofound], "
    ".combobar-noquery, .searchTip, .search-tips"
)
_NOTHING = re.compile(r"没有?(?:能)?(?:找|搜索?)到|未(?:能)?(?:找|搜索?)到|找不到")
_WORDS = "找到", "搜到", "搜索到", "找不到"
"""One of them is in every such notice: a page without needs no closer look."""
_LONGEST = 200
"""Characters: what is longer is a part of the page, not a notice."""


def notice_of_nothing(page: Page) -> bool:
    """Whether a shown notice says 没找到 or the like."""
    if not any(word in page.text for word in _WORDS):
        return False
    return any(
        len(words := text_of(node) or "") <= _LONGEST and _NOTHING.search(words) is not None and not _hidden(node)
        for node in page.dom.css(_PLACES)
    )


def _hidden(node: LexborNode) -> bool:
    style = (attr_of(node, "", "style") or "").replace(" ", "").lower()
    return "display:none" in style or "hidden" in node.attributes
