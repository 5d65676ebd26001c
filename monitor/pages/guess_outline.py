"""A page's elements and texts as flat lists in document order: what is asked often is looked up, not walked."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.pages.guess_words import HAS_SIGN

MAX_NODES = 300_000
"""Elements and texts of a page that are looked at; the largest real ones have a third of it."""
_NOT_SHOWN = frozenset(
    ("script", "style", "template", "noscript", "svg", "select", "textarea", "iframe", "object", "head")
)
_STRUCK_TAGS = frozenset(("del", "s", "strike"))
_HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset(("hidden", "hide", "d-none", "is-hidden", "none", "dn"))
_STRUCK_CLASSES = re.compile(
    r"(?i)(?<![a-z])(?:old|orig|original|origin|was|list|market|del|strike|striked|strikethrough|crossed|before"
    r"|regular"
    r"|previous|compare|retail)[-_]{0,2}price|price[-_]{1,2}(?:old|orig|original|origin|was|del|strike|before"
    r"|through)"
    r"|strike|line-?through|crossed|a-text-price|originalprice|oldprice|delprice"
)
_SPACE = re.compile(r"\s+")
_LETTERS = re.compile(r"[a-zA-Z]{2,}")


@dataclass(slots=True)
class Outline:
    """Nodes by number, in document order; the descendants of node `n` are those from `n + 1` up to before `end[n]`."""

    nodes: list[LexborNode] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    """The text of a text node that is shown, white space collapsed; empty for elements and for what is not shown."""
    struck: list[bool] = field(default_factory=list)
    """Whether the text is crossed out, or in a place that its name says is for old prices."""
    attributes: list[dict[str, str | None]] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    """The numbers of the texts that are shown."""
    signed: list[int] = field(default_factory=list)
    """Those of the texts with the sign or code of a currency near their beginning."""
    pictures: list[int] = field(default_factory=list)
    """Those of the pictures."""

    def classes(self, number: int) -> str:
        """The class attribute."""
        return self.attributes[number].get("class") or ""

    def attribute(self, number: int, name: str) -> str:
        """An attribute without white space around it; empty when there is none."""
        return (self.attributes[number].get(name) or "").strip()

    def below(self, number: int) -> range:
        """The node and its descendants."""
        return range(number, self.end[number])

    def texts(self, start: int, end: int) -> Iterator[int]:
        """The numbers of the texts shown from node `start` to before `end`."""
        shown = self.shown
        return (shown[place] for place in range(bisect_left(shown, start), bisect_left(shown, end)))

    def text(self, number: int, *, with_struck: bool = True, longest: int = 2000) -> str:
        """The text shown in a node, as it stands, up to so many characters."""
        parts: list[str] = []
        length = 0
        for leaf in self.texts(number, self.end[number]):
            if with_struck or not self.struck[leaf]:
                parts.append(self.raw[leaf])
                length += len(self.raw[leaf])
                if length > longest:
                    break
        return " ".join("".join(parts)[:longest].split())


def outline_of(dom: LexborHTMLParser) -> Outline:
    """The outline of a page's first `MAX_NODES` nodes."""
    page = Outline()
    numbers: dict[int, int] = {}
    hidden: list[bool] = []
    root = dom.root
    if root is None:
        return page
    for number, node in enumerate(root.traverse(include_text=True)):
        if number >= MAX_NODES:
            break
        above = node.parent
        parent = numbers.get(above.mem_id, -1) if above is not None else -1
        numbers[node.mem_id] = number
        tag = node.tag or ""
        is_text = node.is_text_node
        attributes = {} if is_text else node.attributes
        not_shown = parent >= 0 and hidden[parent]
        struck = parent >= 0 and page.struck[parent]
        if not is_text:
            not_shown = not_shown or tag in _NOT_SHOWN or _is_hidden(attributes)
            struck = struck or tag in _STRUCK_TAGS or _is_struck(attributes)
        page.nodes.append(node)
        page.tags.append(tag)
        page.parent.append(parent)
        page.depth.append(page.depth[parent] + 1 if parent >= 0 else 0)
        page.end.append(number + 1)
        page.attributes.append(attributes)
        page.struck.append(struck)
        page.raw.append(_SPACE.sub(" ", node.text_content or "") if is_text and not not_shown else "")
        hidden.append(not_shown)
    for number in range(len(page.nodes) - 1, 0, -1):
        above_number = page.parent[number]
        if above_number >= 0 and page.end[above_number] < page.end[number]:
            page.end[above_number] = page.end[number]
    page.shown = [number for number, text in enumerate(page.raw) if text]
    page.signed = [number for number in page.shown if HAS_SIGN.search(page.raw[number][:200])]
    page.pictures = [number for number, tag in enumerate(page.tags) if tag == "img"]
    return page


def any_between(numbers: list[int], start: int, end: int) -> bool:
    """Whether one of the numbers, which ascend, is `start` or more and less than `end`."""
    place = bisect_left(numbers, start)
    return place < len(numbers) and numbers[place] < end


def signature(page: Outline, number: int) -> str:
    """A name that like elements share: the tag and the first word of the class, without numbers."""
    words = _LETTERS.findall(page.classes(number)[:200].split(" ", 1)[0])
    return f"{page.tags[number]}.{'-'.join(words)}"


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes:
        return len(attributes) > 1  # alone: markup that waits for a script (`waiting_markup`)
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(style[:500]):
        return True
    classes = attributes.get("class")
    return bool(classes) and not _HIDDEN_CLASSES.isdisjoint((classes or "").split())


def _is_struck(attributes: dict[str, str | None]) -> bool:
    classes = attributes.get("class")
    if classes and _STRUCK_CLASSES.search(classes[:200]):
        return True
    style = attributes.get("style")
    return bool(style) and "line-through" in (style or "")[:500]
