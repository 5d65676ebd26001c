"""Words for a full-text search that finds Chinese words of any length: Hanzi as pairs, the rest as words.

`蓝电钻 X200` is indexed as `蓝电 电钻 钻 x200`: a word of two Hanzi is a pair, a longer one is pairs in a row, a single
Hanzi begins a pair. (SQLite's own trigram index finds nothing shorter than three characters.)
"""

import re

from monitor.text.fold import fold
from monitor.text.hanzi import is_hanzi, simplified

_RUNS = re.compile(r"[^\W_]+")
_LONGEST = 4_000
"""Characters of a text that are indexed; no title of a marketplace is that long."""
_MOST_WORDS = 12


def grams(text: str) -> str:
    """The words of a text, in one spelling (width, case, simplified characters), separated by blanks."""
    return " ".join(gram for run in _runs(text[:_LONGEST]) for gram in _grams(run))


def search_phrases(query: str) -> list[str]:
    """What is asked for: each phrase is grams in a row, of which the last may be the beginning of one.

    A text fits when all phrases are in it. Empty when the query has neither letters, digits nor Hanzi.
    """
    phrases = []
    for run in _runs(query[:_LONGEST]):
        words = _grams(run)
        # the last Hanzi stands alone in the index only at the end of a run
        phrases.append(" ".join(words[:-1] if len(words) > 1 and is_hanzi(run[0]) else words))
    return phrases[:_MOST_WORDS]


def _runs(text: str) -> list[str]:
    """Runs of Hanzi, and of other letters and digits."""
    folded = "".join(map(simplified, fold(text).text))
    return [part for run in _RUNS.findall(folded) for part in _apart(run)]


def _apart(run: str) -> list[str]:
    parts: list[str] = []
    for char in run:
        if parts and is_hanzi(parts[-1][-1]) == is_hanzi(char):
            parts[-1] += char
        else:
            parts.append(char)
    return parts


def _grams(run: str) -> list[str]:
    if not is_hanzi(run[0]):
        return [run]
    return [run[place : place + 2] for place in range(len(run))]
