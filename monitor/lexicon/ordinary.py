"""Which Latin words are ordinary: everyday English, a dictionary's, other languages' frequent ones, names."""

import gzip
import unicodedata
from functools import lru_cache
from importlib.resources import files

# Latin letters that don't come apart into an ASCII letter and an accent.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th"})


@lru_cache(maxsize=4)
def _words(name: str) -> frozenset[str]:
    packed = files("monitor.lexicon").joinpath(f"{name}.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("ascii").split("\n"))


def fold_latin(word: str) -> str:
    """A word in small letters without diacritics, as the lists have it: `Größe` is `grosse`."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS))
    return "".join(char for char in apart if not unicodedata.combining(char))


def is_everyday(word: str) -> bool:
    """Whether a seller may write the word in a title without thinking of a brand: shell, target, doves.

    The words of a small English dictionary and the frequent ones of a large one (bench/make_ordinary.py).
    """
    return fold_latin(word) in _words("everyday")


def is_word(word: str) -> bool:
    """Whether it's a word of a large English dictionary or one of the frequent words of eleven other languages.

    Those languages: German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Polish, Turkish, Indonesian,
    Vietnamese. Words that are only names or brands are none.
    """
    word = fold_latin(word)
    return word in _words("everyday") or word in _words("english") or word in _words("foreign")


def is_compound(word: str) -> bool:
    """Whether two everyday words of four letters and more make it up: microspot, sunglow."""
    return any(is_everyday(word[:at]) and is_everyday(word[at:]) for at in range(4, len(word) - 3))


def is_proper(word: str) -> bool:
    """Whether it's a given name, a common surname, a country, a region or a large city: hugo, columbia, berlin."""
    return fold_latin(word) in _words("names")
