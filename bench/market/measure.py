"""What the program said of a market's listings, beside the truth: right, wrong, missed; by level and rule."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bench.market.brands import CATALOGUE
from bench.market.shops.brands import HOUSES
from monitor.indicators.judge import HIGH, LOW, MEDIUM
from monitor.store.db import schema
from monitor.store.store import Store

_NAMES = [name for brand, (chinese, _, _) in CATALOGUE.items() for name in (brand, chinese)] + [
    name for house in HOUSES.values() for name in (house.name, house.chinese)
]


@dataclass(frozen=True)
class Truth:
    """What is true of a listing."""

    listing_key: str
    kind: str
    infringes: bool
    title: str
    share: float | None
    """Of the reference price; None where it isn't known."""
    seller: str


@dataclass(frozen=True)
class Outcome:
    """A listing's truth and what the program said: its reasons (code, points), cleared or not."""

    truth: Truth
    reasons: tuple[tuple[str, int], ...]
    cleared: bool

    def score(self, without: str = "") -> int:
        """The sum, leaving out one indicator."""
        return sum(points for code, points in self.reasons if code != without)

    def flagged(self, least: int = MEDIUM, without: str = "") -> bool:
        """Whether it's a finding of that score or more."""
        return not self.cleared and self.score(without) >= least


def outcomes_of(store: Store, truths: Iterable[Truth]) -> list[Outcome]:
    """What the store holds on each listing; of a listing that names two brands, the worse finding."""
    findings: dict[str, Outcome] = {}
    by_key = {truth.listing_key: truth for truth in truths}
    with store.read() as connection:
        for row in connection.execute(select(schema.FindingRow.__table__)):
            reasons = tuple((reason.code, reason.points) for reason in row.reasons)
            cleared = row.level is None and sum(points for _, points in reasons) >= LOW
            outcome = Outcome(by_key[row.listing_key], reasons, cleared)
            earlier = findings.get(row.listing_key)
            if earlier is None or (earlier.cleared, -earlier.score()) > (cleared, -outcome.score()):
                findings[row.listing_key] = outcome
    return [findings.get(key) or Outcome(truth, (), cleared=True) for key, truth in by_key.items()]


def plain_rules(outcome: Outcome) -> bool:
    """Rules as people write them by hand: the plain name, and half the reference price or less, or a replica word."""
    title, share = outcome.truth.title, outcome.truth.share
    words = ("高仿", "复刻", "一比一", "1:1", "A货", "原单", "replica", "mirror", "clone", "copy")
    return any(name in title for name in _NAMES) and (
        (share is not None and share < 0.5) or any(word in title for word in words)
    )


Rule = Callable[[Outcome], bool]
LEVELS: dict[str, Rule] = {
    "high": lambda outcome: outcome.flagged(HIGH),
    "high and medium": lambda outcome: outcome.flagged(MEDIUM),
    "all levels": lambda outcome: outcome.flagged(LOW),
    "plain rules": plain_rules,
}


def figures(outcomes: Sequence[Outcome], rule: Rule) -> list[str]:
    """Flagged, precision, recall, F1, and the share of the lawful listings that are flagged."""
    hits = sum(rule(outcome) and outcome.truth.infringes for outcome in outcomes)
    flagged = sum(map(rule, outcomes))
    true = sum(outcome.truth.infringes for outcome in outcomes)
    precision, recall = hits / flagged if flagged else 0.0, hits / true if true else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    lawful = (flagged - hits) / max(len(outcomes) - true, 1)
    return [f"{flagged}", f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}", f"{lawful:.2%}"]
