"""Names that are also words, people or places: how many of the composed titles are judged rightly, both ways."""

import csv
from dataclasses import replace
from pathlib import Path

from bench.matching.data import Row, WatchedNames
from bench.matching.figures import share, show
from bench.matching.quality import ask, show_wrong
from monitor.matching.matcher import WORTH_A_LOOK

_TITLES = Path(__file__).with_name("everyday.tsv")


def everyday_rows() -> list[Row]:
    """The titles of `everyday.tsv`; their kind is the brand's name."""
    with _TITLES.open(encoding="utf-8", newline="") as lines:
        table = csv.DictReader(
            (line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        return [
            Row(
                line["title"],
                WatchedNames(line["brand"], _parts(line["chinese"]), _parts(line["categories"])),
                line["names it"] == "yes",
                line["brand"],
            )
            for line in table
        ]


def show_everyday(limit: int) -> None:
    """Print the shares with the owner's categories and with the names alone; of each brand `limit` wrong answers."""
    rows = everyday_rows()
    bare = [replace(row, brand=replace(row.brand, categories=())) for row in rows]
    lines = []
    for watched, asked in (("with categories", rows), ("names alone", bare)):
        answers = ask(asked)
        shares = []
        for positive in (True, False):
            of_kind = [answer for answer in answers if answer.row.positive == positive]
            right = sum((answer.score >= WORTH_A_LOOK) == positive for answer in of_kind)
            shares += [f"{len(of_kind)}", share(right, len(of_kind))]
        lines.append([watched, *shares])
        if limit:
            print(watched)
            show_wrong(answers, limit)
    show(["everyday words, people, places", "name it", "found", "don't name it", "left alone"], lines)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)
