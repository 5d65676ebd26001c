"""Which Latin words are ordinary: everyday English, words of a dictionary, frequent foreign words, names."""

import unicodedata
from functools import lru_cache

from monitor.text.tables import lines

# Latin letters that Unicode doesn't decompose into an ASCII letter and an accent.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th"})


@lru_cache(maxsize=4)
def _words(name: str) -> frozenset[str]:
    return frozenset(lines("monitor.lexicon", f"{name}.txt.gz"))


def fold_latin(word: str) -> str:
    """A word in small letters without diacritics, as the lists have it: `grosse` for `Größe`."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS))
    return "".join(char for char in apart if not unicodedata.combining(char))


def is_everyday(word: str) -> bool:
    """Whether sellers write the English word in titles without meaning a brand: shell, target, doves.

    The words of a small dictionary and the frequent ones of a large one (tools/make_ordinary.py).
    """
    return fold_latin(word) in _words("everyday")


def is_word(word: str) -> bool:
    """Whether it is a word of a large English dictionary or a frequent word of eleven other languages.

    They are German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Polish, Turkish, Indonesian and Vietnamese.
    Words that are only names or brands are left out.
    """
    word = fold_latin(word)
    return word in _words("everyday") or word in _words("english") or word in _words("foreign")


def is_compound(word: str) -> bool:
    """Whether it is made of two everyday words of four letters or more: microspot, sunglow."""
    return any(is_everyday(word[:at]) and is_everyday(word[at:]) for at in range(4, len(word) - 3))


def is_proper(word: str) -> bool:
    """Whether it is a given name, a common surname, a country, a region or a large city: hugo, columbia, berlin."""
    return fold_latin(word) in _words("names")
