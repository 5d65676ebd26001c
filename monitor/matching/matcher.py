"""Does this title name a brand? One pass for all names' letters, one for their sounds; only hits are looked at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from monitor.matching.automaton import automaton
from monitor.matching.candidate import Candidate
from monitor.matching.context_words import ContextWords
from monitor.matching.explain import explanation
from monitor.matching.masks import MASK, Masked
from monitor.matching.models import ModelNumbers
from monitor.matching.names import Name, watched_brand
from monitor.matching.other_scripts import OtherScripts
from monitor.matching.overlaps import covering_names, uncovered
from monitor.matching.sounding import sound_keys, sounding
from monitor.matching.spelling import spelling
from monitor.matching.title import Title
from monitor.matching.typos import Typos
from monitor.matching.variants import Variant, variant_in, variants
from monitor.matching.verdicts import counting
from monitor.matching.weak_forms import WeakForms
from monitor.model import Match
from monitor.watchlist import Brand

WORTH_A_LOOK = 0.5
SURE = 0.75
"""Scores from which a match is reported, and from which it is sure."""
_WINDOW, _OVERLAP = 1_000, 100  # characters; a title is seldom longer than 200


class Matcher:
    """Finds the brands that titles name. Make one per watchlist; `match` is pure and fast."""

    def __init__(self, brands: Iterable[Brand], ordinary: frozenset[str] = frozenset()) -> None:
        """`ordinary`: words learned from titles that are no misspelt names (`monitor.matching.learned`)."""
        watched = [watched_brand(brand) for brand in brands]
        names = [name for brand in watched for name in brand.names]
        self._names = [name for name in names if name.counts_alone]
        spellings: Iterator[Name | Variant] = chain(
            (name for name in names if not name.is_shape),
            covering_names(names),
            (variant for name in self._names for variant in variants(name)),
        )
        self._spellings = automaton((spelt.key, spelt) for spelt in spellings)
        self._sounds = automaton((key, name) for name in self._names if name.chinese for key in sound_keys(name))
        self._models = ModelNumbers(names)
        self._typos = Typos(self._names, ordinary)
        self._context = ContextWords(watched)

    def match(self, title: str | None) -> tuple[Match, ...]:
        """The best match per brand, best first; empty when the title names none."""
        if not title or not self._names:
            return ()
        best: dict[str, Match] = {}
        for match in self._matches(title):
            so_far = best.get(match.brand)
            if so_far is None or (so_far.score, -so_far.start) < (match.score, -match.start):
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

    def _matches_within(self, raw: str) -> Iterator[Match]:
        title = Title(raw)
        candidates = [
            *self._by_letters(title),
            *self._by_sound(title),
            *self._typos.find(title),
            *self._models.find(title),
        ]
        if MASK.search(title.text):
            candidates += self._masked.find(title)
        if not raw.isascii():
            candidates += self._scripts.find(title)
        slang = self._context.slang(title.text) + self._context.sure_products(title.text)
        if slang:
            candidates += self._weak_forms.find(title)
        first: dict[tuple[Name, str], Candidate] = {}
        for candidate in uncovered(candidates):
            if candidate.name.brand:
                first.setdefault((candidate.name, candidate.kind), candidate)
        for candidate, support in counting(self._context, title, list(first.values()), slang):
            if candidate.score >= WORTH_A_LOOK:
                yield _as_match(title, candidate, support)

    def match_all(self, titles: Sequence[str | None]) -> list[tuple[Match, ...]]:
        """`match` for each of the titles."""
        return [self.match(title) for title in titles]

    def _by_letters(self, title: Title) -> Iterator[Candidate]:
        for last, (size, spellings) in self._spellings.iter(title.key):
            for spelt in spellings:
                first = last + 1 - size
                is_variant = isinstance(spelt, Variant)
                candidate = (variant_in if is_variant else spelling)(title, spelt, first, last)
                if candidate is not None:
                    yield candidate

    def _by_sound(self, title: Title) -> Iterator[Candidate]:
        for last, (size, names) in self._sounds.iter(title.sound):
            for name in names:
                if (candidate := sounding(title, name, last + 1 - size, last + 1)) is not None:
                    yield candidate

    @cached_property
    def _masked(self) -> Masked:
        return Masked(self._names)

    @cached_property
    def _scripts(self) -> OtherScripts:
        return OtherScripts(self._names)

    @cached_property
    def _weak_forms(self) -> WeakForms:
        return WeakForms(self._names)


def _as_match(title: Title, candidate: Candidate, support: str) -> Match:
    first, last = title.span(candidate.start, candidate.end)
    mention = title.raw[first:last]
    kind = "weak" if candidate.name.kind == "weak" else candidate.kind
    score = min(candidate.score, 0.6) if kind == "weak" else candidate.score
    brand = candidate.name.brand
    return Match(brand, round(score, 2), kind, mention, first, last, explanation(mention, candidate, support))
