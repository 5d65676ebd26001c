"""The cards of a page, and the short texts in one: read in time that grows with the page, however it is nested."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.pages.extract import text_of

_LEVELS = 3
"""Cards in cards that a site may mean: an edition in a product, a product in a row."""
_LONGEST = 10_000
"""Characters, white space and all, of a text that may be a line of a card; what is longer is a part of the page."""


def cards_in(dom: LexborHTMLParser, cards: str) -> list[LexborNode]:
    """The cards (a selector) of a page in their order, none in more than two others.

    Where tags were left open, each card holds all that follow, and who looks through each reads the page again and
    again: those that lie deeper are moved in `dom` behind the outermost one.
    """
    nodes = dom.css(cards)
    deep = _deep(nodes)
    for card, outermost in reversed(deep):  # the innermost first: each is moved once, without what it held
        outermost.insert_after(card)
        card.decompose()
    return dom.css(cards) if deep else nodes


def texts_in(node: LexborNode | LexborHTMLParser | None, css: str) -> list[str | None]:
    """The texts of what a selector finds in a card, as `text_of` gives them; None for one too long for a line."""
    return [short_text(line) for line in node.css(css)] if node is not None else []


def short_text(node: LexborNode) -> str | None:
    """The text of a node as `text_of` gives it; None when it is too long for a line of a card."""
    return text_of(node) if len(node.text()) <= _LONGEST else None


def _deep(cards: list[LexborNode]) -> list[tuple[LexborNode, LexborNode]]:
    """The cards in `_LEVELS` others or more, each with the outermost one around it."""
    own = {card.mem_id for card in cards}
    around: dict[int, tuple[LexborNode, ...]] = {}
    """For a node whose place is known, the cards around its content: the outermost `_LEVELS` of them."""
    deep = []
    for card in cards:
        path = []
        above = card.parent
        while above is not None and above.mem_id not in around:
            path.append(above)
            above = above.parent
        outer = around[above.mem_id] if above is not None else ()
        for node in reversed(path):
            if node.mem_id in own and len(outer) < _LEVELS:
                outer = (*outer, node)
            around[node.mem_id] = outer
        if len(outer) == _LEVELS:
            deep.append((card, outer[0]))
    return deep
