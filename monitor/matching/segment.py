"""Chinese word edges, after the dictionary of jieba (in rjieba's build: no cache file, no cold load)."""

import rjieba


def word_edges(text: str, *, guess: bool = False) -> frozenset[int]:
    """The places in `text` where words begin or end.

    Words that the dictionary doesn't know fall into characters, or, with `guess`, are told by how likely each character
    begins and ends one.
    """
    edges = [0]
    for word in rjieba.cut(text, guess):
        edges.append(edges[-1] + len(word))
    return frozenset(edges)


def is_chinese_word(word: str) -> bool:
    """Whether the dictionary knows it."""
    return rjieba.has_word(word)
