"""The dictionary of the gloss: CC-CEDICT's words (`gloss.txt.gz`) and those of shops (`gloss_commerce.tsv`).

Only what is asked for is unpacked into words: the entries of one first character at a time. Sources: SOURCES.md.
"""

import gzip
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from monitor.text.tables import rows

LONGEST_WORD = 8
"""Characters of the longest word in the tables."""


class Reading(NamedTuple):
    """Pinyin with tone marks, and a short English meaning where there is one."""

    pinyin: str
    english: str | None


def readings(word: str) -> tuple[Reading, ...]:
    """CC-CEDICT's readings of a word, simplified or as it is written, the likeliest first; empty if it has none."""
    return _beginning_with(word[:1]).get(word[1:], ())


def shop_reading(word: str, places: tuple[str, ...] = ("",)) -> Reading | None:
    """How a word of titles (in simplified characters) is read; None if it has no entry for one of the places.

    Places: `number` after a number, as measure words; `inside` between two Hanzi; `last` after a Hanzi and before none,
    as particles; `first` before a Hanzi and after none, as verbs; `alone` where it is no part of a name; the empty one
    is everywhere. The first that has an entry decides.
    """
    by_place = _shop_words().get(word, {})
    return next((by_place[place] for place in places if place in by_place), None)


@cache
def _shop_words() -> Mapping[str, Mapping[str, Reading]]:
    words: defaultdict[str, dict[str, Reading]] = defaultdict(dict)
    for word, pinyin, english, where in rows("monitor.text", "gloss_commerce.tsv"):
        words[word][where] = Reading(pinyin, english)
    return dict(words)


@cache
def _beginning_with(first: str) -> Mapping[str, tuple[Reading, ...]]:
    """The words that begin with a character, by the rest of the word."""
    words = {}
    for line in _blocks().get(first, b"").decode().splitlines():
        rest, *cells = line.split("\t")
        pairs = zip(cells[::2], cells[1::2], strict=True)
        words[rest] = tuple(Reading(pinyin, english or None) for pinyin, english in pairs)
    return words


@cache
def _blocks() -> Mapping[str, bytes]:
    """The lines of each first character, still packed together."""
    packed = files("monitor.text").joinpath("gloss.txt.gz").read_bytes()
    blocks = (block.partition(b"\n") for block in gzip.decompress(packed).split(b"\n\n"))
    return {first.decode(): words for first, _, words in blocks}
