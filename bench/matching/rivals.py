"""The usual tools on the same rows: each gives a title a score for a brand, 0 to 1."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence

import ahocorasick
from rapidfuzz import fuzz

from bench.matching.data import Row, WatchedNames, nfkc
from bench.matching.figures import Scored

_EDGE = re.compile("[a-z0-9]")


def rivals(rows: Sequence[Row]) -> Iterator[tuple[str, list[Scored]]]:
    """Each tool's name and its scores of the rows, in their order."""
    for name in ("partial_ratio", "WRatio", "token_set_ratio"):
        scorer: Callable[[str, str], float] = getattr(fuzz, name)
        yield f"rapidfuzz {name}", [(row.positive, _fuzzy(scorer, row)) for row in rows]
    yield "Aho-Corasick, word edges", [(row.positive, float(literal(nfkc(row.title), row.brand))) for row in rows]
    try:
        from flashtext import KeywordProcessor
    except ImportError:
        sys.stderr.write("FlashText is left out: pip install flashtext\n")
        return
    yield "FlashText", [(row.positive, float(_flashtext(KeywordProcessor(), row))) for row in rows]


def _fuzzy(scorer: Callable[[str, str], float], row: Row) -> float:
    title = nfkc(row.title)
    return max(scorer(nfkc(name), title) for name in row.brand.names) / 100


def _flashtext(processor: "KeywordProcessor", row: Row) -> bool:  # type: ignore[name-defined]  # noqa: F821
    for name in row.brand.names:
        processor.add_keyword(nfkc(name))
    return bool(processor.extract_keywords(nfkc(row.title)))


def automaton(names: Sequence[str]) -> ahocorasick.Automaton:
    """All names in one automaton, each with its length and its place in the list."""
    built = ahocorasick.Automaton()
    for place, name in enumerate(names):
        built.add_word(nfkc(name), (len(nfkc(name)), place))
    built.make_automaton()
    return built


def literal(title: str, brand: WatchedNames) -> bool:
    """Whether one of the brand's names stands in the folded title as it is, between word edges."""
    return any(_stands(title, nfkc(name)) for name in brand.names)


def _stands(title: str, name: str) -> bool:
    at = title.find(name)
    while at >= 0:
        end = at + len(name)
        inside = _EDGE.match(name[0]) and at and _EDGE.match(title[at - 1])
        goes_on = _EDGE.match(name[-1]) and end < len(title) and _EDGE.match(title[end])
        if not inside and not goes_on:
            return True
        at = title.find(name, at + 1)
    return False
