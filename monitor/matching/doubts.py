"""Titles that hold a name of a brand and yet name none, as far as can be told: listed, so that none is lost unseen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.matching.automaton import automaton
from monitor.matching.candidate import Candidate
from monitor.matching.context_words import ContextWords
from monitor.matching.names import watched_brand
from monitor.matching.overlaps import covering_names, uncovered
from monitor.matching.spelling import spelling
from monitor.matching.title import Title
from monitor.matching.verdicts import BARE, VERDICTS, TitleSays, Verdict, name_type, title_says
from monitor.model import NameCompany
from monitor.watchlist import Brand

_LONGEST = 1_000  # characters of a title


class DoubtReason(StrEnum):
    """Why a name in a title was doubted."""

    EXPRESSION = "expression"
    """It is part of another expression: sea shell, apple pie."""
    OTHER_USE = "other use"
    """The title speaks of a book, a place, a fruit …"""
    OTHER_GOODS = "other goods"
    """The brand's goods are known, and the title names others or none of them."""
    NOTHING_BESIDE = "nothing beside"
    """Nothing speaks for the brand, and the name means nothing alone."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A brand's name in a title that was not taken for it."""

    brand: str
    """The brand's id."""
    mention: str
    """The name as the title writes it."""
    reason: DoubtReason
    beside: str = ""
    """The word of another use, or the expression, as the title writes it; empty for other reasons."""


class Doubts:
    """Finds doubted names. Made of the watched brands; ask only about titles that `Matcher` found nothing in."""

    def __init__(self, brands: Iterable[Brand], company: Mapping[str, NameCompany] | None = None) -> None:
        """`company`: as `Matcher` takes it."""
        watched = [watched_brand(brand) for brand in brands]
        names = [name for brand in watched for name in brand.names if not name.is_shape]
        self._spellings = automaton((name.key, name) for name in (*names, *covering_names(names)))
        self._context = ContextWords(watched, company)

    def of(self, raw: str) -> list[Doubt]:
        """The doubted names in a title, one for each brand."""
        title = Title(raw[:_LONGEST])
        spelt = list(self._spelt(title))
        if not any(candidate.name.brand and candidate.name.counts_alone for candidate in spelt):
            return []
        phrases = [candidate for candidate in spelt if candidate.name.kind == "phrase"]
        names = [candidate for candidate in uncovered(c for c in spelt if c not in phrases) if candidate.name.brand]
        doubts = (self._doubt(title, candidate, names, phrases) for candidate in names)
        by_brand: dict[str, Doubt] = {}
        for doubt in doubts:
            if doubt is not None:
                by_brand.setdefault(doubt.brand, doubt)
        return list(by_brand.values())

    def _spelt(self, title: Title) -> Iterator[Candidate]:
        for last, (size, names) in self._spellings.iter(title.key):
            for name in names:
                if (candidate := spelling(title, name, last + 1 - size, last)) is not None:
                    yield candidate

    def _doubt(
        self, title: Title, candidate: Candidate, names: Sequence[Candidate], phrases: Sequence[Candidate]
    ) -> Doubt | None:
        """Why the name doesn't count; None for one that does, is disguised or is not to be looked for alone."""
        name = candidate.name
        if not (name.counts_alone or name.is_short) or name.kind == "not" or candidate.kind not in BARE:
            return None
        mention = title.written(candidate.start, candidate.end)
        around = next((phrase for phrase in phrases if _holds(phrase, candidate)), None)
        if around is not None:
            expression = title.written(around.start, around.end)
            return Doubt(name.brand, mention, DoubtReason.EXPRESSION, expression)
        words = self._context.slang(title) + self._context.goods_and_other_uses(title.text)
        says, _ = title_says(self._context, candidate, words, names, title)
        kind = name_type(candidate)
        if VERDICTS.get(kind, {}).get(says, Verdict.COUNTS) is not Verdict.DROPPED:
            return None
        if says in (TitleSays.OTHER_USE, TitleSays.OTHER_USE_BESIDE):
            use = self._context.other_use(candidate, words)
            beside = title.written(use.start, use.end) if use else ""
            return Doubt(name.brand, mention, DoubtReason.OTHER_USE, beside)
        reason = DoubtReason.OTHER_GOODS if says is TitleSays.OTHER_GOODS else DoubtReason.NOTHING_BESIDE
        return Doubt(name.brand, mention, reason)


def _holds(phrase: Candidate, candidate: Candidate) -> bool:
    return phrase.start <= candidate.start and candidate.end <= phrase.end
