"""The skeleton of a text: folded, with look-alike letters as the Latin ones they imitate, and Hanzi simplified.

The word is that of Unicode TR39: texts that look alike have the same skeleton.

For finding names in hostile titles. Never for telling two names apart (an authorised seller's, say): an imitation has
the same skeleton as what it imitates.
"""

from monitor.text.confusables import confusables
from monitor.text.fold import Folded, fold_char
from monitor.text.hanzi import simplified


def skeleton(text: str) -> Folded:
    """The skeleton, with the way back to the text. Idempotent: a skeleton is its own skeleton."""
    if text.isascii() and text.isprintable():
        return Folded(text.lower(), range(len(text)))
    skeleton_text = text.translate(_SKELETON_CHARS)
    if _SKELETON_CHARS.uneven.isdisjoint(text):
        return Folded(skeleton_text, range(len(text)))
    letters: list[str] = []
    origins: list[int] = []
    for at, char in enumerate(text):
        for letter in _SKELETON_CHARS[ord(char)]:
            letters.append(letter)
            origins.append(at)
    return Folded("".join(letters), origins)


class SkeletonChars(dict[int, str]):
    """For `str.translate`: characters by code point to their skeletons, worked out when first met."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """Characters that become none or several, so that places after them move."""

    def __missing__(self, code: int) -> str:
        chars = self[code] = _skeleton_char(chr(code))
        if len(chars) != 1:
            self.uneven.add(chr(code))
        return chars


_SKELETON_CHARS = SkeletonChars()


def _skeleton_char(char: str) -> str:
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"  # half a character: no segmenter takes it
    latin = confusables()
    if char in latin:  # before folding: upside-down and circled letters are lost in it
        return latin[char]
    previous, now = "", fold_char(char)
    while previous != now:
        previous = now
        now = "".join(fold_char(latin.get(c) or (c if c.isascii() else simplified(c))) for c in now)
    return now
