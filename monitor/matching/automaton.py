"""Many words looked for in one pass."""

from collections.abc import Iterable
from typing import Any

import ahocorasick


def automaton(words: Iterable[tuple[str, Any]]) -> ahocorasick.Automaton:
    """Each word with what it stands for: a hit tells its last place, its length and all that the word stands for."""
    found = ahocorasick.Automaton()
    found.add_word("\0", (1, ()))  # never empty: an automaton without words can't be asked
    for word, what in words:
        if word:
            found.add_word(word, (len(word), (*found.get(word, (0, ()))[1], what)))
    found.make_automaton()
    return found
