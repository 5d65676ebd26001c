"""Each labelled title asked with a watchlist of its one brand: what was found, missed and wrongly found."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.matching.data import RANDOM, Row, WatchedNames, watchlist
from bench.matching.figures import Figures, Scored, best, figures, share, show
from monitor.matching import Matcher
from monitor.matching.matcher import SURE, WORTH_A_LOOK
from monitor.model import Match
from monitor.text.terminal_safe import terminal_safe

THRESHOLDS = (WORTH_A_LOOK, SURE)
FEW = 0.05
"""The false-positive rate that a reviewer would put up with."""


@dataclass(frozen=True)
class Answer:
    """A row and the match that the program found, if any."""

    row: Row
    match: Match | None

    @property
    def score(self) -> float:
        """The match's; 0 when nothing was found."""
        return self.match.score if self.match else 0.0

    @property
    def scored(self) -> Scored:
        """What should be said, and how surely it was."""
        return self.row.positive, self.score

    @property
    def is_wrong(self) -> bool:
        """Missed, or found where it isn't."""
        return self.row.positive != (self.score >= WORTH_A_LOOK)

    @property
    def overlaps(self) -> bool:
        """Whether the match stands where the labelled mention stands."""
        assert self.row.mention
        assert self.match
        places = re.finditer(re.escape(self.row.mention), self.row.title, re.IGNORECASE)
        return any(place.start() < self.match.end and self.match.start < place.end() for place in places)


def ask(rows: Sequence[Row]) -> list[Answer]:
    """The program's answers, in the rows' order; one matcher for each brand."""
    places: dict[WatchedNames, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[row.brand].append(place)
    best: dict[int, Match | None] = {}
    for brand, asked in places.items():
        answers = Matcher(watchlist([brand])).match_all([rows[place].title for place in asked])
        best |= {place: matches[0] if matches else None for place, matches in zip(asked, answers, strict=True)}
    return [Answer(row, best[place]) for place, row in enumerate(rows)]


def method_row(name: str, scored: Sequence[Scored], threshold: float, decided: Figures) -> list[str]:
    """A line of the table of methods."""
    within = best(scored, fpr=FEW)
    numbers = [decided.precision, decided.recall, decided.f1, decided.fpr]
    few = f"{within[1].f1:.3f}" if within else "none"
    return [name, f"{threshold:.4g}", *(f"{number:.3f}" for number in numbers), few]


def show_methods(answers: Sequence[Answer], rivals: Iterable[tuple[str, list[Scored]]]) -> None:
    """This program at its two thresholds beside the others, each at its best threshold on these very rows."""
    ours = [answer.scored for answer in answers]
    lines = [method_row("this program", ours, threshold, figures(ours, threshold)) for threshold in THRESHOLDS]
    for name, scored in rivals:
        chosen = best(scored)
        if chosen is None:
            lines.append([name, *["none"] * 6])
        else:
            lines.append(method_row(name, scored, *chosen))
    show(["method", "from score", "precision", "recall", "F1", "FPR", f"F1 where FPR <= {FEW:.0%}"], lines)


def show_kinds(answers: Sequence[Answer]) -> None:
    """Per kind of row: how many there are, and the share on which the program fired."""
    by_kind: dict[tuple[bool, str], list[Answer]] = defaultdict(list)
    for answer in answers:
        by_kind[not answer.row.positive, answer.row.kind].append(answer)
    lines = []
    for (negative, kind), of_kind in sorted(by_kind.items()):
        fires = [sum(answer.score >= threshold for answer in of_kind) for threshold in THRESHOLDS]
        shares = [share(count, len(of_kind)) for count in fires]
        counts = [f"{count}" for count in fires]
        lines.append([kind, "wrong" if negative else "right", f"{len(of_kind)}", *counts, *shares])
    heads = [f"{what} from {threshold}" for what in ("fires", "share") for threshold in THRESHOLDS]
    show(["kind", "to fire is", "titles", *heads], lines)


def show_mentions(answers: Sequence[Answer]) -> None:
    """How often the right brand was found at the right place."""
    hits = [answer for answer in answers if answer.row.positive and answer.match and answer.row.mention]
    right = sum(answer.overlaps for answer in hits)
    print(f"found where the label says: {right} of {len(hits)} hits with a place ({share(right, len(hits))})\n")


def show_wrong(answers: Sequence[Answer], limit: int) -> None:
    """At most `limit` wrong answers of each kind."""
    shown: dict[str, int] = defaultdict(int)
    for answer in sorted((answer for answer in answers if answer.is_wrong), key=lambda answer: answer.row.kind):
        row = answer.row
        shown[row.kind] += 1
        if shown[row.kind] <= limit:
            why = f"{answer.match.kind}: {answer.match.why}" if answer.match else "not found"
            names = " / ".join(row.brand.names)
            print(terminal_safe(f"{row.kind:14} {answer.score:.2f} | {names} | {row.title} | {why}"))


def random_titles(rows: Iterable[Row]) -> list[str]:
    """The titles that were drawn at random, each once."""
    return list(dict.fromkeys(row.title for row in rows if row.kind == RANDOM))
