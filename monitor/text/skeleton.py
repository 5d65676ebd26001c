"""One spelling for what imitates: `fold`, and besides look-alike letters as Latin, traditional characters simplified.

For finding names in hostile titles. Never for telling two names apart (an authorised seller's, say): an imitation has
the same skeleton as what it imitates.
"""

from monitor.text.confusables import look_alikes
from monitor.text.fold import Folded, fold_char
from monitor.text.hanzi import simplified


def skeleton(text: str) -> Folded:
    """Folded, with look-alike letters as the ASCII letters that they imitate, Hanzi simplified. Idempotent."""
    if text.isascii() and text.isprintable():
        return Folded(text.lower(), range(len(text)))
    bare = text.translate(_SKELETON_CHARS)
    if _SKELETON_CHARS.uneven.isdisjoint(text):
        return Folded(bare, range(len(text)))
    letters: list[str] = []
    origins: list[int] = []
    for at, char in enumerate(text):
        for letter in _SKELETON_CHARS[ord(char)]:
            letters.append(letter)
            origins.append(at)
    return Folded("".join(letters), origins)


class SkeletonChars(dict[int, str]):
    """Skeletons of characters by code point, for `str.translate`; filled as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """Characters that become none or several: then places move."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _skeleton_char(chr(code))
        if len(found) != 1:
            self.uneven.add(chr(code))
        return found


_SKELETON_CHARS = SkeletonChars()


def _skeleton_char(char: str) -> str:
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"  # half a character: no segmenter takes it
    latin = look_alikes()
    if char in latin:  # before folding: upside-down and circled letters are lost in it
        return latin[char]
    previous, now = "", fold_char(char)
    while previous != now:
        previous = now
        now = "".join(fold_char(latin.get(c) or (c if c.isascii() else simplified(c))) for c in now)
    return now
