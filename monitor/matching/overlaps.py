"""Which of the candidates found in one title stand inside a longer or surer name, and so name nothing themselves."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from monitor.lexicon.brands import known_brands
from monitor.lexicon.other_uses import compounds
from monitor.matching.automaton import automaton
from monitor.matching.candidate import Candidate
from monitor.matching.names import Name
from monitor.matching.title import key_of
from monitor.text.skeleton import skeleton

UNDISGUISED = frozenset({"exact", "alias", "folded", "spaced", "glued"})
"""Kinds of candidates whose letters are all the name's own: sure enough to cover what stands inside them."""


def covering_names(names: Iterable[Name]) -> Iterator[Name]:
    """Names of other known brands, and phrases, that contain one of `names`: Land Rover, for who watches Rover.

    Phrases are such as sea shell, for who watches Shell. They belong to no watched brand (`brand` is empty): they are
    looked for only to cover what stands inside them.
    """
    watched_keys = {name.key for name in names}
    within = automaton((key, key) for key in watched_keys)
    for brand in known_brands():
        if key_of(skeleton(brand.name).text) in watched_keys:
            continue
        for text in (brand.name, *brand.chinese, *brand.other_names):
            name = Name("", text, "other")
            if name.key not in watched_keys and next(within.iter(name.key), None):
                yield name
    for phrase in _phrases():
        if phrase.key not in watched_keys and next(within.iter(phrase.key), None):
            yield phrase


@lru_cache(maxsize=1)
def _phrases() -> tuple[Name, ...]:
    return tuple(Name("", text, "phrase") for text in compounds())


def uncovered(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates that no other one covers, from left to right, of one start the longest first.

    Covered is what stands inside an undisguised name of another brand, or inside a name that is never this brand's
    (`not_names`), or has the very span of another brand's name that is surer.
    """
    return _outside_not_names(_outside_other_brands(sorted(candidates, key=_longest_first)))


def _outside_other_brands(ordered: Iterable[Candidate]) -> Iterator[Candidate]:
    """Without those that another brand's longer or surer name covers; not-names pass."""
    farthest: dict[str, int] = {}  # where each brand's undisguised names so far end
    for (_, end), same_span in groupby(ordered, key=_span):
        named = []
        for candidate in same_span:
            if candidate.name.kind == "not":
                yield candidate
            else:
                named.append(candidate)
        best = max((candidate.score for candidate in named), default=0)
        for candidate in named:
            brand = candidate.name.brand
            less_sure = candidate.score < best and any(o.score == best and o.name.brand != brand for o in named)
            if not less_sure and not any(last >= end and other != brand for other, last in farthest.items()):
                yield candidate
        for candidate in named:
            if candidate.kind in UNDISGUISED:
                brand = candidate.name.brand
                farthest[brand] = max(end, farthest.get(brand, 0))


def _outside_not_names(ordered: Iterable[Candidate]) -> Iterator[Candidate]:
    """Without the not-names, and without the candidates of their brands that stand inside them."""
    farthest: dict[str, int] = {}  # where each brand's not-names so far end
    for candidate in ordered:
        brand, end = candidate.name.brand, candidate.end
        if candidate.name.kind == "not":
            farthest[brand] = max(end, farthest.get(brand, 0))
        elif farthest.get(brand, 0) < end:
            yield candidate


def _span(candidate: Candidate) -> tuple[int, int]:
    return candidate.start, candidate.end


def _longest_first(candidate: Candidate) -> tuple[int, int]:
    return candidate.start, -candidate.end
