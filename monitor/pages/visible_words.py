"""What a visitor reads on a page: the words of its elements, not those of scripts, attributes or hidden parts."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.pages.extract import clean, text_of

_SILENT = frozenset(
    {"script", "style", "noscript", "template", "textarea", "option", "title", "head", "svg", "iframe", "datalist"}
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_NOTICE = 250
"""Characters of an element's own text: what is longer is no notice but somebody's review or description."""
_MOST_CHECKED = 50
"""Elements with such words whose ancestors are looked at."""
_PARTS = re.compile(r"[|·—–]|\s-\s")


def says(dom: LexborHTMLParser, *phrases: str) -> bool:
    """Whether a visitor reads one of the phrases (lower case) in an element's own text: in a notice, not in a link."""
    whole = _plain(clean(dom.text()))  # first: few pages hold such words anywhere
    present = [phrase for phrase in phrases if phrase in whole]
    if not present:
        return False
    checked = 0
    for node, own in _own_texts(dom):
        if len(own) <= _LONGEST_NOTICE and any(phrase in own for phrase in present):
            checked += 1
            if is_shown(node) and not _is_in_link(node):
                return True
            if checked == _MOST_CHECKED:
                return False
    return False


def is_headed(dom: LexborHTMLParser, phrases: frozenset[str]) -> bool:
    """Whether the page's title, a part of it or a heading is one of the phrases (lower case) and nothing else."""
    titles = [text_of(dom, "title"), *(text_of(heading) for heading in dom.css("h1, h2") if is_shown(heading))]
    parts = (part for title in titles[:_MOST_CHECKED] if title for part in (title, *_PARTS.split(title[:300])))
    return any(_plain(part).strip(" .!:…") in phrases for part in parts)


def is_shown(node: LexborNode) -> bool:
    """Whether neither an element nor one around it is hidden by its own attributes, or no part of what is shown."""
    at: LexborNode | None = node
    while at is not None:
        attributes = at.attributes
        if at.tag in _SILENT or "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or ""):
            return False
        at = at.parent
    return True


def _is_in_link(node: LexborNode) -> bool:
    """Whether an element is part of a link, such as a card of another listing."""
    at: LexborNode | None = node
    while at is not None and not (at.tag == "a" and at.attributes.get("href")):
        at = at.parent
    return at is not None


def _own_texts(dom: LexborHTMLParser) -> Iterator[tuple[LexborNode, str]]:
    for node in dom.css("body, body *"):
        if node.tag not in _SILENT and (own := node.text(deep=False)):
            yield node, _plain(clean(own))


def _plain(text: str | None) -> str:
    return (text or "").lower().replace("\u2019", "'")
