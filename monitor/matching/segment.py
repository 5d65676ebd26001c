"""Chinese word edges, after the dictionary of jieba (in rjieba's build: no cache file, no cold load)."""

from functools import lru_cache

from rjieba import Jieba


@lru_cache(maxsize=1)
def _segmenter() -> Jieba:
    return Jieba()


def word_edges(text: str, *, guess: bool = False) -> frozenset[int]:
    """The places in `text` where words begin or end.

    Words that the dictionary doesn't know fall into characters, or, with `guess`, are told by how likely each character
    begins and ends one.
    """
    edges = [0]
    for word in _segmenter().cut(text, guess):
        edges.append(edges[-1] + len(word))
    return frozenset(edges)


def is_chinese_word(word: str) -> bool:
    """Whether the dictionary knows it."""
    return _segmenter().has_word(word)
