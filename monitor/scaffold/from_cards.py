"""The cards of a saved page as code: selectors for the cards and for what stands in them, each tried on the page."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import islice
from urllib.parse import unquote_plus, urlsplit

from selectolax.lexbor import LexborNode

from monitor.pages.extract import attr_of, text_of, web_address
from monitor.pages.guess_cards import Card
from monitor.pages.guess_facts import page_currency, pictures, price_of_card, titles, units_sold_of, vendor_of
from monitor.pages.guess_outline import Outline
from monitor.pages.page import Page
from monitor.pages.values import count_of, price_of
from monitor.scaffold.addresses import id_in
from monitor.scaffold.page_layout import GOODS, IDS, PRICES, SOLD, VENDORS, PageLayout

_CLASS = re.compile(r"[a-zA-Z][a-zA-Z-]*(?:_+[a-zA-Z-]+)*\d{0,2}")
_STEM = re.compile(r"([a-zA-Z][a-zA-Z_-]{3,30}[_-])[\w-]{4,12}", re.ASCII)
"""A class with a build's hash behind its stable part."""
_NAMING_ATTRIBUTES = ("itemprop", "data-testid", "data-test", "data-qa", "data-role", "data-type")
_TAGS = frozenset(("article", "li", "h1", "h2", "h3", "h4", "h5", "b", "strong", "em", "ins", "p", "tr", "a"))
"""Tags that say something without a class."""
_PICTURE_ATTRIBUTES = ("src", "data-src", "data-original", "data-lazy-src", "data-lazy", "data-lazy-img")
_LONGEST_FACT = 80
_MOST_TRIED = 40

Reader = Callable[[LexborNode, str], Hashable | None]


def cards_layout(page: Page, outline: Outline, cards: list[Card], listing_url: str) -> PageLayout | None:
    """The layout of a page's list; None when its cards or their titles have no names of their own."""
    card_css = _card_selector(page, outline, cards)
    names = titles(outline, cards, unquote_plus(page.url))
    title = _selector(outline, cards, names, text_of)
    named = None if title else _naming_attribute(outline, cards, names)
    if title is None and named is None:
        return None
    title_code = f'attr_of(card, "{named[0]}", "{named[1]}")' if named else f'text_of(card, "{title}")'
    link = _link_selector(page, outline, cards, listing_url)
    if card_css is None or link is None:
        return None
    facts = _facts(page, outline, cards)
    unknown = [
        f"{what.replace('_', ' ')}: no selector fits; add it to `cards`"
        for what in ("price", "vendor_name", "units_sold", "picture")
        if what not in facts
    ]
    unknown.append("advertisements and the number of results: add `ad=` and `total`")
    lines = "".join(f"                {code},\n" for code in _arguments(facts))
    method = (
        "    def cards(self) -> Iterator[Listing]:\n"
        f'        for card in self.dom.css("{card_css}"):\n'
        f'            link = self.address_of(attr_of(card, "{link}", "href"))\n'
        "            yield self.listing(\n"
        '                {listing_page}.id_of(link or ""),\n'
        f"                {title_code},\n"
        f"{lines}" + ("                url=link,\n" if "{slug}" in listing_url else "") + "            )\n"
    )
    sample = _sample(card_css, title, title_code, facts, listing_url)
    return PageLayout("cards", ("attr_of", "text_of"), "", method, sample, unknown)


def _facts(page: Page, outline: Outline, cards: list[Card]) -> dict[str, str]:
    """The selector of each fact for which one fits; of the picture the attribute."""
    currency = page_currency(page)
    prices = [price_of_card(outline, card, currency) for card in cards]
    vendors = [vendor_of(outline, card, page) for card in cards]
    images = [page.address_of(image) for image in pictures(outline, cards)]

    def price_at(node: LexborNode, css: str) -> Hashable | None:
        price = price_of(text_of(node, css), currency)
        return (price.low, price.high, price.currency) if price else None

    def sold_at(node: LexborNode, css: str) -> Hashable | None:
        return count_of(text_of(node, css))

    found = {
        "price": _selector(outline, cards, [(p.low, p.high, p.currency) if p else None for p in prices], price_at),
        "vendor_name": _selector(outline, cards, [name for _, name, _ in vendors], text_of),
        "units_sold": _selector(outline, cards, [units_sold_of(outline, card) for card in cards], sold_at),
        "picture": _attribute_read(outline, cards, images, "img", _PICTURE_ATTRIBUTES, page.address_of),
    }
    return {name: css for name, css in found.items() if css}


def _naming_attribute(outline: Outline, cards: list[Card], names: Sequence[str | None]) -> tuple[str, str] | None:
    """The selector and the attribute that hold the titles, where no element's text does."""
    for css, attribute in (("a[title]", "title"), ("img[alt]", "alt")):
        if _attribute_read(outline, cards, names, css, (attribute,), lambda text: text):
            return css, attribute
    return None


def _attribute_read(
    outline: Outline,
    cards: list[Card],
    wanted: Sequence[str | None],
    css: str,
    attributes: Sequence[str],
    made: Callable[[str | None], str | None],
) -> str | None:
    """The first of some attributes that, read and made so, most cards have as wanted."""
    for name in attributes:

        def value_at(node: LexborNode, css: str, name: str = name) -> Hashable | None:
            return made(attr_of(node, css, name))

        if _hits(outline, cards, wanted, value_at, css) * 2 > len(cards):
            return name
    return None


def _arguments(facts: dict[str, str]) -> Iterator[str]:
    for name in ("price", "vendor_name", "units_sold"):
        if name in facts:
            yield f'{name}=text_of(card, "{facts[name]}")'
        if name == "vendor_name" and facts.get(name, "").startswith("a"):
            yield f'vendor_url=attr_of(card, "{facts[name]}", "href")'
    if "picture" in facts:
        yield f'images=[attr_of(card, "img", "{facts["picture"]}")]'


def _card_selector(page: Page, outline: Outline, cards: list[Card]) -> str | None:
    """The selector of the cards, if need be within a place that the page names; None when none has half of them."""
    wanted = {outline.nodes[card.start].mem_id for card in cards}
    names = Counter(css for card in cards for css in _names_of(outline, card.start, any_tag=True))
    own = [css for css, times in names.most_common(_MOST_TRIED) if times * 2 > len(cards)]
    around: list[str] = []
    node = outline.parent[cards[0].start]
    for _ in range(4):
        if node < 0:
            break
        around += [css for css in _names_of(outline, node) if css not in _TAGS]
        node = outline.parent[node]
    tries = [*own, *(f"{outer} {inner}" for inner in own[:4] for outer in around[:6]), *_way_to(outline, cards[0])]

    def fit(css: str) -> float:
        matches = {node.mem_id for node in page.dom.css(css)}
        return 2 * len(matches & wanted) / (len(matches) + len(wanted))

    best = max(((fit(css), *_worth(css), css) for css in tries), default=None)
    return best[-1] if best and best[0] > 0.5 else None


def _way_to(outline: Outline, card: Card) -> Iterator[str]:
    """For cards without names of their own: the tags by which they are reached from the nearest place with a name."""
    steps = [outline.tags[card.start]]
    node = outline.parent[card.start]
    while node >= 0 and len(steps) < 5:
        names = [css for css in _names_of(outline, node) if css not in _TAGS][:3]
        names += [outline.tags[node]] if outline.tags[node] in ("main", "body") else []
        yield from (" > ".join([name, *steps]) for name in names)
        if names:
            return
        steps.insert(0, outline.tags[node])
        node = outline.parent[node]


def _selector(outline: Outline, cards: list[Card], wanted: Sequence[Hashable | None], read: Reader) -> str | None:
    """The selector by which most cards are read as wanted; None when it is less than half of those that have it."""
    names: Counter[str] = Counter()
    for card, value in zip(cards, wanted, strict=True):
        if value is None:
            continue
        nodes = (node for node in range(card.start + 1, card.end) if outline.tags[node][:1] != "-")
        for node in islice(nodes, 300):
            text = outline.text(node, longest=500)
            if (
                text
                and (isinstance(value, str) or len(text) <= _LONGEST_FACT)
                and read(outline.nodes[node], "") == value
            ):
                names.update(_names_of(outline, node))
    tries = [(_hits(outline, cards, wanted, read, css), *_worth(css), css) for css, _ in names.most_common(_MOST_TRIED)]
    best = max(tries, default=None)
    return best[-1] if best and best[0] * 2 > sum(value is not None for value in wanted) else None


def _hits(outline: Outline, cards: list[Card], wanted: Sequence[Hashable | None], read: Reader, css: str) -> int:
    """How many cards are read right, less those that are read wrong."""
    hits = 0
    for card, value in zip(cards, wanted, strict=True):
        is_read = read(outline.nodes[card.start], css)
        hits += (is_read == value) * (value is not None) - (is_read not in (None, value))
    return hits


def _worth(css: str) -> tuple[bool, bool, int]:
    """Which of several selectors that fit alike is taken: one step, a name without numbers, the shorter one."""
    name = re.sub(r"^\w+", "", css)
    return " " not in css, bool(name) and not any(char.isdigit() for char in name), -len(css)


def _names_of(outline: Outline, node: int, *, any_tag: bool = False) -> Iterator[str]:
    """Selectors that a node fits, by what is stable of its names."""
    tag = outline.tags[node]
    for word in outline.classes(node)[:300].split()[:12]:
        if len(word) <= 40 and _CLASS.fullmatch(word):
            yield f"{tag}.{word}"
        elif stem := _STEM.fullmatch(word):
            yield f"{tag}[class*='{stem[1]}']"
    for name in _NAMING_ATTRIBUTES:
        value = outline.attribute(node, name)
        if re.fullmatch(r"[a-zA-Z_-]{2,30}", value):
            yield f"{tag}[{name}='{value}']"
    if any_tag:
        yield from (
            f"{tag}[{name}]" for name in outline.attributes[node] if re.fullmatch(r"data-[a-z-]{2,30}", name or "")
        )
    if tag in _TAGS:
        yield tag


def _link_selector(page: Page, outline: Outline, cards: list[Card], listing_url: str) -> str | None:
    wanted = [id_in(card.link.address, listing_url) if card.link else None for card in cards]

    def id_at(node: LexborNode, css: str) -> Hashable | None:
        return id_in(web_address(attr_of(node, css, "href"), page.url), listing_url)

    parts = urlsplit(listing_url)
    fixed = parts.path.partition("{")[0] if "{" in parts.path else f"{parts.path}?"
    tries = [f"a[href*='{fixed}']"] if len(fixed) > 2 else []
    names = Counter(css for card in cards for node in card.link_nodes for css in _names_of(outline, node))
    tries += ["a[href]", *(css for css, _ in names.most_common(10))]
    hits = [(_hits(outline, cards, wanted, id_at, css), -at, css) for at, css in enumerate(tries)]
    best = max(hits)
    return best[-1] if best[0] * 2 > len(cards) else None


def _sample(card: str, title: str | None, title_code: str, facts: dict[str, str], listing_url: str) -> str:
    """Three cards that the selectors fit, with invented words."""
    rows = []
    for number, (listing_id, words) in enumerate(zip(IDS, GOODS, strict=True)):
        address = listing_url.replace("https:", "").format(id=listing_id, slug="nordwerk")
        image = f'<img {facts.get("picture", "src")}="/images/{listing_id}.jpg" alt="{words}">'
        vendor = facts.get("vendor_name", "").startswith("a")
        inner = "".join(
            _element(facts[name], text, f' href="/shop/{number}"' if vendor and name == "vendor_name" else "")
            for name, text in (
                ("price", f"{PRICES[number]}"),
                ("vendor_name", VENDORS[number]),
                ("units_sold", f"{SOLD[number]} sold"),
            )
            if name in facts
        )
        link = f' href="{address}" title="{words}"'
        tag = card.rpartition(" ")[2]
        if re.match(r"a\b", tag):
            body = _element(title, words) if title else ""
            rows.append(_element(card, f"{image}{body}{inner}", link))
            continue
        if title and re.match(r"a\b", title):
            named = f"{image}{_element(title, words, link)}"
        elif title:
            named = f"<a{link}>{image}</a>{_element(title, f'<a{link}>{words}</a>')}"
        else:
            named = f"<a{link}>{image}</a>"
        rows.append(_element(card, f"{named}{inner}"))
    text = "\n".join(rows)
    return f"<table>{text}</table>" if card.rpartition(" ")[2].startswith("tr") else text


def _element(css: str, inner: str, more: str = "") -> str:
    """An element that a selector fits, in those that it names around it."""
    *around, own = (step for step in css.split(" ") if step not in (">", "body"))
    return _wrapped(around, _open(own, inner, more))


def _wrapped(around: list[str], inner: str) -> str:
    for css in reversed(around):
        inner = _open(css, inner, "")
    return inner


def _open(css: str, inner: str, more: str) -> str:
    match = re.fullmatch(r"(?P<tag>\w+)(?:\.(?P<word>[\w-]+)|\[(?P<name>[\w-]+)(?:\*?='(?P<value>[^']*)')?\])?", css)
    assert match is not None, "made by `_names_of`"
    name = "class" if match["word"] else match["name"]
    value = match["word"] or match["value"] or "1"
    attribute = f' {name}="{value}"' if name else ""
    return f"<{match['tag']}{attribute}{more}>{inner}</{match['tag']}>"
