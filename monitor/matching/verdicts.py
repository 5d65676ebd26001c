"""Does a name found in a title count for its brand? A table of kinds of names and of what the title says besides."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto

from monitor.lexicon.ordinary import is_everyday, is_proper
from monitor.matching.candidate import Candidate
from monitor.matching.context_words import ContextWord, ContextWords
from monitor.matching.overlaps import UNDISGUISED
from monitor.matching.title import Title

BARE = frozenset({"exact", "alias", "folded"})
"""Kinds of candidates in which nothing was done to hide the name."""
_ARTICLE = re.compile(r"(?<![a-z])(?:the|an?|my|your|our|their|his|her|this|every) $")
_OF = re.compile(r" of\b")
_CAPITALISED = re.compile(r"[A-Z][a-z]+ ")
_WORD_BEFORE = re.compile(r"(?<![a-z])([a-z]{3,}) $")
_MOST_UNSUPPORTED = 0.6
"""The highest score of an everyday word that nothing supports."""


class NameType(Enum):
    """How far a name, as it stands in the title, can be trusted."""

    CLEAR = auto()
    """Counts by itself: a disguised name, also a disguised word, since nobody writes 5hell for the sea's."""
    PLAIN = auto()
    """Undisguised and no word of a dictionary: Nordwerk. Counts unless the title speaks of other goods altogether."""
    AMBIGUOUS = auto()
    """Also a person, a place or a rarer word: Columbia."""
    EVERYDAY = auto()
    """Mostly another word: Shell, 苹果."""
    DEPENDENT = auto()
    """Means nothing without support: a weak name, one of one or two Latin letters or digits, a doubtful disguise."""


class TitleSays(Enum):
    """What else the title says; the first that applies."""

    OTHER_USE_BESIDE = auto()
    """Right beside a name that is also a word, a word of another use: Columbia University. Asked of such names only."""
    SUPPORT = auto()
    """Something that speaks for the brand: replica slang, its goods, another name of it, a model number."""
    OTHER_USE = auto()
    """Somewhere a word of another use: a book, a place, a fruit; or the name is written as a word: the shell of."""
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
    NameType.PLAIN: {
        TitleSays.OTHER_USE_BESIDE: Verdict.COUNTS,  # not asked of a name that is no word
        TitleSays.SUPPORT: Verdict.COUNTS,
        TitleSays.OTHER_USE: Verdict.DROPPED,
        TitleSays.OTHER_GOODS: Verdict.COUNTS,
        TitleSays.NOTHING: Verdict.COUNTS,
    },
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
    counts_by_itself = {NameType.CLEAR} if context.may_be_a_work(title.text) else {NameType.CLEAR, NameType.PLAIN}
    if counts_by_itself.issuperset(types):
        yield from ((candidate, "") for candidate in candidates)
        return
    words = slang + context.goods_and_other_uses(title.text)
    doubted: list[Candidate] = []
    for candidate, kind in sorted(zip(candidates, types, strict=True), key=_plain_first):
        if kind in counts_by_itself:
            if not any(_is_same_place(candidate, other) for other in doubted):
                yield candidate, ""
            continue
        says, support = title_says(context, candidate, words, candidates, title)
        verdict = VERDICTS[kind][says]
        if verdict is Verdict.COUNTS:
            yield candidate, ""
        elif verdict is Verdict.COUNTS_WITH_SUPPORT:
            yield candidate, support
        elif verdict is Verdict.COUNTS_LESS:
            yield replace(candidate, score=min(candidate.score, _MOST_UNSUPPORTED)), ""
        elif kind is not NameType.DEPENDENT:
            doubted.append(candidate)


def _plain_first(candidate: tuple[Candidate, NameType]) -> bool:
    """Undisguised names before disguised ones: what one of them is taken for, no disguise of another name is."""
    return candidate[1] is NameType.CLEAR


def _is_same_place(candidate: Candidate, other: Candidate) -> bool:
    return (candidate.name.brand, candidate.start, candidate.end) == (other.name.brand, other.start, other.end)


def name_type(candidate: Candidate) -> NameType:
    """The row of the table for a candidate."""
    if candidate.needs_context or candidate.name.is_short or "weak" in (candidate.kind, candidate.name.kind):
        return NameType.DEPENDENT
    if candidate.kind not in UNDISGUISED:
        return NameType.CLEAR
    if candidate.name.everyday:
        return NameType.EVERYDAY
    if candidate.name.ambiguous:
        return NameType.AMBIGUOUS
    return NameType.PLAIN if candidate.kind in BARE else NameType.CLEAR


def title_says(
    context: ContextWords,
    candidate: Candidate,
    words: Sequence[ContextWord],
    candidates: Sequence[Candidate],
    title: Title,
) -> tuple[TitleSays, str]:
    """The column of the table for a candidate, and what supports it in words."""
    is_also_a_word = candidate.kind in UNDISGUISED and (candidate.name.everyday or candidate.name.ambiguous)
    if is_also_a_word and context.has_other_use_beside(candidate, words):
        return TitleSays.OTHER_USE_BESIDE, ""
    if support := context.supporting_evidence(candidate, words, candidates, title):
        return TitleSays.SUPPORT, support
    kind = name_type(candidate)
    everyday, plain = kind is NameType.EVERYDAY, kind is NameType.PLAIN
    if context.has_other_use(candidate, words, everyday=everyday, clear=plain):
        return TitleSays.OTHER_USE, ""
    if is_also_a_word and _reads_as_another_word(title, candidate):
        return TitleSays.OTHER_USE, ""
    if context.points_to_other_goods(candidate, words):
        return TitleSays.OTHER_GOODS, ""
    return TitleSays.NOTHING, ""


def _reads_as_another_word(title: Title, candidate: Candidate) -> bool:
    """Whether an English title writes the name as a word or as a person's: the shell of, Harrison Ford.

    A word is written small in a title that begins with a capital, after an article, or before "of".
    """
    if candidate.kind not in BARE:
        return False
    before = title.text[: candidate.start]
    word = _WORD_BEFORE.search(before)
    if word is not None and is_proper(word[1]) and not is_everyday(word[1]):
        return True
    if not candidate.name.everyday or not candidate.name.latin:
        return False
    if _ARTICLE.search(before) or _OF.match(title.text, candidate.end):
        return True
    is_small = title.written(candidate.start, candidate.end).islower()
    return is_small and candidate.start > 0 and _CAPITALISED.match(title.raw) is not None
