"""Names with characters masked: 阿*达斯, pan**ai, 施华洛○奇."""

import re
from collections.abc import Iterable, Iterator

from monitor.lexicon.ordinary import is_word
from monitor.matching.found import Found
from monitor.matching.names import Name
from monitor.matching.title import Title, is_hanzi

MASKS = "*~_○●◯□■◇◆△▲×※？?#＿·•°^=×某x"
MASK = re.compile("[*~_○●◯□■◇◆△▲×※?#·•°^=]+|(?<=[a-wyz-])x{1,3}(?!x)|(?<=[㐀-鿿])x{1,3}(?!x)|某+")
"""A run of what sellers put for a character."""
_LONGEST = 24


class Masked:
    """All names with one or more of their characters left out, by what stays visible."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_visible: dict[str, list[tuple[Name, int]]] = {}
        for name in names:
            for visible, hidden in _masked(name):
                self._by_visible.setdefault(visible, []).append((name, hidden))

    def find(self, title: Title) -> Iterator[Found]:
        """Every mask in the title with the names that fit around it: of each the ones that show most."""
        for start, end in (run.span() for run in MASK.finditer(title.text)):
            before, after = _letters_before(title.text, start), _letters_after(title.text, end)
            fitting = list(self._around(title, before, after, start, end - start))
            most = max((shown for shown, _ in fitting), default=0)
            yield from (found for shown, found in fitting if shown == most)

    def _around(
        self, title: Title, before: list[int], after: list[int], at: int, mask: int
    ) -> Iterator[tuple[int, Found]]:
        text = title.text
        left = "".join(text[at] for at in reversed(before))
        right = "".join(text[at] for at in after)
        for known in range(len(left) + 1):
            for more in range(len(right) + 1):
                if not known + more:
                    continue
                for name, hidden in self._by_visible.get(left[len(left) - known :] + "*" + right[:more], ()):
                    if name.latin and abs(mask - hidden) > (text[at] != "x"):
                        continue
                    start = before[known - 1] if known else after[0] - mask
                    end = after[more - 1] + 1 if more else before[0] + 1 + mask
                    if _has_edges(text, start, end) and not is_word(text[start:end]):
                        yield known + more, _found(name, start, end, hidden)


def _found(name: Name, start: int, end: int, hidden: int) -> Found:
    shown = len(name.letters) - hidden
    how = f"with {'one character' if hidden == 1 else f'{hidden} characters'} masked"
    if name.chinese:
        return Found(name, start, end, "masked", 0.85 if shown >= 2 else 0.6, how, needs_company=shown < 2)
    return Found(name, start, end, "masked", 0.8 if shown >= 4 else 0.6, how, needs_company=shown < 3)


def _masked(name: Name) -> Iterator[tuple[str, int]]:
    """What stays of the name, with * for what is masked, and how many characters that hides."""
    letters = name.letters
    size = len(letters)
    if size > _LONGEST or size < 2 or not (name.chinese or name.latin):
        return
    most = size // 2
    for hidden in range(1, most + 1):
        for at in range(0 if size > 2 else 1, size - hidden + 1):
            if name.latin and (size < 4 or at == 0):
                continue
            yield letters[:at] + "*" + letters[at + hidden :], hidden


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


def _has_edges(text: str, start: int, end: int) -> bool:
    def goes_on(place: int, beside: int) -> bool:
        there, here = text[place], text[beside]
        return there.isalnum() and here.isalnum() and not is_hanzi(there) and not is_hanzi(here)

    return not (start and goes_on(start - 1, start)) and not (end < len(text) and goes_on(end, end - 1))
