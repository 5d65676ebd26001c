"""All names of all brands in one pass over the folded title; the place of each mention in the title as given."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import ahocorasick

from monitor.listing import Match
from monitor.text.fold import Folded, fold
from monitor.watchlist import Brand

# A match of 0.5 is worth a look, one of 0.75 is sure (docs/how-it-judges.md).
_SCORES = {"exact": 1.0, "chinese": 1.0, "alias": 0.9, "folded": 0.95, "weak": 0.6}


@dataclass(frozen=True, slots=True)
class _Name:
    brand: str
    name: str
    kind: str
    """exact | chinese | alias | weak | not (never this brand) | witness (product or category: supports weak names)"""


_Hit = tuple[int, int, _Name]
"""Start and end in the folded title, and the name that stands there."""


class Matcher:
    """Finds the brands that a title names. Make one per watchlist; `match` is pure and fast."""

    def __init__(self, brands: Iterable[Brand]) -> None:
        words: dict[str, list[_Name]] = {}
        for brand in brands:
            for name in _names(brand):
                if folded := fold(name.name).text.strip():
                    words.setdefault(folded, []).append(name)
        self._automaton = ahocorasick.Automaton()
        for folded, names in words.items():
            self._automaton.add_word(folded, (folded, tuple(names)))
        if words:
            self._automaton.make_automaton()
        self._any = bool(words)

    def match(self, title: str | None) -> tuple[Match, ...]:
        """The best match per brand, best first; empty when the title names none."""
        if not title or not self._any:
            return ()
        folded = fold(title)
        hits = [
            (end - len(word) + 1, end + 1, name)
            for end, (word, names) in self._automaton.iter(folded.text)
            if _has_edges(folded.text, end - len(word) + 1, end + 1)
            for name in names
        ]
        witnessed = {name.brand for _, _, name in hits if name.kind == "witness"}
        best: dict[str, Match] = {}
        for start, end, name in _uncovered(hits):
            if name.kind == "weak" and name.brand not in witnessed:
                continue
            found = _as_match(title, folded, start, end, name)
            held = best.get(found.brand)
            if held is None or (found.score, held.start) > (held.score, found.start):
                best[found.brand] = found
        return tuple(sorted(best.values(), key=lambda match: -match.score))


def _names(brand: Brand) -> list[_Name]:
    named = [("exact", [brand.name]), ("chinese", brand.chinese), ("alias", brand.aliases), ("weak", brand.weak_names)]
    witnesses = [word for product in brand.product for word in (product.name, *product.aliases)] + brand.categories
    named += [("not", brand.not_names), ("witness", witnesses)]
    return [_Name(brand.id, name, kind) for kind, names in named for name in names]


def _has_edges(text: str, start: int, end: int) -> bool:
    """Latin and digits need a word's edges; Chinese has none."""
    before = start > 0 and _joins(text[start - 1], text[start])
    after = end < len(text) and _joins(text[end - 1], text[end])
    return not before and not after


def _joins(left: str, right: str) -> bool:
    return left.isalnum() and right.isalnum() and not _is_cjk(left) and not _is_cjk(right)


def _is_cjk(char: str) -> bool:
    return "⺀" <= char <= "鿿" or "豈" <= char <= "﫿" or "\U00020000" <= char <= "\U0003ffff"


def _uncovered(hits: Iterable[_Hit]) -> Iterator[_Hit]:
    """The hits over which neither a name that is never this brand nor a longer name of another brand stands.

    One sweep from left to right, the longest first: whole pages pasted into a title must not take minutes.
    """
    never: dict[str, int] = {}  # brand: where the farthest of its not-names ends
    far, other = (0, ""), (0, "")  # where the farthest name so far ends, and the farthest of another brand
    for (_, end), group in groupby(sorted(hits, key=_longest_first), key=lambda hit: hit[:2]):
        here = [hit for hit in group if hit[2].kind != "witness"]
        never |= {name.brand: max(end, never.get(name.brand, 0)) for _, _, name in here if name.kind == "not"}
        named = [hit for hit in here if hit[2].kind != "not"]
        for hit in named:
            brand = hit[2].brand
            if never.get(brand, 0) < end and (other if far[1] == brand else far)[0] < end:
                yield hit
        for _, _, name in named:
            if name.brand == far[1] or end > far[0]:
                far, other = max(far, (end, name.brand)), other if name.brand == far[1] else far
            else:
                other = max(other, (end, name.brand))


def _longest_first(hit: _Hit) -> tuple[int, int]:
    return hit[0], -hit[1]


def _as_match(title: str, folded: Folded, start: int, end: int, name: _Name) -> Match:
    first, last = folded.span(start, end)
    mention = title[first:last]
    # another width, or invisible characters inside; capitals alone are no disguise
    kind = "folded" if name.kind in ("exact", "chinese") and mention.lower() != name.name.lower() else name.kind
    why = {
        "exact": f"{mention}: the brand's name",
        "chinese": f"{mention}: the brand's Chinese name",
        "alias": f"{mention}: a name that the watchlist lists for the brand",
        "folded": f"{mention}: the name {name.name} in other characters",
        "weak": f"{mention}: a weak name of the brand, beside its category or product",
    }[kind]
    return Match(name.brand, _SCORES[kind], "exact" if kind == "chinese" else kind, mention, first, last, why)
