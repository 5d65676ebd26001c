"""Characters that are written for Latin letters: look-alikes and upside-down letters.

For finding names in hostile titles. The table, with its sources, is `confusables.tsv`. Only for names in mixed or
imitating letters: an ordinary Russian or Greek word read with it is gibberish.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from monitor.text.tables import rows


@cache
def confusables() -> Mapping[str, str]:
    """Maps a character to the small ASCII letter or two that it imitates; upside-down letters are among them.

    What folding (`monitor.text.fold`) turns into the same letter is left out. Small and capital letters that imitate
    different ones are both in it (Η is an h, η an n), so look a character up before it is folded and after.
    """
    return MappingProxyType({char: letters for letters, _, chars in _table() for char in chars.split(" ")})


@cache
def turned() -> frozenset[str]:
    """The characters of `confusables` that are letters upside down: ɐ, ʞ, Ɔ. A text of them is read backwards."""
    return frozenset(char for _, kind, chars in _table() if kind == "turned" for char in chars.split(" "))


@cache
def _table() -> tuple[tuple[str, str, str], ...]:
    """Rows of letters, kind (alike or turned) and characters; the turned ones last: they win over `alike`."""
    table = [(letters, kind, chars) for letters, kind, chars in rows("monitor.text", "confusables.tsv")]
    return tuple(sorted(table, key=lambda row: row[1] == "turned"))
