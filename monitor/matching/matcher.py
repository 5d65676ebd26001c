"""Does this title name a brand? One pass for all names' letters, one for their sounds; only hits are looked at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain

from monitor.matching.automaton import automaton
from monitor.matching.candidate import Candidate
from monitor.matching.context_words import ContextWords
from monitor.matching.emoji import HAS_EMOJI, EmojiNames
from monitor.matching.explain import explanation
from monitor.matching.masks import MASK, Masked
from monitor.matching.models import ModelNumbers
from monitor.matching.names import Name, watched_brand
from monitor.matching.other_scripts import OtherScripts
from monitor.matching.overlaps import covering_names, uncovered
from monitor.matching.products import Products
from monitor.matching.rewritten import drawn, interrupted, signs_as_letters, windows, without_words_inside
from monitor.matching.sounding import sound_keys, sounding
from monitor.matching.spelling import spelling
from monitor.matching.title import Title
from monitor.matching.typos import Typos
from monitor.matching.variants import Variant, variant_in, variants
from monitor.matching.verdicts import counting
from monitor.matching.weak_forms import WeakForms
from monitor.model import Match, NameCompany
from monitor.watchlist import Brand

WORTH_A_LOOK = 0.5
SURE = 0.75
"""Scores from which a match is reported, and from which it is sure."""
_WINDOW, _OVERLAP = 1_000, 100  # characters; a title is seldom longer than 200

_MOST_KEPT = 20_000
"""Titles whose matches are kept: the same ones come again and again in a run."""


class Matcher:
    """Finds the brands that titles name. Make one per watchlist; `match` is pure and fast."""

    def __init__(
        self,
        brands: Iterable[Brand],
        ordinary: frozenset[str] = frozenset(),
        company: Mapping[str, NameCompany] | None = None,
    ) -> None:
        """Both learned from titles: words that are no misspelt names, and words beside the names.

        `ordinary`: see `monitor.matching.learned`; `company`: by brand id, see `monitor.matching.company`.
        """
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
        self._windows = windows(self._names)
        self._models = ModelNumbers(names)
        self._products = Products(watched)
        self._typos = Typos(self._names, ordinary)
        self._context = ContextWords(watched, company)
        self._kept = lru_cache(maxsize=_MOST_KEPT)(self._best)

    def match(self, title: str | None) -> tuple[Match, ...]:
        """The best match per brand, best first; empty when the title names none."""
        if not title or not self._names:
            return ()
        return self._kept(title) if len(title) <= _WINDOW else self._best(title)

    def _best(self, title: str) -> tuple[Match, ...]:
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
        slang = self._context.slang(title)
        candidates = [
            *self._by_letters(title),
            *self._by_sound(title),
            *self._typos.find(title),
            *self._models.find(title),
            *self._products.find(title),
        ]
        if MASK.search(title.text):
            candidates += self._masked.find(title)
        if not raw.isascii():
            candidates += self._scripts.find(title)
            if HAS_EMOJI.search(title.text):
                candidates += self._emoji.find(title)
        candidates += self._rewritten(
            title, {id(c.name) for c in candidates if c.score >= WORTH_A_LOOK and not c.needs_context}
        )
        sure_words = slang + self._context.sure_products(title.text)
        if sure_words:
            candidates += self._weak_forms.find(title)
        if not candidates:
            return
        first: dict[tuple[Name, str], Candidate] = {}
        for candidate in uncovered(candidates):
            if candidate.name.brand:
                first.setdefault((candidate.name, candidate.kind), candidate)
        for candidate, support in counting(self._context, title, list(first.values()), sure_words):
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

    def _rewritten(self, title: Title, found: set[int]) -> Iterator[Candidate]:
        """Names with other words inside or drawn with signs; `found`: ids of the names that were found surely."""
        interrupted_names = without_words_inside(title.text, self._windows)
        for rewritten, read in ((interrupted_names, interrupted), (signs_as_letters(title.text), drawn)):
            if rewritten is None:
                continue
            view = Title(rewritten.text, is_skeleton=True)
            for last, (size, spellings) in self._spellings.iter(view.key):
                for spelt in spellings:
                    if isinstance(spelt, Variant) or not spelt.counts_alone or id(spelt) in found:
                        continue
                    candidate = spelling(view, spelt, last + 1 - size, last)
                    if candidate is not None and (in_title := read(rewritten, candidate)) is not None:
                        yield in_title

    @cached_property
    def _emoji(self) -> EmojiNames:
        return EmojiNames(self._names)

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
