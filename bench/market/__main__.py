"""`python -m bench.market [--seeds 1 2 3] [--scale 1] [--days 5]`: how findings fare on a simulated market."""

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.market.measure import LEVELS, Outcome, figures, simulate
from bench.matching.figures import show
from monitor.indicators.judge import MEDIUM


def main() -> None:
    """Simulate, and print the tables; every one says that the market is simulated."""
    parser = argparse.ArgumentParser(prog="python -m bench.market", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[201, 202, 203])
    parser.add_argument("--scale", type=float, default=1.0, help="1: about 6,000 listings a seed")
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N wrong findings and N missed copies")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        by_seed = {seed: simulate(Path(folder), seed, given.scale, given.days) for seed in given.seeds}
    outcomes = [one for of_seed in by_seed.values() for one in of_seed]
    true = sum(one.infringes for one in outcomes)
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
    for one in outcomes:
        kinds[one.kind].append(one)
    heads = ["simulated market: kind of seller", "listings", "high or medium", "share", "plain rules", "share"]
    rows = []
    for kind, here in sorted(kinds.items()):
        counts = [sum(map(LEVELS[name], here)) for name in ("high and medium", "plain rules")]
        rows.append(
            [kind, f"{len(here)}", *(cell for count in counts for cell in (f"{count}", f"{count / len(here):.1%}"))]
        )
    show(heads, rows)


def _show_indicators(outcomes: list[Outcome]) -> None:
    """How often each fired and how right, and what is lost without it (high and medium)."""
    codes = sorted({code for one in outcomes for code, _ in one.reasons})
    rows = [["all", "", "", *figures(outcomes, LEVELS["high and medium"])[1:]]]
    for code in codes:
        fired = [one for one in outcomes if any(code == other for other, _ in one.reasons)]
        right = sum(one.infringes for one in fired)
        without = figures(outcomes, lambda one, code=code: one.flagged(MEDIUM, code))  # type: ignore[misc]
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
        here = [one for one in outcomes if not one.cleared and least <= one.score() < least + 15]
        if here:
            rows.append(
                [f"{least} to {least + 14}", f"{len(here)}", f"{sum(one.infringes for one in here) / len(here):.3f}"]
            )
    show(["simulated market: score", "listings", "copies among them"], rows)


def _show_wrong(outcomes: list[Outcome], limit: int) -> None:
    wrong = [one for one in outcomes if one.flagged() and not one.infringes][:limit]
    missed = [one for one in outcomes if one.infringes and not one.flagged()][:limit]
    for what, ones in (("wrong", wrong), ("missed", missed)):
        for one in ones:
            print(f"{what} | {one.kind} | {one.title} | {one.share and round(one.share, 2)} | {one.reasons}")


if __name__ == "__main__":
    main()
