"""How well are Chinese words read and explained, and how fast? `python -m bench.gloss`: a row of docs/benchmarks.md.

Readings: `tests/gloss_readings.tsv`, beside pypinyin's readings of the whole text and of each character by itself.
Share covered and speed: titles that lie outside the repository (`--titles FILE`).
"""

import argparse
import json
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from bench.matching.data import DATA
from bench.matching.figures import show
from monitor.text.gloss import gloss
from monitor.text.hanzi import is_hanzi

CASES = Path(__file__).parents[1] / "tests" / "gloss_readings.tsv"
_SYLLABLE = re.compile("(?:[bpmfdtnlgkhjqxzcsryw]h?)?[aeiouü]+(?:ng|n|r)?(?![aeiouü])|r$")
_TONES = dict.fromkeys(map(ord, "\u0304\u0301\u030c\u0300"))
_LOADING = """
import time
from pathlib import Path
import rjieba
rjieba.tag("", False)
def pages(): return int(Path("/proc/self/statm").read_text().split()[1])
before, begun = pages(), time.perf_counter()
from monitor.text.gloss import gloss
gloss("诺德沃克 电钻 20V")
print(f"{1000 * (time.perf_counter() - begun):.0f} ms, {(pages() - before) / 256:.0f} MB beside jieba")
"""

Sounds = list[str]
"""One syllable for each character of a text; empty for what is not Chinese."""


def cases() -> Iterator[tuple[str, str, str]]:
    """Word, text, and the word's reading there."""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, text, reading = line.split("\t")
            yield word, text, reading


def is_right(word: str, text: str, reading: str, sounds: Sounds) -> bool:
    at = text.index(word)
    return "".join(sounds[at : at + len(word)]) == "".join(syllables(reading))


def syllables(pinyin: str) -> list[str]:
    """The syllables of pinyin in small letters: `lù`, `ān` of `Lù'ān`."""
    composed = unicodedata.normalize("NFC", pinyin.lower())
    plain = "".join(map(_toneless, composed))
    return [composed[found.start() : found.end()] for found in _SYLLABLE.finditer(plain)]


def _toneless(char: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", char).translate(_TONES))


def ours(text: str) -> Sounds:
    sounds: Sounds = []
    for word in gloss(text):
        heard = syllables(word.pinyin or "")
        sounds += heard if len(heard) == len(word.text) else [""] * len(word.text)
    return sounds


def pypinyin_by_text(text: str) -> Sounds:
    return lazy_pinyin(text, style=Style.TONE, errors=lambda run: [""] * len(run))


def pypinyin_by_character(text: str) -> Sounds:
    return [sound for char in text for sound in pypinyin_by_text(char)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.gloss", description=__doc__)
    parser.add_argument("--titles", type=Path, default=DATA / "titles_dev.jsonl", help="JSON Lines with a title each")
    parser.add_argument("--show", action="store_true", help="print the words that were read wrongly")
    given = parser.parse_args()
    known = list(cases())
    table = []
    readers: list[tuple[str, Callable[[str], Sounds]]] = [
        ("this program", ours),
        ("pypinyin, whole texts", pypinyin_by_text),
        ("pypinyin, single characters", pypinyin_by_character),
    ]
    for name, read in readers:
        wrong = [case for case in known if not is_right(*case, read(case[1]))]
        table.append([name, str(len(known)), str(len(known) - len(wrong)), f"{1 - len(wrong) / len(known):.3f}"])
        if given.show:
            print(*(f"{name}: {word} in {text} is {reading}" for word, text, reading in wrong), sep="\n")
    show(["readings by", "words", "right", "share"], table)
    print(
        "loading:", subprocess.run([sys.executable, "-c", _LOADING], capture_output=True, text=True, check=True).stdout
    )
    if given.titles.exists():
        _cover(given.titles)


def _cover(file: Path) -> None:
    titles = [json.loads(line)["title"] for line in file.read_text(encoding="utf-8").splitlines()]
    begun = time.perf_counter()
    words = [word for title in titles for word in gloss(title)]
    spent = time.perf_counter() - begun
    chinese = [word for word in words if any(map(is_hanzi, word.text))]
    letters = sum(sum(map(is_hanzi, word.text)) for word in chinese)
    read = sum(sum(map(is_hanzi, word.text)) for word in chinese if word.pinyin)
    explained = sum(sum(map(is_hanzi, word.text)) for word in chinese if word.english)
    print(f"{len(titles)} titles, {len(words)} words, {len(words) / spent:,.0f} words a second")
    print(f"{letters} Hanzi: {read / letters:.4f} read, {explained / letters:.3f} with a meaning, the rest names")


if __name__ == "__main__":
    main()
