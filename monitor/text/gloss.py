"""Chinese word by word in pinyin and English, for people who don't read it: a gloss of each word, no translation.

The words are CC-CEDICT's (`gloss.txt.gz`, made by tools/make_gloss.py) and those of shops (`gloss_commerce.tsv`).
What is slow to load is loaded at the first call.
"""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from monitor.text.hanzi import is_hanzi, simplified, toned
from monitor.text.tables import rows

LONGEST_TEXT = 10_000
"""Characters that are looked up; what follows is one word without a gloss."""
LONGEST_LINE = 300
"""Characters of a text that `gloss_line` explains."""
_LONGEST_WORD = 8

Reading = tuple[str, str | None]
"""Pinyin and English."""


@dataclass(frozen=True, slots=True)
class GlossedWord:
    """One word of a text, its pinyin with tone marks, and a short English meaning.

    Both are None of what is not Chinese. English is None of names, which are only spelled, and where none is known.
    """

    text: str
    pinyin: str | None
    english: str | None


def gloss(text: str) -> tuple[GlossedWord, ...]:
    """Cut a text into words and explain each; the words' texts in a row are the text.

    Single characters in a row that make no word are taken for a name and are one word without English.
    """
    short, rest = text[:LONGEST_TEXT], text[LONGEST_TEXT:]
    words = [word for chinese, run in _runs(short) for word in (_chinese(run) if chinese else (_plain(run),))]
    return (*words, _plain(rest)) if rest else tuple(words)


def gloss_line(text: str) -> str | None:
    """One line for reports and terminals: `nuò dé wò kè · diànzuàn: electric drill · 20V`; None without Hanzi.

    Control characters other than white space are kept: who shows the line makes it safe.
    """
    short = text[:LONGEST_LINE]
    if not any(map(is_hanzi, short)):
        return None
    shown = [_shown(word) for word in gloss(short)]
    return " · ".join([part for part in shown if part] + ["…"] * (len(text) > LONGEST_LINE))


def _shown(word: GlossedWord) -> str:
    if word.pinyin and word.english:
        return f"{word.pinyin}: {word.english}"
    if word.pinyin or any(map(str.isalnum, word.text)):
        return word.pinyin or " ".join(word.text.split())
    return ""


def _plain(text: str) -> GlossedWord:
    return GlossedWord(text, None, None)


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    for chinese, run in groupby(text, key=is_hanzi):
        yield chinese, "".join(run)


def _chinese(run: str) -> Iterator[GlossedWord]:
    """The glossed words of a run of Hanzi."""
    simple = "".join(map(_simple, run))
    at = 0
    for alone, words in groupby(_cut(simple), key=lambda word: len(word) == 1 and word not in _commerce()):
        group = list(words)
        if alone and len(group) > 1:
            group = ["".join(group)]
        for word in group:
            written = run[at : at + len(word)]
            at += len(word)
            yield _name(written) if alone and len(word) > 1 else _word(written, word)


def _cut(simple: str) -> Iterator[str]:
    """The words of a run of simplified characters: jieba's, joined to longer or split into shorter words we know."""
    import rjieba  # noqa: PLC0415 (reads its dictionary)

    pieces = rjieba.cut(simple, False)
    at = 0
    while at < len(pieces):
        for end in range(min(len(pieces), at + _LONGEST_WORD), at, -1):
            word = "".join(pieces[at:end])
            known = word in _commerce() or (_readings(word) and not (end > at + 1 and rjieba.has_word(word)))
            if known and len(word) <= _LONGEST_WORD:
                yield word
                break
        else:
            end = at + 1
            yield from _split(pieces[at])
        at = end


def _split(unknown: str) -> Iterator[str]:
    at = 0
    while at < len(unknown):
        ends = range(min(len(unknown), at + _LONGEST_WORD), at, -1)
        end = next((end for end in ends if _readings(unknown[at:end])), at + 1)
        yield unknown[at:end]
        at = end


def _word(written: str, simple: str) -> GlossedWord:
    readings = _commerce().get(simple) or _readings(written) or _readings(simple)
    if not readings:
        return _name(written)
    return GlossedWord(written, *readings[0])


def _name(written: str) -> GlossedWord:
    spelled = " ".join(_spelled(char) for char in written)
    return GlossedWord(written, spelled or None, None)


def _spelled(char: str) -> str:
    readings = _readings(char) or _readings(simplified(char))
    return readings[0][0] if readings else toned(char)


def _simple(char: str) -> str:
    return char if _readings(char) else simplified(char)


@cache
def _commerce() -> Mapping[str, tuple[Reading, ...]]:
    return {word: ((pinyin, english or None),) for word, pinyin, english in rows("monitor.text", "gloss_commerce.tsv")}


def _readings(word: str) -> tuple[Reading, ...]:
    return _words_from(word[:1]).get(word[1:], ())


@cache
def _words_from(first: str) -> Mapping[str, tuple[Reading, ...]]:
    """The words that begin with a character, without it."""
    words = {}
    for line in _blocks().get(first, b"").decode().split("\n"):
        rest, *cells = line.split("\t")
        words[rest] = tuple((pinyin, english or None) for pinyin, english in zip(cells[::2], cells[1::2], strict=True))
    return {rest: readings for rest, readings in words.items() if readings}


@cache
def _blocks() -> Mapping[str, bytes]:
    packed = files("monitor.text").joinpath("gloss.txt.gz").read_bytes()
    blocks = (block.partition(b"\n") for block in gzip.decompress(packed).split(b"\n\n"))
    return {first.decode(): words for first, _, words in blocks}
