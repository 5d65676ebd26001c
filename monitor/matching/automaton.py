"""Looking for many words in one pass (Aho-Corasick)."""

from collections.abc import Iterable
from typing import Any

import ahocorasick


def automaton(words: Iterable[tuple[str, Any]]) -> ahocorasick.Automaton:
    """An automaton of (word, meaning) pairs; a word may come several times, empty ones are left out.

    Its `iter(text)` gives for each hit the word's last place, its length, and a tuple of all its meanings.
    """
    built = ahocorasick.Automaton()
    built.add_word("\0", (1, ()))  # never empty: an automaton without words can't be asked
    for word, meaning in words:
        if word:
            built.add_word(word, (len(word), (*built.get(word, (0, ()))[1], meaning)))
    built.make_automaton()
    return built
