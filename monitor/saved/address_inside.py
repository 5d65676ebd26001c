"""The address that a saved page tells of itself: by who saved it, by its head, else by its data."""

import html
import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from monitor.saved.address import place_of

IsKnown = Callable[[str], bool]
"""Whether an address is that of a page that we read: of several that a page names, such a one is its own."""

_MOST = 4 * 1024 * 1024
"""Bytes of a page in which its address is looked for."""
_SAVERS_NOTE = 20_000
"""Characters at the beginning in which browsers and their add-ons note where a page came from."""
_SAVERS = (
    re.compile(r"<!-- saved from url=\(\d{1,6}\)(\S{1,2000})", re.IGNORECASE),
    re.compile(r"Page saved with SingleFile\s{1,9}url:\s{0,9}(\S{1,2000})"),
)
_TAG = re.compile(r"<(html|link|meta|base|script|style|title|body)(?=[\s/>])([^<>]{0,4000})", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""(?<![\w:-])([\w:-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]{0,3000})"|'([^']{0,3000})'|([^\s"'<>]{1,3000}))"""
)
_NAMES = ("savepage-url", "canonical", "og:url", "al:web:url", "twitter:url", "base")
"""Where a head names its page; the first is of the add-on Save Page WE."""
# A string of embedded data that names an address, and the keys under which pages keep their own.
_VALUE = r"""["']?\s{0,9}[:=]\s{0,9}["']((?:https?:)?(?:\\?/|\\u002[fF]){2}[^"'\s<>]{4,2000})["']"""
_OWN = re.compile(
    r"""(?<![A-Za-z0-9])(?:page_?url|current_?url|canonical_?url|request_?url|document_?url|location_?url|self_?url)"""
    + _VALUE,
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?<![A-Za-z0-9])(?:item_?url|detail_?url|product_?url)" + _VALUE, re.IGNORECASE)
_LIST = re.compile(
    r"""["'](?:items?Array|item_?List|items|auctions|offer_?List|listItems|productList|products|itemListElement|results)"""
    r"""["']\s{0,9}:\s{0,9}\[\s{0,9}\{""",
    re.IGNORECASE,
)
_MOST_LINKED_DATA, _LONGEST_LINKED_DATA = 50, 1_000_000
"""Blocks of a page, and characters of one."""
_ESCAPE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_LINKED_DATA = re.compile(r"<script[^<>]{0,200}application/ld\+json[^<>]{0,200}>", re.IGNORECASE)


def address_inside(content: bytes, is_known: IsKnown = lambda _: True) -> str | None:
    """A page's own address; None where it tells none.

    What the browser or add-on noted that saved it is the address. Else the page's word counts, of its head first, then
    of its data; an address of a page that we read before others, since a results page may call the site's front its
    canonical address. Addresses of listings on a results page, or of advertisements, are never taken.
    """
    text = content[:_MOST].decode("utf-8", "replace")
    first: str | None = None
    for pattern in _SAVERS:
        if (match := pattern.search(text, 0, _SAVERS_NOTE)) and (place := place_of(_plain(match[1]))):
            return place.url
    for address in _named(text, is_known):
        place = place_of(address)
        if place is None:
            continue
        if is_known(place.url):
            return place.url
        first = first or place.url
    return first


def _named(text: str, is_known: IsKnown) -> Iterator[str]:
    """The addresses that a page gives itself, the surest first."""
    named, alternates = _of_head(text)
    yield from named
    yield from _of_linked_data(text)
    yield from _only(_OWN, text, is_known)
    yield from alternates
    if not _LIST.search(text):
        yield from _only(_ITEM, text, is_known)


def _of_head(text: str) -> tuple[list[str], list[str]]:
    """The addresses in a document's head, and those of its translations, the one of its own language first."""
    found: dict[str, str] = {}
    alternates: dict[str, str] = {}
    for tag, its in _head_tags(text):
        relation = its.get("rel", "").lower().split()
        if tag in ("html", "base"):
            found.setdefault(tag, its.get("lang" if tag == "html" else "href", ""))
        elif tag == "meta":
            found.setdefault((its.get("property") or its.get("name") or "").lower(), its.get("content", ""))
        elif "canonical" in relation:
            found.setdefault("canonical", its.get("href", ""))
        elif "alternate" in relation and "hreflang" in its:
            alternates.setdefault(its["hreflang"].lower(), its.get("href", ""))
    base, language = found.get("base", ""), found.get("html", "").lower()
    named = [_absolute(base, found[name]) for name in _NAMES if found.get(name)]
    own = [tag for tag in (language, language.partition("-")[0], "x-default") if tag in alternates]
    return named, [_absolute(base, alternates[tag]) for tag in [*own, *alternates]]


def _head_tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The tags of a document's head, each with its attributes; what stands in programs and styles is none."""
    at = 0
    while match := _TAG.search(text, at):
        tag, at = match[1].lower(), match.end()
        if tag == "body":
            return
        if tag in ("script", "style", "title"):
            at = text.find(f"</{tag}", at)
            if at < 0:
                return
            continue
        yield tag, {name.lower(): _plain(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(match[2])}


def _absolute(base: str, address: str) -> str:
    """A relative address (`/item/1`) leads somewhere only where the page names its base."""
    try:
        return urljoin(base, address) if base or "//" in address[:8] else ""
    except ValueError:
        return ""


def _of_linked_data(text: str) -> Iterator[str]:
    """What JSON-LD says of the page itself: not of the listings on it."""
    for match in islice(_LINKED_DATA.finditer(text), _MOST_LINKED_DATA):
        end = text.find("</script", match.end(), match.end() + _LONGEST_LINKED_DATA)
        try:
            data: Any = json.loads(text[match.end() : end]) if end >= 0 else None
        except (ValueError, RecursionError):
            continue
        nodes = [node for node in (data if isinstance(data, list) else [data]) if isinstance(node, dict)]
        graphs = [graph for node in nodes if isinstance(graph := node.get("@graph"), list)]
        nodes += [node for graph in graphs for node in graph if isinstance(node, dict)]
        products = [node for node in nodes if node.get("@type") == "Product"]
        for node in nodes:
            kind = str(node.get("@type"))
            if kind.endswith(("Page", "ItemList")) or products == [node]:
                values = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
                yield from (value for value in values if isinstance(value, str) and "//" in value[:8])


def _only(pattern: re.Pattern[str], text: str, is_known: IsKnown) -> Iterator[str]:
    """The one address of a page that we read that a kind of key names; nothing where there are several."""
    places = {}
    for value in {match[1] for match in pattern.finditer(text)}:
        place = place_of(_plain(_unescaped(value)))
        if place is not None and is_known(place.url):
            places[re.sub(r"^https?://|#.*$", "", place.url)] = place.url
    if len(places) == 1:
        yield from places.values()


def _plain(value: str) -> str:
    """An address without HTML's escapes; those without a semicolon are none: `&currency=USD` is no `¤cy=USD`."""
    return _ESCAPE.sub(lambda escape: html.unescape(escape[0]), value)


def _unescaped(value: str) -> str:
    """A string of JSON or of a program without its escapes of slashes and `&`."""
    return re.sub(r"\\u00(2[fF6]|3[dD])", lambda code: chr(int(code[1], 16)), value).replace("\\/", "/")
