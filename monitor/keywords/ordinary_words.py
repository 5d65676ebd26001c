"""Which Chinese strings are ordinary words: jieba's dictionary tells parts of speech and how common a word is."""

import math
from functools import lru_cache

import rjieba

_NAMES = ("nr", "nz", "nt", "x")
"""Parts of speech of names: persons (also transliterated ones), other proper names, organisations; x: not known."""
_LIKE_NAME = 0.5
"""From so much likeness in sound or meaning on (0 to 1) ordinary words may be a name: 三得利 is Suntory's."""
_MOSTLY = 0.5


def word_edges(run: str) -> set[int]:
    """Where words begin and end in a row of Chinese characters, its own ends among them.

    Words of the dictionary alone: a name that it does not have is cut into characters, and each is a word.
    """
    edges = {0}
    for word in rjieba.cut(run, False):
        edges.add(max(edges) + len(word))
    return edges


def is_ordinary(text: str, likeness: float) -> bool:
    """Whether a string is mostly ordinary words (分期, 年保修), and neither sound nor meaning is the name's.

    `likeness`: to the Latin name, 0 to 1.
    """
    return likeness < _LIKE_NAME and sum(map(len, _ordinary_parts(text))) >= _MOSTLY * len(text)


def commonness(text: str) -> float:
    """How common the ordinary words of a string are: the logarithm of jieba's count, for its share of the string."""
    return sum(math.log10(1 + _weight(part)) * len(part) for part in _ordinary_parts(text)) / len(text)


@lru_cache(maxsize=4096)
def _ordinary_parts(text: str) -> tuple[str, ...]:
    """The dictionary's words of two characters and more that are no names."""
    return tuple(word for word, part in rjieba.tag(text, False) if len(word) > 1 and not part.startswith(_NAMES))


def _weight(word: str) -> int:
    """How often the word stands in the texts that jieba's dictionary was counted from."""
    return int(rjieba.suggest_freq(word))
