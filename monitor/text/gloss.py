"""Chinese word by word in pinyin and English, for people who don't read it: a gloss of each word, no translation."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import NamedTuple

from monitor.text.gloss_words import LONGEST_WORD, Reading, readings, shop_reading
from monitor.text.hanzi import is_hanzi, simplified, simplified_text, toned

LONGEST_TEXT = 10_000
"""Characters that are looked up; what follows is one word without a gloss."""
LONGEST_LINE = 300
"""Characters of a text that `gloss_line` explains."""

_NUMBER = re.compile(r"[\d一二两三四五六七八九十百千万半几第]")

_MARKS = " ,.;:!?~_-/\\|'\"()[]{}<>·、，。；：！？～—…“”‘’（）【】「」『』《》〈〉｜／"
"""What is left out of a line at the ends of what is not Chinese."""


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

    Single characters in a row that make no word are taken for a name, which is one word without English. The pinyin of
    a character that no table knows is None.
    """
    short, rest = text[:LONGEST_TEXT], text[LONGEST_TEXT:]
    words: list[GlossedWord] = []
    for chinese, chars in groupby(short, key=is_hanzi):
        run = "".join(chars)
        if chinese:
            words += _glossed(run, words[-1].text if words else "", after_place=_is_name_of_place(words))
        else:
            words.append(_plain(run))
    return (*words, _plain(rest)) if rest else tuple(words)


def gloss_line(text: str) -> str | None:
    """One line for reports and terminals: `nuò dé wò kè · diànzuàn: electric drill · 20V`; None without Hanzi.

    Control characters other than white space are kept: who shows the line makes it safe.
    """
    short = text[:LONGEST_LINE]
    if not any(map(is_hanzi, short)):
        return None
    shown = filter(None, map(_shown, gloss(short)))
    return " · ".join([*shown, "…"] if len(text) > LONGEST_LINE else shown)


def _shown(word: GlossedWord) -> str:
    if word.pinyin and word.english:
        return f"{word.pinyin}: {word.english}"
    return word.pinyin or " ".join(word.text.split()).strip(_MARKS)


def _plain(text: str) -> GlossedWord:
    return GlossedWord(text, None, None)


def _is_name_of_place(words: list[GlossedWord]) -> bool:
    """Whether the last word, white space aside, is written with a capital letter."""
    last = next((word for word in reversed(words[-2:]) if not word.text.isspace()), None)
    return last is not None and last.pinyin is not None and last.pinyin[0].isupper()


class _Piece(NamedTuple):
    """A word in simplified characters, and whether it may be a part of a name that no table knows."""

    word: str
    of_name: bool


def _glossed(run: str, before: str, *, after_place: bool) -> Iterator[GlossedWord]:
    """The words of a run of Hanzi that follows on the text `before`."""
    simple = simplified_text(run)
    at = 0
    for of_name, pieces in groupby(_pieces(simple, before), key=lambda piece: piece.of_name):
        words = [piece.word for piece in pieces]
        name = "".join(words)
        if of_name and _is_name(words):
            words = [name]
        for word in words:
            end = at + len(word)
            written = run[at:end]
            places = (*_places(simple, at, end, before), "alone")
            if of_name and word == name and len(name) > 1:
                reading = _spelled(written)
            else:
                reading = _reading(written, word, places, after_place=after_place)
            yield GlossedWord(written, reading.pinyin or None, reading.english)
            after_place = reading.pinyin[:1].isupper()
            at = end


def _is_name(words: list[str]) -> bool:
    """Whether words that no table knows are a name: two characters of them have no use of their own in titles."""
    return sum(len(word) for word in words if not shop_reading(word, ("", "alone"))) > 1


def _pieces(simple: str, before: str) -> Iterator[_Piece]:
    """The words of jieba, joined to longer or split into shorter words that the tables know."""
    import rjieba  # noqa: PLC0415 (reads its dictionary)

    tagged = rjieba.tag(simple, False)
    at = start = 0
    while at < len(tagged):
        for end in range(min(len(tagged), at + LONGEST_WORD), at, -1):
            word = "".join(piece for piece, _ in tagged[at:end])
            if _is_known(word, end - at):
                yield _Piece(word, of_name=False)
                break
        else:
            end = at + 1
            word, tag = tagged[at]
            yield from _unknown(word, tag, _places(simple, start, start + 1, before))
        start += len(word)
        at = end


def _is_known(word: str, pieces: int = 1) -> bool:
    """Whether several characters are a word, which jieba cut into pieces.

    What jieba knows as a word, but cut, stays cut; only characters by themselves are joined, if the word has a meaning.
    """
    if not 1 < len(word) <= LONGEST_WORD:
        return False
    if shop_reading(word):
        return True
    import rjieba  # noqa: PLC0415 (reads its dictionary)

    known = readings(word)
    if pieces > 1 and known and rjieba.has_word(word):
        return pieces == len(word) and known[0].english is not None
    return bool(known)


def _places(run: str, start: int, end: int, before: str) -> tuple[str, ...]:
    """The kinds of place that a word of a run stands at, the most telling first (`shop_reading`)."""
    number = _NUMBER.match(run[start - 1] if start else before[-1:])
    kinds = {
        "number": number,
        "inside": start > 0 and end < len(run),
        "last": start > 0 and end == len(run),
        "first": start == 0 and end < len(run) and not number,
        "": True,
    }
    return tuple(kind for kind, holds in kinds.items() if holds)


def _unknown(word: str, tag: str, places: tuple[str, ...]) -> Iterator[_Piece]:
    """The parts of a word of jieba's that the tables don't know; names of people and places stay whole."""
    if len(word) == 1:
        yield _Piece(word, of_name=not shop_reading(word, places))
        return
    parts = list(_longest_words(word))
    if tag.startswith("n") and tag != "n" and all(len(part) == 1 for part in parts):
        yield _Piece(word, of_name=True)
        return
    for part in parts:
        yield _Piece(part, of_name=False)


def _longest_words(unknown: str) -> Iterator[str]:
    at = 0
    while at < len(unknown):
        ends = range(min(len(unknown), at + LONGEST_WORD), at + 1, -1)
        end = next((end for end in ends if _is_known(unknown[at:end])), at + 1)
        yield unknown[at:end]
        at = end


def _reading(written: str, simple: str, places: tuple[str, ...], *, after_place: bool) -> Reading:
    """A word's likeliest reading; after the name of a place the one that is a name too (朝阳 in 北京朝阳)."""
    of_shops = shop_reading(simple, places)
    clearer = readings(written) if written != simple else ()  # 隻 is one of the words that are written 只 since
    if of_shops and (not clearer or of_shops.pinyin in {reading.pinyin for reading in clearer}):
        return of_shops
    known = clearer or readings(simple)
    if not known:
        return _spelled(written)
    if after_place and len(written) > 1:
        return next(filter(_is_place, known), known[0])
    return known[0]


def _is_place(reading: Reading) -> bool:
    """Whether a reading is a name that English only spells, as Cháoyáng: Chaoyang; not Dǒu Niú: Big Dipper."""
    letters = "".join(filter(str.isalpha, unicodedata.normalize("NFD", reading.pinyin)))
    return reading.pinyin[0].isupper() and reading.english is not None and letters == reading.english.replace(" ", "")


def _spelled(written: str) -> Reading:
    return Reading(" ".join(filter(None, map(_sound, written))), None)


@cache
def _sound(char: str) -> str:
    """A character's commonest reading; empty if nobody has listed one."""
    known = readings(char) or readings(simplified(char))
    sound = known[0].pinyin if known else toned(char)
    return "" if sound == char else sound.lower()
