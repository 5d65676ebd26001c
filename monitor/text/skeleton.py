"""The skeleton of a text: folded, with look-alike letters as the Latin ones they imitate, and Hanzi simplified.

The word is that of Unicode TR39: texts that look alike have the same skeleton.

For finding names in hostile titles. Never for telling two names apart (an authorised seller's, say): an imitation has
the same skeleton as what it imitates.
"""

from monitor.text.confusables import confusables
from monitor.text.fold import Folded, FoldTable, fold_char
from monitor.text.hanzi import simplified


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


_SKELETONS = FoldTable(_skeleton_char)


def skeleton(text: str) -> Folded:
    """The skeleton, with the way back to the text. Idempotent: a skeleton is its own skeleton."""
    return _SKELETONS.apply(text)
