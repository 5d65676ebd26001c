"""The repeated structure of a results page: cards that lead to one listing each, and the group that is the list."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace

from monitor.pages.guess_links import ListingLink
from monitor.pages.guess_outline import Outline, any_between, signature
from monitor.pages.guess_words import says_nothing

_MANY = "\0many"
"""In the place of a key: several listings lie below the node."""
_EDITIONS = 3
"""Listings that a card may lead to on average: the paperback beside the book."""
_MOST_COMPARED = 250_000
_LEAST_PICTURED = 4
_MOST_LINKS = 60
"""Links of a card that are looked at."""
_LEVELS = 5
"""How far above the cards two places are compared to see whether they are parts of one list (rows, columns)."""
_BESIDE = re.compile(
    r"(?i)recommend|suggest|related|similar|also[-_ ]?(?:viewed|bought|like)|recent|history|viewed|carousel|slider"
    r"|swiper|footer"
    r"|sidebar|aside|cross-?sell|up-?sell|trending|best-?sellers?|for-?you|guess|banner|hot-?sale|promo|inspired"
    r"|more-?like|nav|menu|autocomplete"
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BESIDE_HEADING = re.compile(
    r"(?i)recommend|suggest|related|similar|also (?:viewed|bought|like)|recently|you may|inspired|more like"
    r"|popular right now"
    r"|猜你喜欢|为您推荐|为你推荐|相关推荐|看了又看|最近浏览|历史|热卖|精品推荐|推广商品|商品精选|empfehl|ähnlich"
    r"|zuletzt|recommand|récemment|similaires|recomend|vistos"
    r"|consigliat|похож|рекоменд|недавно|おすすめ|最近チェック|関連"
)


@dataclass(slots=True)
class Card:
    """A place that leads to one listing: the nodes from `start` to before `end`."""

    start: int
    end: int
    link: ListingLink | None
    link_nodes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """Cards that stand in one list."""

    cards: list[Card]
    priced: int
    """How many show a price."""
    pictured: int
    """How many show a picture."""
    score: int
    """How much of what results have it has."""
    size: int
    """How many nodes the cards have."""
    kind: str
    """The name that its cards share (`signature`); empty when none."""
    beside: bool
    """Whether the page's names or headings say that this is something beside the results."""


def groups_of(page: Outline, links: dict[int, ListingLink], *, goods: bool = True) -> list[Group]:
    """The lists of cards on a page. `links`: the listing that a link (by its node's number) leads to.

    `goods`: whether a card has to show a price or a picture.
    """
    order = sorted(links)
    by_place: dict[tuple[object, ...], list[Card]] = {}
    for parent, children in _siblings(page, links, order).items():
        cards = [_card(page, child, links, order) for child in children]
        cards += [Card(child, page.end[child], None) for child in _unlinked(page, parent, children)]
        by_place.setdefault(_place(page, parent), []).extend(cards)
    groups = []
    for members in by_place.values():
        merged = _merged(page, sorted(members, key=lambda card: card.start))
        for cards in (merged, _up_to_next(page, merged)):
            own = [card for card in _once_each(cards) if not goods or _shows_goods(page, card)]
            if own:
                groups.append(_group(page, own))
    return groups


def _group(page: Outline, cards: list[Card]) -> Group:
    priced = [_has_price(page, card) for card in cards]
    pictured = [_has_picture(page, card) for card in cards]
    score = sum(
        2 * price + picture - (not price and not picture) for price, picture in zip(priced, pictured, strict=True)
    )
    kinds = {signature(page, card.start) for card in cards}
    kind = kinds.pop() if len(kinds) == 1 else ""
    size = sum(card.end - card.start for card in cards)
    return Group(cards, sum(priced), sum(pictured), score, size, kind, _is_beside(page, cards))


def main_group(groups: list[Group], *, priced: bool = True) -> Group | None:
    """The group that is the page's list; None when no group has what a list of results has.

    `priced`: at least half of the cards show a price.
    """
    fit = [group for group in groups if len(group.cards) >= 2 and (not priced or group.priced * 2 >= len(group.cards))]
    # the first of the best: results stand before what is recommended below them
    best = max(
        fit, key=lambda group: (not group.beside, group.score if priced else len(group.cards), group.size), default=None
    )
    if best is None:
        return None
    # rows, and what is added while one scrolls, may be lists of their own
    same = [group for group in groups if group.kind == best.kind and group.beside == best.beside and group is not best]
    for group in same if "." in best.kind.rstrip(".") else ():
        best = _joined(best, group)
    return best


def _joined(group: Group, other: Group) -> Group:
    known = {card.link.key for card in group.cards if card.link}
    taken = [(card.start, card.end) for card in group.cards]
    more = [
        card
        for card in other.cards
        if card.link
        and card.link.key not in known
        and not any(card.start < end and start < card.end for start, end in taken)
    ]
    if not more or len(group.cards) * len(more) > _MOST_COMPARED:
        return group
    cards = sorted([*group.cards, *more], key=lambda card: card.start)
    return replace(group, cards=cards, priced=group.priced + other.priced, pictured=group.pictured + other.pictured)


def pictured_group(groups: list[Group]) -> Group | None:
    """The list of a page that shows no prices as text: four cards or more, each with a picture, and not beside."""
    fit = [
        group
        for group in groups
        if len(group.cards) >= _LEAST_PICTURED and group.pictured == len(group.cards) and not group.beside
    ]
    return max(fit, key=lambda group: len(group.cards), default=None)


def nothing_before(page: Outline, group: Group) -> bool:
    """Whether the page may say, before the group begins, that nothing was found: then what follows are other goods."""
    first = group.cards[0].start
    return any(says_nothing(page.raw[leaf]) for leaf in page.texts(0, first))


def in_heading(page: Outline, number: int) -> bool:
    """Whether a node is a part of a heading, or holds one."""
    node = number
    for _ in range(4):
        if node < 0:
            break
        if page.tags[node] in _HEADINGS:
            return True
        node = page.parent[node]
    return any(page.tags[node] in _HEADINGS for node in range(number, min(page.end[number], number + 20)))


def _siblings(page: Outline, links: dict[int, ListingLink], order: list[int]) -> dict[int, list[int]]:
    """For each node the children that lead to one listing each, or to few (other editions of it)."""
    keys: list[str | None] = [None] * len(page.nodes)
    children: dict[int, list[int]] = {}
    for number in range(len(page.nodes) - 1, 0, -1):
        if (link := links.get(number)) is not None:
            keys[number] = link.key if keys[number] in (None, link.key) else _MANY
        above, key = page.parent[number], keys[number]
        if above >= 0 and key is not None:
            keys[above] = key if keys[above] in (None, key) else _MANY
            children.setdefault(above, []).append(number)
    lists = {}
    for parent, members in children.items():
        if keys[parent] != _MANY:
            continue
        own = _of_one_kind(page, members[::-1])
        counts = [1 if keys[member] != _MANY else _listings_in(page, member, links, order) for member in own]
        if own and sum(counts) <= _EDITIONS * len(own):
            lists[parent] = own
    return lists


def _of_one_kind(page: Outline, nodes: list[int]) -> list[int]:
    """Those of some neighbours that have the most common tag."""
    tag = Counter(page.tags[node] for node in nodes).most_common(1)[0][0]
    return [node for node in nodes if page.tags[node] == tag]


def _listings_in(page: Outline, node: int, links: dict[int, ListingLink], order: list[int]) -> int:
    first, last = bisect_left(order, node), bisect_left(order, page.end[node])
    return len({links[number].key for number in order[first : min(last, first + _MOST_LINKS)]})


def _card(page: Outline, node: int, links: dict[int, ListingLink], order: list[int]) -> Card:
    """The card of its first listing: other editions stand below."""
    own = order[bisect_left(order, node) : bisect_left(order, page.end[node])][:_MOST_LINKS]
    link = links[own[0]]
    return Card(node, page.end[node], link, [number for number in own if links[number].key == link.key])


def _unlinked(page: Outline, parent: int, cards: list[int]) -> list[int]:
    """Other children of the same kind that show a price: advertisements, whose links lead elsewhere first."""
    kinds = {signature(page, card) for card in cards}
    known = set(cards)
    unlinked = []
    child = parent + 1
    while child < page.end[parent]:
        if (
            child not in known
            and signature(page, child) in kinds
            and _has_price(page, Card(child, page.end[child], None))
        ):
            unlinked.append(child)
        child = page.end[child]
    return unlinked


def _shows_goods(page: Outline, card: Card) -> bool:
    """Whether a card has words, and a price or a picture: places that are filled later have none."""
    words = any(len(page.raw[leaf].strip()) > 3 for leaf in page.texts(card.start, card.end))
    return words and (_has_price(page, card) or _has_picture(page, card))


def _place(page: Outline, parent: int) -> tuple[object, ...]:
    """What the parents of cards of one list have in common: tags up to the root, and names of what they lie in."""
    tags, names = [], []
    node = parent
    for level in range(60):
        if node < 0:
            break
        tags.append(page.tags[node])
        if level < _LEVELS:
            names.append(signature(page, node))
        node = page.parent[node]
    return (tuple(names), tuple(tags))


def _merged(page: Outline, cards: list[Card]) -> list[Card]:
    """Neighbours that lead to one listing are one card: picture and title as two cells."""
    merged: list[Card] = []
    for card in cards:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.link is not None
            and card.link is not None
            and last.link.key == card.link.key
            and page.parent[last.start] == page.parent[card.start]
        ):
            last.end = card.end
            last.link_nodes += card.link_nodes
        else:
            merged.append(card)
    return merged


def _up_to_next(page: Outline, cards: list[Card]) -> list[Card]:
    """The cards of a list without a node for each: a card begins at its link and ends where the next one begins."""
    longer = []
    for card, following in zip(cards, [*cards[1:], None], strict=True):
        parent = page.parent[card.start]
        if following is not None and page.parent[following.start] == parent:
            end = following.start
        else:
            end = min(page.end[parent] if parent >= 0 else card.end, card.end + _MOST_LINKS)
        longer.append(Card(card.start, max(end, card.end), card.link, card.link_nodes))
    return longer


def _once_each(cards: list[Card]) -> list[Card]:
    """Of several cards of one listing the one with more words stays, in the place of the first."""
    by_key: dict[str, Card] = {}
    for card in cards:
        key = card.link.key if card.link else f"\0{card.start}"
        other = by_key.get(key)
        if other is None or card.end - card.start > 2 * (other.end - other.start):
            by_key[key] = card
    return sorted(by_key.values(), key=lambda card: card.start)


def _has_price(page: Outline, card: Card) -> bool:
    return any_between(page.signed, card.start, card.end)


def _has_picture(page: Outline, card: Card) -> bool:
    return any_between(page.pictures, card.start, card.end)


def _is_beside(page: Outline, cards: list[Card]) -> bool:
    """Whether names around the list, or the heading before it, say that these are no results."""
    node = page.parent[cards[0].start]
    for _ in range(_LEVELS + 3):
        if node < 0 or page.tags[node] in ("body", "main"):
            break
        if page.tags[node] in ("aside", "footer", "nav"):
            return True
        own = page.attributes[node]
        if len(page.below(node)) < 0.7 * len(page.nodes) and _BESIDE.search(
            f"{own.get('class') or ''} {own.get('id') or ''}"[:300]
        ):
            return True
        node = page.parent[node]
    first = cards[0].start
    for number in range(first - 1, max(first - 60, 0), -1):
        if page.tags[number] in _HEADINGS:
            return bool(_BESIDE_HEADING.search(page.text(number, longest=200)))
    return False
