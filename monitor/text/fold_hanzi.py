"""Folding with Hanzi simplified: for words that are looked for in titles, 試用裝 as 试用装."""

from functools import lru_cache

from monitor.text.fold import Folded, FoldTable, fold_char
from monitor.text.hanzi import simplified

_FOLDS = FoldTable(lambda char: "".join(c if c.isascii() else simplified(c) for c in fold_char(char)))


@lru_cache(maxsize=1024)
def fold_hanzi(text: str) -> Folded:
    """The text as `monitor.text.fold.fold` gives it, traditional and Japanese characters as simplified ones."""
    return _FOLDS.apply(text)
