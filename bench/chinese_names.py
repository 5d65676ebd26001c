"""Which of many Chinese names is a brand's? `python -m bench.chinese_names`: the table of docs/benchmarks.md.

Every Chinese name of `brand_names_dev.tsv` is a candidate for every brand of it.
"""

import argparse
import csv
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from bench.matching.data import DATA
from bench.matching.figures import share, show
from monitor.keywords.rank import rank
from monitor.lexicon.ordinary import fold_latin
from monitor.text.hanzi import name_readings

Row = tuple[str, frozenset[str], str]
Ranking = Callable[[str, Sequence[str]], list[str]]


def ours(latin: str, candidates: Sequence[str]) -> list[str]:
    """As the program ranks them."""
    return [named.chinese for named in rank(latin, candidates)]


def by_spelling(latin: str, candidates: Sequence[str]) -> list[str]:
    """By how much the pinyin is spelt like the name."""
    return sorted(candidates, key=lambda name: -fuzz.ratio(fold_latin(latin), "".join(name_readings(name))))


def main() -> None:
    """Read the names and print how often the true one comes first, and among the first ten."""
    parser = argparse.ArgumentParser(prog="python -m bench.chinese_names", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder with brand_names_dev.tsv")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N names that are not among the ten")
    given = parser.parse_args()
    with (given.data / "brand_names_dev.tsv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [(line["latin"], frozenset(filter(None, line["chinese"].split(";"))), line["type"]) for line in lines]
    candidates = sorted({name for _, chinese, _ in rows for name in chinese})
    print(f"{len(candidates)} Chinese names")
    table = []
    for name, ranking in (("this program", ours), ("rapidfuzz ratio of pinyin", by_spelling)):
        limit = given.show if ranking is ours else 0
        table += [_line(name, ranking, kind, rows, candidates, limit) for kind in ("phonetic", "mixed", "meaning")]
    show(["method", "how the names came", "brands", "first", "among ten", "ms a brand"], table)


def _line(name: str, ranking: Ranking, kind: str, rows: list[Row], candidates: list[str], limit: int) -> list[str]:
    asked = [(latin, chinese) for latin, chinese, came in rows if came == kind and chinese]
    begun = time.perf_counter()
    places = []
    for latin, chinese in asked:
        ranked = ranking(latin, candidates)
        places.append(min(ranked.index(name) for name in chinese))
        if places[-1] >= 10 and limit > 0:
            limit -= 1
            print(f"{latin}: {', '.join(sorted(chinese))} at place {places[-1] + 1}; first {', '.join(ranked[:3])}")
    took = 1000 * (time.perf_counter() - begun) / max(len(asked), 1)
    first, ten = (sum(place < most for place in places) for most in (1, 10))
    return [name, kind, f"{len(asked)}", share(first, len(asked)), share(ten, len(asked)), f"{took:.0f}"]


if __name__ == "__main__":
    main()
