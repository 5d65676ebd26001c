"""What the cards of a list tell: title, price, units sold, picture and vendor, by what the cards have in common."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from monitor.pages.extract import attr_of
from monitor.pages.guess_cards import Card
from monitor.pages.guess_outline import Outline
from monitor.pages.guess_words import HAS_SIGN, PRICE_ALONE, price_in, units_sold_in
from monitor.pages.pictures import picture_of
from monitor.text.money import Price

if TYPE_CHECKING:
    from monitor.pages.page import Page

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TITLE_CLASS = re.compile(
    r"(?i)(?<!sub)(?<!sub[-_])(?<!shop)(?<!shop[-_])(?<!store)(?<!seller)(?:title|subject|(?<![a-z])(?:item|product"
    r"|goods|prod|offer|p)[-_]?name)(?!-?(?:icon|tag|bar|wrap))"
)
_VENDOR_CLASS = re.compile(
    r"(?i)seller|vendor|merchant|supplier|company|shop[-_]?(?:name|link|info)|store[-_]?(?:name|link|info)|(?:^"
    r"|[ _-])(?:shop|store|brand-?store)(?:$|[ _-])"
)
_MARKS = frozenset(("b", "em", "font", "i", "mark", "strong"))
"""Tags that mark words within a text."""
_PRICE_WITHIN = re.compile(r"(?:[$€£¥￥₹₽฿₫₱]|\bRp|\bRM)\s?\d")
_LETTER = re.compile(r"[^\W\d_]{2}")
_LONGEST_TITLE = 400
_MOST_NAMED = 20
"""Places of a card that are looked at for its title: links in links, where tags are left open, are hundreds."""


def titles(page: Outline, cards: list[Card], address: str) -> list[str | None]:
    """The title of each card: from the kind of place that names most cards, the surest kinds first.

    `address`: the page's, decoded: what it asks for stands in each title.
    """
    common = frozenset(text for text in _repeated_texts(page, cards) if text.casefold() not in address.casefold())
    sources: list[Callable[[Card], str]] = [
        lambda card: _longest(_text(page, node, common) for node in _nodes(page, card) if page.tags[node] in _HEADINGS),
        lambda card: _first_long(_blocks(page, _named_as_title(page, card), common)),
        lambda card: _first_long(_blocks(page, card.link_nodes, common)),
        lambda card: _longest(page.attribute(node, "title") for node in card.link_nodes),
        lambda card: _longest(page.attribute(node, "title") for node in _nodes(page, card)),
        lambda card: _longest(page.attribute(node, "alt") for node in _nodes(page, card) if page.tags[node] == "img"),
        lambda card: _longest(_blocks(page, [card.start], common)),
    ]
    columns = [[_as_title(source(card)) for card in cards] for source in sources]
    order = sorted(range(len(columns)), key=lambda number: -_worth(columns[number]))
    rows = [[text for number in order if (text := columns[number][row])] for row in range(len(cards))]
    return [_whole(texts) for texts in rows]


def _whole(texts: list[str]) -> str | None:
    """The first text; when it is cut, the one of which it is the beginning."""
    first = next(iter(texts), None)
    if first is None or not first.endswith(("…", "...")):
        return first
    begun = first.rstrip(".… ")
    return next((text for text in texts[1:] if len(text) > len(begun) and text.startswith(begun)), first)


def _worth(column: list[str | None]) -> float:
    """How well a kind of place names the cards, in steps: kinds that do it equally well keep their order."""
    named = [text for text in column if text]
    if not named:
        return 0
    length = sum(min(len(text), 30) for text in named) / len(named)
    return round(len(named) / len(column) * 4) + (2 if length >= 12 else 1 if length >= 6 else 0)


def _named_as_title(page: Outline, card: Card) -> list[int]:
    return [node for node in _nodes(page, card) if _TITLE_CLASS.search(page.classes(node)[:200])]


def _first_long(texts: Iterable[str]) -> str:
    """The first text that is about as long as the longest: a slogan stands behind the title."""
    known = list(texts)
    enough = max(10, 0.4 * max(map(len, known), default=0))
    return next((text for text in known if len(text) >= enough), _longest(known))


def _as_title(text: str) -> str | None:
    text = " ".join(text.split())
    if not _LETTER.search(text) or len(text) > _LONGEST_TITLE or PRICE_ALONE.fullmatch(text):
        return None
    return text


def _repeated_texts(page: Outline, cards: list[Card]) -> frozenset[str]:
    """Texts that most cards show: "Sponsored", "Opens in a new window"."""
    if len(cards) < 4:
        return frozenset()
    counts = Counter(
        text for card in cards for text in {page.raw[leaf].strip() for leaf in page.texts(card.start, card.end)}
    )
    return frozenset(text for text, times in counts.items() if times > len(cards) * 0.6 and len(text) > 1)


def _text(page: Outline, node: int, common: frozenset[str]) -> str:
    """The text of a node without what most cards say; a word of the search that is marked in each title stays."""
    leaves = list(page.texts(node, page.end[node]))[:200]
    own = [leaf for leaf in leaves if page.raw[leaf].strip() not in common or page.tags[page.parent[leaf]] in _MARKS]
    text = " ".join("".join(page.raw[leaf] for leaf in own)[:1000].split())
    return "" if HAS_SIGN.search(text) and _PRICE_WITHIN.search(text) else text


def _blocks(page: Outline, nodes: list[int], common: frozenset[str]) -> Iterator[str]:
    """The texts of the elements that have words of their own, with what is marked in them."""
    for node in nodes[:_MOST_NAMED]:
        leaves = (leaf for leaf in page.texts(node, page.end[node]) if page.raw[leaf].strip())
        blocks = {_block_of(page, page.parent[leaf], node) for leaf in islice(leaves, 300)}
        yield from (_text(page, block, common) for block in sorted(blocks) if block >= node)


def _block_of(page: Outline, node: int, within: int) -> int:
    """The element whose text a node is a part of."""
    while page.parent[node] >= within and _is_marked(page, node):
        node = page.parent[node]
    return node


def _is_marked(page: Outline, node: int) -> bool:
    """Whether a node is a part of the text around it, marked as a word of the search."""
    if page.tags[node] not in _MARKS:
        return False
    above = page.parent[node]
    return page.tags[node] in ("font", "b") or any(
        page.parent[leaf] == above and page.raw[leaf].strip() for leaf in islice(page.texts(above, page.end[above]), 50)
    )


def _longest(texts: Iterable[str]) -> str:
    return max(texts, key=len, default="")


def _nodes(page: Outline, card: Card) -> range:
    return range(card.start, card.end)


def price_of_card(page: Outline, card: Card, currency: str | None) -> Price | None:
    """The first price with a sign that is neither crossed out nor for something else (shipping, a coupon)."""
    before = ""
    done = -1
    for leaf in page.texts(card.start, card.end):
        text = page.raw[leaf]
        if leaf < done or page.struck[leaf]:
            continue
        if HAS_SIGN.search(text[:300]):
            node = _price_node(page, leaf, card)
            shown = _joined(page, node, leaf)
            if price := price_in(shown, before, currency):
                return price
        if text.strip():
            before = "" if HAS_SIGN.search(text[:300]) else text
    return None


def _price_node(page: Outline, leaf: int, card: Card) -> int:
    """The largest node around a currency's sign that shows nothing but a price; at least one with a number."""
    node = leaf
    while page.parent[node] >= card.start:
        above = page.parent[node]
        now = page.text(node, with_struck=False, longest=200)
        text = page.text(above, with_struck=False, longest=200)
        if len(text) > 80 or (any(char.isdigit() for char in now) and not PRICE_ALONE.fullmatch(text)):
            break
        node = above
    return node


def _joined(page: Outline, node: int, first: int) -> str:
    """The text of a price whose digits stand in several elements; cents that are set apart get their point."""
    parts: list[str] = []
    for leaf in page.texts(node, page.end[node]):
        if page.struck[leaf]:
            continue
        text = page.raw[leaf]
        inner = text.strip()
        above = page.parent[leaf]
        apart = page.tags[above] == "sup" or re.search(r"(?i)cent|decimal|fraction", page.classes(above)[:100])
        if parts and apart and re.fullmatch(r"\d{2}", inner) and re.search(r"\d$", "".join(parts).rstrip()):
            text = f".{inner}"
        if parts and leaf != first and HAS_SIGN.match(inner) and any(char.isdigit() for part in parts for char in part):
            text = f" {text}"
        parts.append(text)
    return " ".join("".join(parts)[:200].split())


def units_sold_of(page: Outline, card: Card) -> int | None:
    """The units sold that a text of the card counts with a known word."""
    for leaf in page.texts(card.start, card.end):
        if (sold := units_sold_in(page.raw[leaf].strip())) is not None:
            return sold
        above = page.parent[leaf]
        small = any(char.isdigit() for char in page.raw[leaf]) and len(page.below(above)) < 8
        if small and (sold := units_sold_in(page.text(above, longest=100))) is not None:
            return sold
    return None


def pictures(page: Outline, cards: list[Card]) -> list[str | None]:
    """The first picture of each card that no other card has: badges and blanks stand in many."""
    found = [
        [
            address
            for node in _nodes(page, card)
            if page.tags[node] == "img" and (address := picture_of(page.nodes[node]))
        ]
        for card in cards
    ]
    counts = Counter(address for addresses in found for address in set(addresses))
    return [next((a for a in addresses if counts[a] == 1), None) for addresses in found]


def vendor_of(page: Outline, card: Card, site_page: "Page") -> tuple[str | None, str | None, str | None]:
    """Id, name and address of the vendor, where a link to a shop, or a place named after sellers, tells it."""
    shop_page = site_page.site.shop_page
    for node in _nodes(page, card):
        if page.tags[node] != "a":
            continue
        href = page.attribute(node, "href")
        address = site_page.address_of(href) if href else None
        if address is None or node in card.link_nodes:
            continue
        number = shop_page.id_of(address) if shop_page else None
        if number or _VENDOR_CLASS.search(f"{page.classes(node)} {page.classes(page.parent[node])}"[:300]):
            name = page.attribute(node, "title") or page.text(node, longest=200)
            if _LETTER.search(name) and not HAS_SIGN.search(name):
                return number, name, address
    return None, None, None


def page_currency(site_page: "Page") -> str | None:
    """What "$" and "¥" mean on the page: the site's currency, else the one that the page names of itself."""
    if site_page.currency:
        return site_page.currency
    for css in (
        "meta[property='product:price:currency']",
        "meta[property='og:price:currency']",
        "[itemprop=priceCurrency]",
    ):
        code = attr_of(site_page.dom, css, "content")
        if code and re.fullmatch("[A-Za-z]{3}", code):
            return code.upper()
    return None
