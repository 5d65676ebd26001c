"""Titles composed for single kinds of disguise, and innocent ones beside them: what is found and wrongly found by kind.

`composed_titles.tsv` was written before the rules that it measures; its brands are in `composed_watchlist.toml`.
"""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.matching.figures import Figures, show
from bench.matching.versions import NOW, ask, versions
from monitor.text.terminal_safe import terminal_safe
from monitor.watchlist import load_watchlist

TITLES = Path(__file__).with_name("composed_titles.tsv")
_WATCHLIST = Path(__file__).with_name("composed_watchlist.toml")
KINDS = {
    "letters": "letters drawn alike",
    "hanzi": "Chinese characters drawn alike",
    "emoji": "emoji in a name",
    "turned": "turned around",
    "split": "split by other words",
    "longer": "part of a longer word",
    "model": "model number alone",
}


@dataclass(frozen=True)
class Composed:
    """A composed title: does it name the brand with this id?"""

    kind: str
    positive: bool
    brand: str
    title: str


def read_composed(path: Path = TITLES) -> list[Composed]:
    """The composed titles."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    cells = (line.split("\t") for line in lines)
    # escapes for what nobody sees: \u200d
    return [Composed(kind, sign == "+", brand, _unescaped(title)) for kind, sign, brand, title in cells]


def _unescaped(title: str) -> str:
    return str(ast.literal_eval('"' + title.replace('"', '\\"') + '"'))


def show_composed(older: str | None, limit: int) -> None:
    """Print the table by kind, with an older commit's figures beside; `limit` wrong answers of each kind."""
    rows = read_composed()
    brands = load_watchlist(_WATCHLIST).brand
    with versions(older) as sources:
        found = {
            name: _found(ask(path, brands, [row.title for row in rows]).answers, rows) for name, path in sources.items()
        }
    lines = []
    for kind in (*KINDS, ""):
        of_kind = [at for at, row in enumerate(rows) if kind in ("", row.kind)]
        line = [KINDS.get(kind, "all")]
        line += [f"{sum(rows[at].positive is wanted for at in of_kind)}" for wanted in (True, False)]
        for hits in found.values():
            decided = _figures([(rows[at].positive, hits[at]) for at in of_kind])
            line += [f"{decided.recall:.3f}", f"{decided.fpr:.3f}"]
        lines.append(line)
    heads = [f"{what} {name}" for name in found for what in ("recall", "false")]
    show(["kind", "name it", "do not", *heads], lines)
    for kind in KINDS:
        wrong = [row for row, hit in zip(rows, found[NOW], strict=True) if row.kind == kind and hit != row.positive]
        for row in wrong[:limit]:
            what = "not found" if row.positive else "wrongly found"
            print(terminal_safe(f"{kind:8} {what:13} | {row.brand} | {row.title}"))


def _found(answers: Sequence[Sequence[str]], rows: Sequence[Composed]) -> list[bool]:
    return [row.brand in brands for brands, row in zip(answers, rows, strict=True)]


def _figures(decided: Sequence[tuple[bool, bool]]) -> Figures:
    counts = {pair: decided.count(pair) for pair in ((True, True), (False, True), (True, False), (False, False))}
    return Figures(counts[True, True], counts[False, True], counts[True, False], counts[False, False])
