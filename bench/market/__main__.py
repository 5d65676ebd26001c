"""`python -m bench.market [--of networks shops] [--seeds 1 2] [--scale 1]`: how findings fare on simulated markets."""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from bench.market.measure import LEVELS, Outcome, figures
from bench.market.run import simulate
from bench.market.shops.run import simulate_shops
from bench.matching.figures import show
from monitor.indicators.judge import MEDIUM

MARKETS: dict[str, tuple[Callable[[Path, int, float, int], list[Outcome]], list[int], int]] = {
    "networks": (simulate, [201, 202, 203], 5),
    "shops": (simulate_shops, [301], 3),
}
"""By name: how it is run, its usual seeds, and how many days pass."""


def main() -> None:
    """Simulate, and print the tables; each says that the market is simulated."""
    parser = argparse.ArgumentParser(prog="python -m bench.market", description=__doc__)
    parser.add_argument("--of", nargs="+", choices=MARKETS, default=list(MARKETS), help="which markets")
    parser.add_argument("--seeds", type=int, nargs="+")
    parser.add_argument("--scale", type=float, default=1.0, help="1: 6,000 to 9,000 listings a seed")
    parser.add_argument("--days", type=int)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N wrong and N missed of each kind")
    given = parser.parse_args()
    for name in given.of:
        simulate_market, seeds, days = MARKETS[name]
        seeds, days = given.seeds or seeds, given.days or days
        with tempfile.TemporaryDirectory() as folder:
            by_seed = {seed: simulate_market(Path(folder), seed, given.scale, days) for seed in seeds}
        _show_market(f"simulated market of {name}", by_seed, given.show)


def _show_market(market: str, by_seed: dict[int, list[Outcome]], limit: int) -> None:
    outcomes = [outcome for of_seed in by_seed.values() for outcome in of_seed]
    true = sum(outcome.truth.infringes for outcome in outcomes)
    print(f"{market}: {len(outcomes):,} listings, {true:,} of them infringe, seeds {[*by_seed]}\n")
    rows = [[name, *figures(outcomes, rule)] for name, rule in LEVELS.items()]
    parts = {f"seed {seed}": of_seed for seed, of_seed in by_seed.items()}
    for outcome in outcomes:
        parts.setdefault(outcome.truth.listing_key.partition(":")[0], []).append(outcome)
    rows += [
        [f"high and medium, {part}", *figures(of_part, LEVELS["high and medium"])] for part, of_part in parts.items()
    ]
    show([market, "flagged", "precision", "recall", "F1", "lawful flagged"], rows)
    _show_kinds(market, outcomes)
    _show_indicators(market, outcomes)
    _show_calibration(market, outcomes)
    _show_wrong(outcomes, limit)


def _show_kinds(market: str, outcomes: list[Outcome]) -> None:
    """Of each kind how many are found: those that infringe first, then those that must not be."""
    kinds: dict[tuple[bool, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        kinds[not outcome.truth.infringes, outcome.truth.kind].append(outcome)
    heads = [f"{market}: kind", "infringes", "listings", "high or medium", "share", "plain rules", "share"]
    rows = []
    for (lawful, kind), of_kind in sorted(kinds.items()):
        counts = [sum(map(LEVELS[name], of_kind)) for name in ("high and medium", "plain rules")]
        rows.append(
            [
                kind,
                "" if lawful else "yes",
                f"{len(of_kind)}",
                *(cell for count in counts for cell in (f"{count}", f"{count / len(of_kind):.1%}")),
            ]
        )
    show(heads, rows)


def _show_indicators(market: str, outcomes: list[Outcome]) -> None:
    """How often each fired and how right, and what is lost without it (high and medium)."""
    codes = sorted({code for outcome in outcomes for code, _ in outcome.reasons})
    rows = [["all", "", "", *figures(outcomes, LEVELS["high and medium"])[1:]]]
    for code in codes:
        fired = [outcome for outcome in outcomes if any(code == fired_code for fired_code, _ in outcome.reasons)]
        right = sum(outcome.truth.infringes for outcome in fired)
        without = figures(outcomes, lambda outcome, code=code: outcome.flagged(MEDIUM, code))  # type: ignore[misc]
        rows.append([code, f"{len(fired)}", f"{right / len(fired):.3f}", *without[1:]])
    heads = [
        f"{market}: indicator",
        "fired",
        "where it infringes",
        "without it: precision",
        "recall",
        "F1",
        "lawful flagged",
    ]
    show(heads, rows)


def _show_calibration(market: str, outcomes: list[Outcome]) -> None:
    rows = []
    for least in range(15, 150, 15):
        in_band = [outcome for outcome in outcomes if not outcome.cleared and least <= outcome.score() < least + 15]
        if in_band:
            rows.append(
                [
                    f"{least} to {least + 14}",
                    f"{len(in_band)}",
                    f"{sum(outcome.truth.infringes for outcome in in_band) / len(in_band):.3f}",
                ]
            )
    show([f"{market}: score", "listings", "infringing among them"], rows)


def _show_wrong(outcomes: list[Outcome], limit: int) -> None:
    """Up to `limit` of each kind that was judged wrong."""
    shown: dict[str, int] = defaultdict(int)
    for outcome in outcomes:
        truth = outcome.truth
        if outcome.flagged() != truth.infringes and shown[truth.kind] < limit:
            shown[truth.kind] += 1
            share = truth.share and round(truth.share, 2)
            what = "missed" if truth.infringes else "wrong"
            print(f"{what} | {truth.kind} | {truth.title} | {truth.seller} | {share} | {outcome.reasons}")


if __name__ == "__main__":
    main()
