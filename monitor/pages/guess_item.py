"""A listing's own page: its one title and price, where places of the page, or data about it, tell them alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.pages.empty_words import GONE, GONE_ALONE
from monitor.pages.extract import attr_of, id_at, json_ld, strip_tags, text_of
from monitor.pages.guess_data import data_objects, item_paths
from monitor.pages.guess_outline import Outline
from monitor.pages.guess_words import HAS_SIGN, PRICE_ALONE, price_in, says_gone
from monitor.pages.structured_data import product_facts
from monitor.pages.values import price_of
from monitor.pages.visible_words import is_headed, says
from monitor.text.money import Price

if TYPE_CHECKING:
    from monitor.pages.page import Page

_HEADINGS = frozenset(("h1", "h2", "h3"))
_TITLE_PLACE = re.compile(r"(?i)(?<!sub)title|subject|product-?name|item-?name|sku-name")
_NEAR = 1_500
"""Nodes behind the title among which its price is looked for; what is recommended stands further down."""
_PRICE_PLACE = re.compile(r"(?i)price|preis|precio|preco|prix")
_SITE_BEHIND = re.compile(r" [-|–] [^-|–]{1,40}$")
"""The site's name behind a title."""
_OTHER_PLACE = re.compile(r"(?i)recommend|related|similar|carousel|footer|also|bundle|ship|freight|coupon|sample")


@dataclass(frozen=True, slots=True)
class Item:
    """What a listing's own page tells of it."""

    title: str
    price: Price | None
    image: str | None = None
    vendor_name: str | None = None
    vendor_url: str | None = None


def item_on(page: "Page", outline: Outline, currency: str | None) -> Item | None:
    """The listing whose own page this is; None unless title and price are clear and nothing says that it is gone."""
    named = [
        text for text in (text_of(page.dom, "title"), attr_of(page.dom, "meta[property='og:title']", "content")) if text
    ]
    if any(says_gone(text) for text in named):
        return None
    place = _title_place(outline, named)
    if place is not None and _gone_near(outline, place):
        return None
    image = attr_of(page.dom, "meta[property='og:image']", "content")
    for product in json_ld(page.dom, "Product"):
        facts = product_facts(product, currency)
        if facts["title"] and facts["price"]:
            picture = next((address for address in facts["images"] if address), image)
            shown = outline.text(place, longest=400) if place is not None else ""
            title = shown if shown and shown.casefold() in facts["title"].casefold() else facts["title"]
            return Item(title, facts["price"], picture, facts["vendor_name"], facts["vendor_url"])
    if place is not None and (price := _price_near(outline, place, currency)):
        return Item(outline.text(place, longest=400), price, image)
    return _in_data(page, currency, image) or _in_tags(page, outline, image)


def _title_place(outline: Outline, named: list[str]) -> int | None:
    """The heading (or the place that is named after titles) whose words the page's title has, too."""
    known = [_letters(text) for text in named]
    best = None
    for number, tag in enumerate(outline.tags):
        if tag in _HEADINGS or (tag != "-text" and _TITLE_PLACE.search(outline.classes(number)[:200])):
            text = outline.text(number, longest=400)
            letters = _letters(text)
            if len(letters) < 6 or HAS_SIGN.search(text):
                continue
            if any(letters in other or (len(other) > 12 and other[:40] in letters) for other in known):
                return number
            if tag == "h1" and best is None:
                best = number
    return best


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _gone_near(outline: Outline, place: int) -> bool:
    return any(
        says_gone(outline.raw[leaf], of_itself=True) for leaf in outline.texts(0, min(len(outline.raw), place + 400))
    )


def _price_near(outline: Outline, place: int, currency: str | None) -> Price | None:
    for leaf in outline.texts(place, min(len(outline.raw), place + _NEAR)):
        text = outline.raw[leaf]
        if not outline.struck[leaf] and HAS_SIGN.search(text[:200]) and len(text) < 100:
            node, named = leaf, False
            for _ in range(5):
                above = outline.parent[node]
                if above < 0:
                    break
                own = f"{outline.classes(above)} {outline.attribute(above, 'id')}"[:200]
                if _OTHER_PLACE.search(own):
                    named = False
                    break
                named = named or bool(_PRICE_PLACE.search(own))
                shown = outline.text(above, with_struck=False, longest=120)
                if not any(
                    map(str.isdigit, outline.text(node, with_struck=False, longest=120))
                ) or PRICE_ALONE.fullmatch(shown):
                    node = above
                elif named:
                    break
                else:
                    node = above if len(shown) < 60 else node
            if named and (price := price_in(outline.text(node, with_struck=False, longest=120), "", currency)):
                return price
    return None


def _in_data(page: "Page", currency: str | None, image: str | None) -> Item | None:
    own = page.address_id
    if own is None:
        return None
    for _, value in data_objects(page):
        for record in _about(value, own):
            paths = item_paths(page, record)
            if paths is None:
                continue
            title, price = strip_tags(paths[0]), price_of(paths[1], currency)
            if title and price and price.currency:
                return Item(title, price, image)
    return None


def _in_tags(page: "Page", outline: Outline, image: str | None) -> Item | None:
    """The listing that the page's tags for links to it name: its own address, a title and a picture; no price."""
    url = page.address_of(attr_of(page.dom, "meta[property='og:url']", "content"))
    title = attr_of(page.dom, "meta[property='og:title']", "content")
    own = page.address_id
    if not (own and title and image and url and page.id_of(url) == own):
        return None
    if _gone_near(outline, len(outline.raw)) or says(page.dom, *GONE) or is_headed(page.dom, GONE_ALONE):
        return None
    return Item(_SITE_BEHIND.sub("", title), None, image)


def _about(value: Any, own: str) -> Iterator[dict[str, Any]]:
    """The objects that hold this id, outermost first."""
    stack: list[tuple[Any, tuple[dict[str, Any], ...]]] = [(value, ())]
    seen = 0
    while stack and seen < 100_000:
        here, above = stack.pop()
        seen += 1
        if isinstance(here, dict):
            if any(id_at(member) == own for member in here.values() if isinstance(member, str | int)):
                yield here
                yield from above[:-3:-1]
            stack.extend((member, (*above[-2:], here)) for member in here.values() if isinstance(member, dict | list))
        elif isinstance(here, list):
            stack.extend((member, above) for member in here[:2_000] if isinstance(member, dict | list))
