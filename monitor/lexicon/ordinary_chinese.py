"""Which Chinese words are everyday words, or names of places and of the famous: 苹果, 大众, 哥伦比亚."""

import gzip
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    packed = files("monitor.lexicon").joinpath("ordinary_chinese.txt.gz").read_bytes()
    return dict(line.split("\t") for line in gzip.decompress(packed).decode().splitlines())


def is_everyday_chinese(word: str) -> bool:
    """Whether a Chinese word (simplified) means something besides a brand. Source: SOURCES.md."""
    return _words().get(word, "s") != "s"


def is_seen_chinese(word: str) -> bool:
    """Whether it's such a word, or two characters that often stand together for whatever reason: no name misspelt."""
    return word in _words()
