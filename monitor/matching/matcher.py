"""Does this title name a brand? One pass over all names' letters, one over their sounds; evidence on the hits only."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, groupby

from monitor.lexicon.brands import known_brands
from monitor.matching.automaton import automaton
from monitor.matching.candidate import Candidate
from monitor.matching.context_words import ContextWord, ContextWords
from monitor.matching.explain import why
from monitor.matching.masks import MASK, Masked
from monitor.matching.models import ModelNumbers
from monitor.matching.names import Name, watched
from monitor.matching.other_scripts import OtherScripts
from monitor.matching.sounding import sound_keys, sounding
from monitor.matching.spelling import spelling
from monitor.matching.title import Title, key_of
from monitor.matching.typos import Typos
from monitor.matching.variants import Variant, standing, variants
from monitor.matching.weak_forms import WeakForms
from monitor.model import Match
from monitor.text.skeleton import skeleton
from monitor.watchlist import Brand

WORTH_A_LOOK = 0.5
SURE = 0.75
_WINDOW, _OVERLAP = 1_000, 100  # characters; a title is seldom longer than 200


class Matcher:
    """Finds the brands that a title names. Make one per watchlist; `match` is pure and fast."""

    def __init__(self, brands: Iterable[Brand], ordinary: frozenset[str] = frozenset()) -> None:
        """`ordinary`: words learned from titles, which are no misspelt names (`monitor.lexicon.learned`)."""
        seen = [watched(brand) for brand in brands]
        names = [name for brand in seen for name in brand.names]
        self._strong = [name for name in names if name.counts_alone]
        spelt: Iterator[Name | Variant] = chain(
            (name for name in names if not name.is_shape),
            _covering(names),
            (one for name in self._strong for one in variants(name)),
        )
        self._spelt = automaton((one.key, one) for one in spelt)
        self._sounds = automaton((key, name) for name in self._strong if name.chinese for key in sound_keys(name))
        self._models = ModelNumbers(names)
        self._typos = Typos(self._strong, ordinary)
        self._company = ContextWords(seen)

    def match(self, title: str | None) -> tuple[Match, ...]:
        """The best match per brand, best first; empty when the title names none."""
        if not title or not self._strong:
            return ()
        best: dict[str, Match] = {}
        for match in self._matches(title):
            held = best.get(match.brand)
            if held is None or (held.score, -held.start) < (match.score, -match.start):
                best[match.brand] = match
        return tuple(sorted(best.values(), key=lambda match: (-match.score, match.start)))

    def _matches(self, title: str) -> Iterator[Match]:
        """All matches worth a look. A page pasted into a title is read in windows: its length costs no more."""
        if len(title) <= _WINDOW:
            yield from self._matches_within(title)
            return
        for first in range(0, len(title) - _OVERLAP, _WINDOW - _OVERLAP):
            last = min(len(title), first + _WINDOW)
            for match in self._matches_within(title[first:last]):
                cut = (first and not match.start) or (last < len(title) and match.end == last - first)
                if not cut:  # at a window's edge the word may go on; its neighbour sees it whole
                    yield replace(match, start=match.start + first, end=match.end + first)

    def _matches_within(self, title: str) -> Iterator[Match]:
        read = Title(title)
        found = [*self._by_letters(read), *self._by_sound(read), *self._typos.find(read), *self._models.find(read)]
        if MASK.search(read.text):
            found += self._masked.find(read)
        if not title.isascii():
            found += self._scripts.find(read)
        slang = self._company.slang(read.text) + self._company.own_goods(read.text)
        if slang:
            found += self._weak.find(read)
        first: dict[tuple[Name, str], Candidate] = {}
        for one in _uncovered(found):
            if one.name.brand:
                first.setdefault((one.name, one.kind), one)
        for one, beside in self._in_context(read, list(first.values()), slang):
            if one.score >= WORTH_A_LOOK:
                yield _as_match(read, one, beside)

    def match_all(self, titles: Sequence[str | None]) -> list[tuple[Match, ...]]:
        """`match` for each of the titles."""
        return [self.match(title) for title in titles]

    def _by_letters(self, title: Title) -> Iterator[Candidate]:
        for last, (size, spelt) in self._spelt.iter(title.key):
            for one in spelt:
                find = standing if isinstance(one, Variant) else spelling
                if (found := find(title, one, last + 1 - size, last)) is not None:
                    yield found

    def _by_sound(self, title: Title) -> Iterator[Candidate]:
        for last, (size, names) in self._sounds.iter(title.sound):
            for name in names:
                if (found := sounding(title, name, last + 1 - size, last + 1)) is not None:
                    yield found

    @cached_property
    def _masked(self) -> Masked:
        return Masked(self._strong)

    @cached_property
    def _scripts(self) -> OtherScripts:
        return OtherScripts(self._strong)

    @cached_property
    def _weak(self) -> WeakForms:
        return WeakForms(self._strong)

    def _in_context(
        self, title: Title, found: Sequence[Candidate], slang: list[ContextWord]
    ) -> Iterator[tuple[Candidate, str]]:
        """The found names that count, with what speaks for those that need it."""
        doubtful = [one for one in found if _needs_context(one) or one.name.ambiguous]
        signs = slang + self._company.goods(title.text) if doubtful else slang
        for one in found:
            doubted = one.kind in _BARE and (one.name.everyday or one.name.ambiguous)
            if doubted and self._company.is_called_otherwise(one, signs):
                continue
            if not _needs_context(one):
                unclear = one.name.ambiguous and one.kind in _BARE and self._company.is_of_another_use(one, signs)
                if not unclear or self._company.supporting_evidence(one, signs, found, title.text):
                    yield one, ""
            elif beside := self._company.supporting_evidence(one, signs, found, title.text):
                yield one, beside
            elif _is_only_everyday(one) and not self._company.speaks_against(one, signs):
                yield replace(one, score=min(one.score, 0.6)), ""


def _needs_context(one: Candidate) -> bool:
    """Whether the name doesn't count by itself. A disguise is a sign: nobody writes 5hell for the sea's."""
    return one.needs_context or "weak" in (one.kind, one.name.kind) or _is_only_everyday(one)


def _is_only_everyday(one: Candidate) -> bool:
    return not one.needs_context and "weak" not in (one.kind, one.name.kind) and one.name.everyday and one.kind in _BARE


def _covering(names: Sequence[Name]) -> Iterator[Name]:
    """Longer names of other known brands that contain a watched one: what stands in them is theirs."""
    watched_keys = {name.key for name in names}
    within = automaton((key, key) for key in watched_keys)
    for brand in known_brands():
        if key_of(skeleton(brand.name).text) in watched_keys:
            continue
        for text in (brand.name, *brand.chinese, *brand.other_names):
            name = Name("", text, "other")
            if name.key not in watched_keys and next(within.iter(name.key), None):
                yield name


def _uncovered(found: Iterable[Candidate]) -> Iterator[Candidate]:
    """The names over which neither a name that is never this brand nor a longer or surer name of another stands.

    One sweep from left to right, the longest first: whole pages pasted into a title must not take minutes.
    """
    never: dict[str, int] = {}  # brand: where the farthest of its not-names ends
    far, other = (0, ""), (0, "")  # where the farthest name so far ends, and the farthest of another brand
    for (_, end), group in groupby(sorted(found, key=_longest_first), key=lambda one: (one.start, one.end)):
        here = list(group)
        never |= {one.name.brand: max(end, never.get(one.name.brand, 0)) for one in here if one.name.kind == "not"}
        named = [one for one in here if one.name.kind != "not"]
        top = max((one.score for one in named), default=0)
        for one in named:
            brand = one.name.brand
            beaten = one.score < top and any(o.name.brand != brand and o.score == top for o in named)
            if not beaten and never.get(brand, 0) < end and (other if far[1] == brand else far)[0] < end:
                yield one
        for one in named:
            if one.kind not in _BARE:
                continue
            brand = one.name.brand
            if brand == far[1] or end > far[0]:
                far, other = max(far, (end, brand)), other if brand == far[1] else far
            else:
                other = max(other, (end, brand))


_BARE = frozenset({"exact", "alias", "folded", "spaced", "glued"})
"""Kinds sure enough to cover what stands within."""


def _longest_first(one: Candidate) -> tuple[int, int]:
    return one.start, -one.end


def _as_match(title: Title, one: Candidate, beside: str) -> Match:
    first, last = title.span(one.start, one.end)
    mention = title.raw[first:last]
    kind = "weak" if one.name.kind == "weak" else one.kind
    score = min(one.score, 0.6) if kind == "weak" else one.score
    return Match(one.name.brand, round(score, 2), kind, mention, first, last, why(mention, one, beside))
