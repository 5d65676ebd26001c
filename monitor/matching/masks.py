"""Names with characters masked: 阿*达斯, pan**ai, 施华洛○奇."""

import re
from collections.abc import Iterable, Iterator

from monitor.lexicon.ordinary import is_word
from monitor.matching.candidate import Candidate
from monitor.matching.names import Name
from monitor.matching.title import Title, has_edges

MASKS = "*~_○●◯□■◇◆△▲×※？?#＿·•°^=×某x"
MASK = re.compile("[*~_○●◯□■◇◆△▲×※?#·•°^=]+|(?<=[a-wyz-])x{1,3}(?!x)|(?<=[㐀-鿿])x{1,3}(?!x)|某+")
"""A run of what sellers put for a character."""
_MIDDLE_DOTS = "·•"
_LONGEST = 24


class Masked:
    """All names that may be masked, by what a mask leaves of their beginning."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_beginning: dict[str, list[Name]] = {}
        for name in names:
            for beginning in _beginnings(name):
                self._by_beginning.setdefault(beginning, []).append(name)

    def find(self, title: Title) -> Iterator[Candidate]:
        """Every mask in the title with the names that fit around it: of each the ones that show most."""
        for start, end in (run.span() for run in MASK.finditer(title.text)):
            fitting = list(self._around(title.text, start, end))
            most = max((shown for shown, _ in fitting), default=0)
            yield from (found for shown, found in fitting if shown == most)

    def _around(self, text: str, mask: int, mask_end: int) -> Iterator[tuple[int, Candidate]]:
        before, after = _letters_before(text, mask), _letters_after(text, mask_end)
        left = "".join(text[at] for at in reversed(before))
        right = "".join(text[at] for at in after)
        for known in range(len(left) + 1):
            shown = left[len(left) - known :]
            for name in self._beginning(shown, right):
                for hidden in _hidden(name, shown, right):
                    more = len(name.letters) - known - hidden
                    if text[mask] in _MIDDLE_DOTS and not (known and more):
                        continue  # a foreign name's dot: 斯蒂芬·金
                    if name.latin and abs(mask_end - mask - hidden) > (text[mask] != "x"):
                        continue
                    start = before[known - 1] if known else mask
                    end = after[more - 1] + 1 if more else mask_end
                    if has_edges(text, start, end) and not is_word(text[start:end]):
                        yield known + more, _candidate(name, start, end, hidden)

    def _beginning(self, shown: str, right: str) -> Iterator[Name]:
        if len(shown) > 1:
            yield from self._by_beginning.get(shown[:2], ())
        elif shown or right:
            yield from self._by_beginning.get(f"{shown}*{right[:1]}", ())
            if right:
                yield from self._by_beginning.get(f"{shown}*", ())


def _beginnings(name: Name) -> set[str]:
    """What masks leave of it: its first two letters, or one or none with the letter after the mask (if any)."""
    letters, size = name.letters, len(name.letters)
    if size > _LONGEST or size < 2 or not (name.chinese or (name.latin and size > 3)):
        return set()
    most = size // 2
    beginnings = {f"{letters[0]}*{letters[1 + hidden : 2 + hidden]}" for hidden in range(1, most + 1)}
    if name.chinese and size > 2:
        beginnings |= {f"*{letters[hidden]}" for hidden in range(1, most + 1)}
    return beginnings | ({letters[:2]} if size > 2 else set())


def _hidden(name: Name, shown: str, right: str) -> Iterator[int]:
    """How many letters of the name a mask between `shown` and `right` may hide."""
    letters = name.letters
    if letters.startswith(shown):
        for hidden in range(1, min(len(letters) // 2, len(letters) - len(shown)) + 1):
            if right.startswith(letters[len(shown) + hidden :]):
                yield hidden


def _candidate(name: Name, start: int, end: int, hidden: int) -> Candidate:
    shown = len(name.letters) - hidden
    how = f"with {'one character' if hidden == 1 else f'{hidden} characters'} masked"
    if name.chinese:
        return Candidate(name, start, end, "masked", 0.85 if shown >= 2 else 0.6, how, needs_context=shown < 2)
    return Candidate(name, start, end, "masked", 0.8 if shown >= 4 else 0.6, how, needs_context=shown < 3)


def _letters_before(text: str, at: int) -> list[int]:
    """The places of the letters before a mask, nearest first; one space or the like may stand between them."""
    return _walk(text, range(at - 1, -1, -1))


def _letters_after(text: str, at: int) -> list[int]:
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
