"""Where Chinese words begin and end, by the dictionary of jieba (in rjieba: no cache file, no slow start)."""

import rjieba


def word_edges(text: str, *, guess: bool = False) -> frozenset[int]:
    """The places in `text` where words begin or end.

    Words that the dictionary doesn't know are taken as single characters; with `guess` their edges are estimated (by
    jieba's model of how likely each character begins or ends a word).
    """
    edges = [0]
    for word in rjieba.cut(text, guess):
        edges.append(edges[-1] + len(word))
    return frozenset(edges)


def words_in(text: str) -> list[str]:
    """The words of a text, by the dictionary: what it doesn't know is cut into single characters."""
    return list(rjieba.cut(text, False))


def is_chinese_word(word: str) -> bool:
    """Whether it is a word of the dictionary."""
    return rjieba.has_word(word)
