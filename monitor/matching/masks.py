"""Names with characters masked: 阿*达斯, pan**ai, 施华洛○奇.

How pan**ai is found for a brand Panerai: the mask stands between "pan" and "ai". The names are indexed by their first
two letters ("pa"), or, where a mask leaves one letter or none, by that letter, "*" and the letter after the mask. For
each name with that beginning `_hidden` tries how many letters are masked: panerai is pan + er + ai, so two, which is
also the width of the mask.
"""

import re
from collections.abc import Iterable, Iterator

from monitor.lexicon.ordinary import is_word
from monitor.matching.candidate import Candidate
from monitor.matching.names import Name
from monitor.matching.title import Title, has_edges

MASKS = "*~_○●◯□■◇◆△▲×※？?#＿·•°^=×某x"
MASK = re.compile("[*~_○●◯□■◇◆△▲×※?#·•°^=]+|(?<=[a-wyz-])x{1,3}(?!x)|(?<=[㐀-鿿])x{1,3}(?!x)|某+")
"""A run of characters that sellers put for others. x is one only right after a letter that is no x, or after Hanzi."""
_MIDDLE_DOTS = "·•"
_LONGEST = 24


class Masked:
    """Finds masked names. Made of the names, indexed by what a mask may leave of their beginning (`_beginnings`)."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_beginning: dict[str, list[Name]] = {}
        for name in names:
            for beginning in _beginnings(name):
                self._by_beginning.setdefault(beginning, []).append(name)

    def find(self, title: Title) -> Iterator[Candidate]:
        """For every mask in the title the names that fit around it; of several those that show the most letters."""
        for start, end in (run.span() for run in MASK.finditer(title.text)):
            fitting = list(self._around(title.text, start, end))
            most = max((shown for shown, _ in fitting), default=0)
            yield from (candidate for shown, candidate in fitting if shown == most)

    def _around(self, text: str, mask: int, mask_end: int) -> Iterator[tuple[int, Candidate]]:
        """The names that fit around the mask from `mask` to before `mask_end`, each with how many letters show."""
        before, after = _letters_before(text, mask), _letters_after(text, mask_end)
        left = "".join(text[at] for at in reversed(before))
        right = "".join(text[at] for at in after)
        for shown_left in range(len(left) + 1):
            beginning = left[len(left) - shown_left :]
            for name in self._with_beginning(beginning, right):
                for hidden in _hidden(name, beginning, right):
                    shown_right = len(name.letters) - shown_left - hidden
                    if text[mask] in _MIDDLE_DOTS and not (shown_left and shown_right):
                        continue  # a foreign name's dot: 斯蒂芬·金
                    if name.latin and abs(mask_end - mask - hidden) > (text[mask] != "x"):
                        continue  # a Latin mask is about as wide as what it hides; x is exactly as wide
                    start = before[shown_left - 1] if shown_left else mask
                    end = after[shown_right - 1] + 1 if shown_right else mask_end
                    if has_edges(text, start, end) and not is_word(text[start:end]):
                        yield shown_left + shown_right, _candidate(name, start, end, hidden)

    def _with_beginning(self, beginning: str, right: str) -> Iterator[Name]:
        """The names that may begin with `beginning`, the letters before a mask; `right`: the letters after it."""
        if len(beginning) > 1:
            yield from self._by_beginning.get(beginning[:2], ())
        elif beginning or right:
            yield from self._by_beginning.get(f"{beginning}*{right[:1]}", ())
            if right:
                yield from self._by_beginning.get(f"{beginning}*", ())


def _beginnings(name: Name) -> set[str]:
    """What masks may leave of its beginning: panerai gives "pa", "p*n", "p*e" and "p*r"; 耐克 gives "耐*".

    The first two letters, or the first one, "*" and the letter after the mask, if there is one; of a Chinese name from
    three characters on also "*" and that letter, with nothing before the mask.
    """
    letters, size = name.letters, len(name.letters)
    if size > _LONGEST or size < 2 or not (name.chinese or (name.latin and size > 3)):
        return set()
    most = size // 2
    beginnings = {f"{letters[0]}*{letters[1 + hidden : 2 + hidden]}" for hidden in range(1, most + 1)}
    if name.chinese and size > 2:
        beginnings |= {f"*{letters[hidden]}" for hidden in range(1, most + 1)}
    return beginnings | ({letters[:2]} if size > 2 else set())


def _hidden(name: Name, left: str, right: str) -> Iterator[int]:
    """How many letters of the name a mask between `left` and `right` may hide: half of them at most.

    panerai between "pan" and "ai": two, since pan + er + ai is the whole name.
    """
    letters = name.letters
    if letters.startswith(left):
        for hidden in range(1, min(len(letters) // 2, len(letters) - len(left)) + 1):
            if right.startswith(letters[len(left) + hidden :]):
                yield hidden


def _candidate(name: Name, start: int, end: int, hidden: int) -> Candidate:
    shown = len(name.letters) - hidden
    how = f"with {'one character' if hidden == 1 else f'{hidden} characters'} masked"
    if name.chinese:
        return Candidate(name, start, end, "masked", 0.85 if shown >= 2 else 0.6, how, needs_context=shown < 2)
    return Candidate(name, start, end, "masked", 0.8 if shown >= 4 else 0.6, how, needs_context=shown < 3)


def _letters_before(text: str, at: int) -> list[int]:
    """The places of the letters before a mask, nearest first; one space or the like may stand between two of them."""
    return _walk(text, range(at - 1, -1, -1))


def _letters_after(text: str, at: int) -> list[int]:
    """The same after a mask that ends before `at`."""
    return _walk(text, range(at, len(text)))


def _walk(text: str, way: range) -> list[int]:
    places: list[int] = []
    skipped = 0
    for at in way:
        if text[at].isalnum():
            places.append(at)
            skipped = 0
        elif skipped or text[at] not in " -'’&.":
            break
        else:
            skipped += 1
        if len(places) == _LONGEST:
            break
    return places
