"""Which Chinese words are everyday words, or names of places and famous people: 苹果, 大众, 哥伦比亚."""

from functools import lru_cache

from monitor.text.tables import rows


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """Each word with `w` (a word), `n` (a name) or `s` (only seen: two characters that often stand together)."""
    return dict(rows("monitor.lexicon", "ordinary_chinese.txt.gz"))


def is_everyday_chinese(word: str) -> bool:
    """Whether a word in simplified characters means something besides a brand. Sources: SOURCES.md."""
    return _words().get(word, "s") != "s"


def is_seen_chinese(word: str) -> bool:
    """Whether it is such a word, or two characters that often stand together: then it is no misspelt name."""
    return word in _words()
