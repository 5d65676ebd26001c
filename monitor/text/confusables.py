"""Characters that are written for Latin letters: look-alikes, upside-down letters, digits and signs.

For finding names in hostile titles. The table, with its sources, is `confusables.tsv`. Only for names in mixed or
imitating letters: an ordinary Russian or Greek word read with it is gibberish.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


def look_alikes() -> Mapping[str, str]:
    """One character to the small ASCII letter or letters that it imitates, upside-down ones included.

    What folding (`monitor.text.fold`) turns into the same letter is not in it; small and capital letters that imitate
    different ones are both in it (Η is an h, η an n). So look a character up before it is folded and after.
    """
    return _table().alike


def turned() -> frozenset[str]:
    """The characters of `look_alikes` that are letters upside down: ɐ, ʞ, Ɔ. A text of them is read backwards."""
    return _table().turned


def signs() -> Mapping[str, str]:
    """One digit, sign or everyday Chinese character to all the small letters that it may be written for: 1 to "il"."""
    return _table().signs


class _Table:
    """The file, read."""

    def __init__(self) -> None:
        kinds: dict[str, dict[str, str]] = {"alike": {}, "turned": {}, "sign": {}}
        for line in files("monitor.text").joinpath("confusables.tsv").read_text("utf-8").splitlines():
            if not line.startswith("#"):
                letters, kind, characters = line.split("\t")
                kinds[kind].update(dict.fromkeys(characters.split(" "), letters))
        self.alike = MappingProxyType(kinds["alike"] | kinds["turned"])
        self.turned = frozenset(kinds["turned"])
        self.signs = MappingProxyType(kinds["sign"])


@cache
def _table() -> _Table:
    return _Table()
