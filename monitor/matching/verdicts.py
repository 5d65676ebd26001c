"""Does a name found in a title count for its brand? A table of kinds of names and of what the title says besides."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto

from monitor.matching.candidate import Candidate
from monitor.matching.context_words import ContextWord, ContextWords
from monitor.matching.overlaps import UNDISGUISED
from monitor.matching.title import Title

_MOST_UNSUPPORTED = 0.6
"""The highest score of an everyday word that nothing supports."""


class NameType(Enum):
    """How far a name, as it stands in the title, can be trusted."""

    CLEAR = auto()
    """Counts by itself: Nordwerk; also a disguised word, since nobody writes 5hell for the sea's."""
    AMBIGUOUS = auto()
    """Also a person, a place or a rarer word: Columbia."""
    EVERYDAY = auto()
    """Mostly another word: Shell, 苹果."""
    DEPENDENT = auto()
    """Means nothing without support: a weak name, a name of one character, a doubtful disguise."""


class TitleSays(Enum):
    """What else the title says; the first that applies."""

    OTHER_USE_BESIDE = auto()
    """Right beside a name that is also a word, a word of another use: Columbia University. Asked of such names only."""
    SUPPORT = auto()
    """Something that speaks for the brand: replica slang, its goods, another name of it, a model number."""
    OTHER_USE = auto()
    """Somewhere a word of another use: a book, a place, a fruit."""
    OTHER_GOODS = auto()
    """The brand's goods are known, and the title names others or none of them."""
    NOTHING = auto()
    """None of that."""


class Verdict(Enum):
    """What becomes of the name."""

    COUNTS = auto()
    """It names the brand."""
    COUNTS_WITH_SUPPORT = auto()
    """It names the brand because of what supports it, which the explanation says."""
    COUNTS_LESS = auto()
    """It may name the brand: its score is 0.6 at most."""
    DROPPED = auto()
    """It doesn't name the brand."""


# Clear names are not here: they count, whatever the title says.
VERDICTS = {
    NameType.AMBIGUOUS: {
        TitleSays.OTHER_USE_BESIDE: Verdict.DROPPED,
        TitleSays.SUPPORT: Verdict.COUNTS,
        TitleSays.OTHER_USE: Verdict.DROPPED,
        TitleSays.OTHER_GOODS: Verdict.COUNTS,
        TitleSays.NOTHING: Verdict.COUNTS,
    },
    NameType.EVERYDAY: {
        TitleSays.OTHER_USE_BESIDE: Verdict.DROPPED,
        TitleSays.SUPPORT: Verdict.COUNTS_WITH_SUPPORT,
        TitleSays.OTHER_USE: Verdict.DROPPED,
        TitleSays.OTHER_GOODS: Verdict.DROPPED,
        TitleSays.NOTHING: Verdict.COUNTS_LESS,
    },
    NameType.DEPENDENT: {
        TitleSays.OTHER_USE_BESIDE: Verdict.DROPPED,
        TitleSays.SUPPORT: Verdict.COUNTS_WITH_SUPPORT,
        TitleSays.OTHER_USE: Verdict.DROPPED,
        TitleSays.OTHER_GOODS: Verdict.DROPPED,
        TitleSays.NOTHING: Verdict.DROPPED,
    },
}


def counting(
    context: ContextWords, title: Title, candidates: Sequence[Candidate], slang: list[ContextWord]
) -> Iterator[tuple[Candidate, str]]:
    """The candidates of a title that count, each with what supports it in words; empty for one that needs no support.

    `slang`: the context words of the title that are known already.
    """
    types = [name_type(candidate) for candidate in candidates]
    if all(kind is NameType.CLEAR for kind in types):
        yield from ((candidate, "") for candidate in candidates)
        return
    words = slang + context.goods_and_other_uses(title.text)
    for candidate, kind in zip(candidates, types, strict=True):
        if kind is NameType.CLEAR:
            yield candidate, ""
            continue
        says, support = title_says(context, candidate, words, candidates, title.text)
        verdict = VERDICTS[kind][says]
        if verdict is Verdict.COUNTS:
            yield candidate, ""
        elif verdict is Verdict.COUNTS_WITH_SUPPORT:
            yield candidate, support
        elif verdict is Verdict.COUNTS_LESS:
            yield replace(candidate, score=min(candidate.score, _MOST_UNSUPPORTED)), ""


def name_type(candidate: Candidate) -> NameType:
    """The row of the table for a candidate."""
    if candidate.needs_context or "weak" in (candidate.kind, candidate.name.kind):
        return NameType.DEPENDENT
    if candidate.kind not in UNDISGUISED:
        return NameType.CLEAR
    if candidate.name.everyday:
        return NameType.EVERYDAY
    return NameType.AMBIGUOUS if candidate.name.ambiguous else NameType.CLEAR


def title_says(
    context: ContextWords,
    candidate: Candidate,
    words: Sequence[ContextWord],
    candidates: Sequence[Candidate],
    text: str,
) -> tuple[TitleSays, str]:
    """The column of the table for a candidate, and what supports it in words."""
    is_also_a_word = candidate.kind in UNDISGUISED and (candidate.name.everyday or candidate.name.ambiguous)
    if is_also_a_word and context.has_other_use_beside(candidate, words):
        return TitleSays.OTHER_USE_BESIDE, ""
    if support := context.supporting_evidence(candidate, words, candidates, text):
        return TitleSays.SUPPORT, support
    if context.has_other_use(candidate, words):
        return TitleSays.OTHER_USE, ""
    if context.points_to_other_goods(candidate, words):
        return TitleSays.OTHER_GOODS, ""
    return TitleSays.NOTHING, ""
