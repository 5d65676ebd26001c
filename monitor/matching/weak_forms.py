"""What sellers make of a name beside replica slang: initials, one word of it, its beginning, 香～, 香家.

These forms are generated from the names. Alone they mean nothing (a Latin word of one of 615 brands stood in every
seventh random title), so they are looked for only in titles with replica slang or a sure product.
"""

from collections.abc import Iterable, Iterator

from monitor.lexicon.ordinary_chinese import is_everyday_chinese
from monitor.matching.candidate import Candidate
from monitor.matching.masks import MASKS
from monitor.matching.names import Name
from monitor.matching.title import Title
from monitor.text.hanzi import joins_words, name_readings

_SMALL_WORDS = frozenset("the and of de la le les el di da van von du des for new old st san by".split())
_UNITS = frozenset("mm cm km kg ml xl xs xxl gb tb mb pc pcs usb led lcd ps pu pvc tpu cd dvd hd uk us eu cn".split())
_AFTER_FIRST = {"家": "家 (house)", "牌": "牌 (brand)"}
_CUT = "by a part of it"


class WeakForms:
    """Finds weak forms. Made of all names, whose forms are generated here."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._forms: dict[str, list[tuple[Name, str]]] = {}
        for name in names:
            for form, how in _forms(name):
                if form != name.letters and not is_everyday_chinese(form):
                    self._forms.setdefault(form, []).append((name, how))
        # where a form that is no word of the title can begin: nearly nowhere
        firsts = {form[0] for form in self._forms if joins_words(form[-1]) or form.endswith("*")}
        self._beginnings = {char for char in firsts if joins_words(char) or (char.isascii() and char.isalpha())}

    def find(self, title: Title) -> Iterator[Candidate]:
        """Every weak form in the title."""
        text = title.text
        for token, start, end in title.tokens():
            for name, how in self._forms.get(token, ()):
                yield Candidate(name, start, end, "weak", 0.6, how)
        for start, char in enumerate(text):
            if char not in self._beginnings:
                continue
            for length in (4, 3, 2):
                piece = text[start : start + length]
                if len(piece) == length and joins_words(piece[-1]):
                    for name, how in self._forms.get(piece, ()):
                        yield Candidate(name, start, start + length, "weak", 0.6, how)
            if start + 1 < len(text) and text[start + 1] in MASKS and joins_words(char):
                for name, how in self._forms.get(char + "*", ()):
                    yield Candidate(name, start, start + 2, "masked", 0.6, how, needs_context=True, needs_slang=True)


def _forms(name: Name) -> Iterator[tuple[str, str]]:
    if name.latin and name.letters.isalpha():
        yield from _latin_forms(name)
    elif name.chinese:
        yield from _chinese_forms(name)


def _latin_forms(name: Name) -> Iterator[tuple[str, str]]:
    words, whole = name.words, name.letters
    if len(words) > 1:
        initials = "".join(word[0] for word in words)
        yield initials, "by its initials"
        yield from ((word, "by one of its words") for word in words if len(word) > 2 and word not in _SMALL_WORDS)
    for size in range(3, len(whole)):
        yield whole[:size], _CUT
        if size > 3:
            yield whole[-size:], _CUT
    for word in words[1:]:
        yield from ((word[:size], _CUT) for size in range(4, len(word)))
    consonants = whole[0] + "".join(letter for letter in whole[1:] if letter not in "aeiou")
    for size in range(2, min(len(consonants), 5) + 1):
        if consonants[:size] not in _UNITS:
            yield consonants[:size], "by its consonants"
    yield whole[0] * 2, "by its first letter twice"
    yield whole[0] + "家", "by its first letter with 家 (house)"
    yield whole[0] + "牌", "by its first letter with 牌 (brand)"


def _chinese_forms(name: Name) -> Iterator[tuple[str, str]]:
    whole = name.letters
    for size in range(2, len(whole)):
        for at in range(len(whole) - size + 1):
            yield whole[at : at + size], _CUT
    yield whole[0] + "*", "by its first character, the rest masked"
    for char, glossed in _AFTER_FIRST.items():
        yield from ((kept + char, f"by one of its characters with {glossed}") for kept in whole)
    initials = "".join(syllable[0] for syllable in name_readings(whole))
    if len(initials) > 1 and initials not in _UNITS:
        yield initials, "by the initials of its pinyin"
    yield "小" + whole[0], "by its first character as a pet name"
