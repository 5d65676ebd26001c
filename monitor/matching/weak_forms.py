"""What sellers make of a name beside replica slang: initials, one word of it, its beginning, 香～, 香家.

These forms are generated from the names. Alone they mean nothing (a Latin word of one of 615 brands stood in every
seventh random title), so they are looked for only in titles with replica slang or a sure product.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import ahocorasick

from monitor.lexicon.brands import known_brands, known_words
from monitor.lexicon.ordinary import is_everyday, is_proper, is_word
from monitor.lexicon.ordinary_chinese import is_everyday_chinese
from monitor.matching.candidate import Candidate
from monitor.matching.masks import MASKS
from monitor.matching.names import Name
from monitor.matching.spelling import goes_on
from monitor.matching.title import Title, has_edges
from monitor.text.hanzi import joins_words, name_readings
from monitor.text.skeleton import skeleton

_SMALL_WORDS = frozenset("the and of de la le les el di da van von du des for new old st san by".split())
_ABBREVIATIONS = frozenset(
    "mm cm km kg mg ml nm oz lb ft xl xs xxl xxxl gb tb mb kb pc pcs usb led lcd oled ps pu pvc tpu pe pp abs cd dvd "
    "bd hd uhd fhd uk us usa eu cn jp kr hk ac dc av tv ai ii iii iv vi vii ix xi bb cc dd ee aa ab id ip it in by at "
    "as or dr mr mrs jr sr st no vs ok diy oem odm nfc gps rgb ssd hdd sd tf ram rom cpu gpu cnc bt fm am pm dv dj pk "
    "qq wx vx ua sf fg ag sg tg lm rs gt rc ev ct dx rx tx ts atx nes com net www max pro plus mini".split()
)
"""Short words and units of any title."""
_AFTER_FIRST = {"家": "家 (house)", "牌": "牌 (brand)"}
_CUT = "by a part of it"
_ONE_WORD = "by one of its words"
_MASKS = frozenset(MASKS)


class WeakForms:
    """Finds weak forms. Made of all names, whose forms are generated here."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._forms: dict[str, list[tuple[Name, str]]] = {}
        for name in names:
            for form, how in _forms(name):
                if form != name.letters and _is_distinctive(form, how):
                    self._forms.setdefault(form, []).append((name, how))
        # where a form that is no word of the title can begin: nearly nowhere
        firsts = {form[0] for form in self._forms if joins_words(form[-1]) or form.endswith("*")}
        self._beginnings = {char for char in firsts if joins_words(char) or (char.isascii() and char.isalpha())}

    def find(self, title: Title) -> Iterator[Candidate]:
        """Every weak form in the title; none where it names another well-known brand, whose goods it is about."""
        found = [*self._tokens(title), *self._pieces(title)]
        if found and (others := _known_brands_in(title.text)):
            found = [candidate for candidate in found if others <= {candidate.name.skeleton}]
        yield from found

    def _tokens(self, title: Title) -> Iterator[Candidate]:
        """Those that are Latin words of the title."""
        for token, start, end in title.tokens:
            for name, how in self._forms.get(token, ()):
                if len(token) > 2 or title.written(start, end).isupper():
                    yield Candidate(name, start, end, "weak", 0.6, how)

    def _pieces(self, title: Title) -> Iterator[Candidate]:
        """Those that end with a Chinese character or a mask, and stand between words: 基尼 is not in 比基尼."""
        text = title.text
        for start, char in enumerate(text):
            if char not in self._beginnings or not _begins(title, start):
                continue
            for length in (4, 3, 2):
                end = start + length
                if end > len(text) or not joins_words(text[end - 1]) or not (named := self._forms.get(text[start:end])):
                    continue
                if end in title.edges and not goes_on(title, start, end):
                    yield from (Candidate(name, start, end, "weak", 0.6, how) for name, how in named)
            if (
                text[start + 1 : start + 2] in _MASKS
                and joins_words(char)
                and not text[start + 2 : start + 3].isdigit()
            ):
                for name, how in self._forms.get(char + "*", ()):
                    yield Candidate(name, start, start + 2, "masked", 0.6, how, needs_context=True, needs_slang=True)


def _begins(title: Title, start: int) -> bool:
    """Whether a word of the title begins there."""
    before = title.text[start - 1] if start else " "
    return start in title.edges and not (before.isalnum() and title.text[start].isascii() and before.isascii())


def _is_distinctive(form: str, how: str) -> bool:
    """Whether a form seldom stands in a title by chance: no word, no unit, no other brand's name."""
    if joins_words(form[-1]) or form.endswith("*"):
        return not is_everyday_chinese(form)
    if form in _ABBREVIATIONS or form in known_words():
        return False
    if how == _ONE_WORD or len(form) > 3:
        return not is_everyday(form)
    return not (is_word(form) or is_proper(form))


def _known_brands_in(text: str) -> set[str]:
    """The skeletons of the well-known brands whose names stand in a title."""
    hits = ((last + 1 - len(name), last + 1, name) for last, name in _known_names().iter(text))
    return {name for start, end, name in hits if has_edges(text, start, end)}


@lru_cache(maxsize=1)
def _known_names() -> ahocorasick.Automaton:
    """The Latin names of well-known brands that are no ordinary words, from four letters on."""
    names = ahocorasick.Automaton()
    for brand in known_brands():
        name = skeleton(brand.name).text.strip()
        if len(name) > 3 and name.isascii() and "word" not in brand.ordinary and not is_word(name):
            names.add_word(name, name)
    names.make_automaton()
    return names


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
        yield from ((word, _ONE_WORD) for word in words if len(word) > 2 and word not in _SMALL_WORDS)
    for size in range(3, len(whole)):
        yield whole[:size], _CUT
        if size > 3:
            yield whole[-size:], _CUT
    for word in words[1:]:
        yield from ((word[:size], _CUT) for size in range(4, len(word)))
    consonants = whole[0] + "".join(letter for letter in whole[1:] if letter not in "aeiou")
    for size in range(3, min(len(consonants), 5) + 1):
        yield consonants[:size], "by its consonants"
    yield whole[0] + "家", "by its first letter with 家 (house)"
    yield whole[0] + "牌", "by its first letter with 牌 (brand)"


def _chinese_forms(name: Name) -> Iterator[tuple[str, str]]:
    whole = name.letters
    for size in range(2, len(whole)):
        yield whole[:size], _CUT
        yield whole[-size:], _CUT
    yield whole[0] + "*", "by its first character, the rest masked"
    for char, glossed in _AFTER_FIRST.items():
        yield from ((kept + char, f"by one of its characters with {glossed}") for kept in whole)
    initials = "".join(syllable[0] for syllable in name_readings(whole))
    if len(initials) > 2:
        yield initials, "by the initials of its pinyin"
    yield "小" + whole[0], "by its first character as a pet name"
