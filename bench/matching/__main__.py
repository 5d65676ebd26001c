"""`python -m bench.matching [quality|composed|everyday|together|spellings|speed]`: the tables of docs/benchmarks.md."""

import argparse
from pathlib import Path

from bench.matching.composed import show_composed
from bench.matching.data import DATA, WatchedNames, read_aliases, read_brands, read_rows, with_categories
from bench.matching.everyday import show_everyday
from bench.matching.quality import ask, show_kinds, show_mentions, show_methods, show_wrong
from bench.matching.rivals import rivals
from bench.matching.speed import show_speed
from bench.matching.spellings import show_spellings
from bench.matching.together import show_together

PARTS = ("quality", "composed", "everyday", "together", "spellings", "speed")


def main() -> None:
    """Read the arguments and print what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, help="one of the measurements; all of them without it")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder with the labelled titles")
    parser.add_argument("--titles", type=Path, help="another file of labelled titles (JSON lines), for quality")
    parser.add_argument("--categories", action="store_true", help="watch the brands with their category")
    parser.add_argument("--against", metavar="COMMIT", help="an older commit to measure beside, for composed and speed")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print at most N wrong answers of each kind")
    given = parser.parse_args()
    parts = [given.part] if given.part else list(PARTS)
    if "everyday" in parts:
        show_everyday(given.show)
    if parts == ["everyday"]:  # its titles lie in the repository: the other data needn't be there
        return
    listed = read_brands(given.data)
    rows = read_rows(given.data / "titles_dev.jsonl")
    if "quality" in parts:
        asked = read_rows(given.titles) if given.titles else rows
        answers = ask(with_categories(asked, listed) if given.categories else asked)
        show_methods(answers, rivals(asked))
        show_kinds(answers)
        show_mentions(answers)
        show_wrong(answers, given.show)
    if "composed" in parts:
        show_composed(given.against, given.show)
    if "together" in parts:
        show_together(rows, listed, given.show)
    if "spellings" in parts:
        aliases = [(listed.get(name, WatchedNames(name)), alias) for name, alias in read_aliases(given.data)]
        show_spellings(aliases, rows, given.show)
    if "speed" in parts:
        show_speed(given.data, given.against)


if __name__ == "__main__":
    main()
