"""`python -m bench.market [--seeds 1 2 3] [--scale 1] [--days 5]`: how findings fare on a simulated market."""

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.market.measure import LEVELS, Outcome, figures, simulate
from bench.matching.figures import show
from monitor.indicators.judge import MEDIUM


def main() -> None:
    """Simulate, and print the tables; each says that the market is simulated."""
    parser = argparse.ArgumentParser(prog="python -m bench.market", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[201, 202, 203])
    parser.add_argument("--scale", type=float, default=1.0, help="1: about 6,000 listings a seed")
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N wrong findings and N missed copies")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        by_seed = {seed: simulate(Path(folder), seed, given.scale, given.days) for seed in given.seeds}
    outcomes = [outcome for of_seed in by_seed.values() for outcome in of_seed]
    true = sum(outcome.infringes for outcome in outcomes)
    print(f"simulated market: {len(outcomes):,} listings, {true:,} of them copies, seeds {given.seeds}\n")
    heads = ["simulated market", "flagged", "precision", "recall", "F1", "lawful flagged"]
    rows = [[name, *figures(outcomes, rule)] for name, rule in LEVELS.items()]
    rows += [
        [f"high and medium, seed {seed}", *figures(of_seed, LEVELS["high and medium"])]
        for seed, of_seed in by_seed.items()
    ]
    show(heads, rows)
    _show_kinds(outcomes)
    _show_indicators(outcomes)
    _show_calibration(outcomes)
    _show_wrong(outcomes, given.show)


def _show_kinds(outcomes: list[Outcome]) -> None:
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        kinds[outcome.kind].append(outcome)
    heads = ["simulated market: kind of seller", "listings", "high or medium", "share", "plain rules", "share"]
    rows = []
    for kind, of_kind in sorted(kinds.items()):
        counts = [sum(map(LEVELS[name], of_kind)) for name in ("high and medium", "plain rules")]
        rows.append(
            [
                kind,
                f"{len(of_kind)}",
                *(cell for count in counts for cell in (f"{count}", f"{count / len(of_kind):.1%}")),
            ]
        )
    show(heads, rows)


def _show_indicators(outcomes: list[Outcome]) -> None:
    """How often each fired and how right, and what is lost without it (high and medium)."""
    codes = sorted({code for outcome in outcomes for code, _ in outcome.reasons})
    rows = [["all", "", "", *figures(outcomes, LEVELS["high and medium"])[1:]]]
    for code in codes:
        fired = [outcome for outcome in outcomes if any(code == fired_code for fired_code, _ in outcome.reasons)]
        right = sum(outcome.infringes for outcome in fired)
        without = figures(outcomes, lambda outcome, code=code: outcome.flagged(MEDIUM, code))  # type: ignore[misc]
        rows.append([code, f"{len(fired)}", f"{right / len(fired):.3f}", *without[1:]])
    heads = [
        "simulated market: indicator",
        "fired",
        "on copies",
        "without it: precision",
        "recall",
        "F1",
        "lawful flagged",
    ]
    show(heads, rows)


def _show_calibration(outcomes: list[Outcome]) -> None:
    rows = []
    for least in range(15, 150, 15):
        in_band = [outcome for outcome in outcomes if not outcome.cleared and least <= outcome.score() < least + 15]
        if in_band:
            rows.append(
                [
                    f"{least} to {least + 14}",
                    f"{len(in_band)}",
                    f"{sum(outcome.infringes for outcome in in_band) / len(in_band):.3f}",
                ]
            )
    show(["simulated market: score", "listings", "copies among them"], rows)


def _show_wrong(outcomes: list[Outcome], limit: int) -> None:
    wrong = [outcome for outcome in outcomes if outcome.flagged() and not outcome.infringes][:limit]
    missed = [outcome for outcome in outcomes if outcome.infringes and not outcome.flagged()][:limit]
    for what, shown in (("wrong", wrong), ("missed", missed)):
        for outcome in shown:
            share = outcome.share and round(outcome.share, 2)
            print(f"{what} | {outcome.kind} | {outcome.title} | {share} | {outcome.reasons}")


if __name__ == "__main__":
    main()
