"""Removal times against a simulated truth: `python -m bench.removal_times [--rounds 150]`.

Filed links go, and come back, at times that are known here; a store has the visits of a daily look at each, of which a
share is blocked. Prints how often the 95 % intervals hold the true share, in rounds of 40 links, and how wide they are;
beside it, in the same run, the naive way: a blocked page counts as gone, and a listing went midway between two looks.
"""

import argparse
import math
import random
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.matching.figures import show
from monitor.casework.followed import Followed, followed
from monitor.casework.times import BACK_BY, REMOVED_BY, removal_times
from monitor.statistics import wilson_interval
from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema import ListingRow, RunRow, VisitRow
from monitor.store.read.cases import own_captures
from monitor.store.store import Connection
from monitor.store.write.cases import NewCase, NewCaseEvent, NewCaseListing, add_case, add_case_event
from tests.case_helper import confirmed_store, right
from tests.store_helper import NOON

_LINKS, _LOOKED_FOR = 40, 60
"""Links of a round, and most days for which they are looked at."""
_SCALE, _SHAPE, _AWAY = 8.0, 0.8, 40.0
"""Days: removal times are of this Weibull distribution, half are gone after 5; then they stay away for so long in the
mean, exponentially."""

Interval = tuple[float, float]


def truth(what: str, day: float) -> float:
    """The share that is gone, or of the gone ones back, by a day."""
    return 1 - math.exp(-((day / _SCALE) ** _SHAPE)) if what == "gone" else 1 - math.exp(-day / _AWAY)


def simulated(folder: Path, rounds: int, blocked: float) -> list[Followed]:
    """The followed links of a store with a case for each round, whose reason is the round's number."""
    dice, store = random.Random(f"{rounds} {blocked}"), confirmed_store(folder, (1,))
    right_id = right(store)
    with store.write() as connection:
        runs = [{"id": 100 + day, "started_at": NOON, "state": "done", "method": "crawl", "plan": {}, "program": ""}
                for day in range(_LOOKED_FOR)]  # fmt: skip
        insert_rows(connection, RunRow, runs)
        capture = own_captures(connection, ["taobao:1"])["taobao:1"].id
        for number in range(rounds):
            links = [str(1000 * (number + 1) + place) for place in range(_LINKS)]
            insert_rows(connection, ListingRow, [_listing(link) for link in links])
            case = _case(connection, links, str(number), right_id, capture)
            add_case_event(connection, NewCaseEvent(case, NOON, NOON, "bench", "filed"))
            insert_rows(connection, VisitRow, [look for link in links for look in _looks(dice, link, blocked)])
    with store.read() as connection:
        found = followed(connection)
    store.close()
    return found


def _case(connection: Connection, links: Sequence[str], reason: str, right_id: int, capture: str) -> str:
    case = NewCase(NOON, "bench", "ipp", "taobao", "nordwerk", "counterfeit", right_id, None, reason, None)
    listings = [NewCaseListing(f"taobao:{link}:nordwerk", f"taobao:{link}", "", capture) for link in links]
    return add_case(connection, case, listings)


def _listing(link: str) -> dict[str, Any]:
    return {
        "key": f"taobao:{link}", "marketplace": "taobao", "listing_id": link, "first_seen": NOON, "first_visit": 1,
        "last_seen": NOON, "changed_at": NOON, "gone": False, "digests": {},
    }  # fmt: skip


def _looks(dice: random.Random, link: str, blocked: float) -> list[dict[str, Any]]:
    """A look a day, give or take; some links are looked at for less long."""
    gone = dice.weibullvariate(_SCALE, _SHAPE)
    back, end = gone + dice.expovariate(1 / _AWAY), dice.uniform(_LOOKED_FOR / 2, _LOOKED_FOR)
    start, looks = dice.random(), []
    for number in range(int(end)):
        day = start + number + dice.uniform(0, 0.1)
        outcome = "listings" if not gone <= day < back else "empty"
        outcome = "blocked" if dice.random() < blocked else outcome
        reason = {"listings": None, "empty": "gone", "blocked": "wall"}[outcome]
        looks.append(
            {
                "run_id": 100 + number, "marketplace": "taobao", "page": "listing", "target": f"listing:{link}",
                "state": "done", "outcome": outcome, "reason": reason, "url": "", "at": NOON + timedelta(days=day),
                "recorded_at": NOON, "method": "crawl", "session": False, "without_id": 0, "fetch": {},
                "listing_keys": [f"taobao:{link}"] if outcome == "listings" else [],
            }
        )  # fmt: skip
    return looks


def naive(links: Sequence[Followed]) -> dict[tuple[str, float], Interval]:
    """A blocked page is gone, and what happened did so midway between two looks; what did not has not."""
    gone, back = [], []
    for one in links:
        looks = [((look.at - NOON) / timedelta(days=1), bool(look.there)) for look in one.looks]
        went = next((place for place, (_, there) in enumerate(looks) if not there), None)
        if went is None:
            gone.append(math.inf)
            continue
        gone.append(_midway(looks, went))
        came = next((place for place in range(went, len(looks)) if looks[place][1]), None)
        back.append(math.inf if came is None else _midway(looks, came) - looks[went][0])
    told = {("gone", float(day)): wilson_interval(sum(at <= day for at in gone), len(gone)) for day in REMOVED_BY}
    return told | {("back", float(day)): wilson_interval(sum(at <= day for at in back), len(back)) for day in BACK_BY}


def _midway(looks: Sequence[tuple[float, bool]], place: int) -> float:
    before = looks[place - 1][0] if place else 0.0
    return (before + looks[place][0]) / 2


def ours(links: Sequence[Followed]) -> dict[tuple[str, float], Interval]:
    """As `monitor case times` has it."""
    (times,) = removal_times(links)
    told = {("gone", share.day): (share.low, share.high) for share in times.removed}
    return told | {("back", share.day): (share.low, share.high) for share in times.back}


def main() -> None:
    """Print a table for each share of blocked pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=150)
    rounds = parser.parse_args().rounds
    print(f"{rounds} rounds of {_LINKS} links; how often the 95 % interval holds the true share, and its mean width")
    rows = []
    for blocked in (0.0, 0.1, 0.3, 0.5):
        with tempfile.TemporaryDirectory() as folder:
            links = simulated(Path(folder), rounds, blocked)
        of_round: dict[str, list[Followed]] = defaultdict(list)
        for one in links:
            of_round[one.link.reason or ""].append(one)
        ways = [[way(its_links) for its_links in of_round.values()] for way in (ours, naive)]
        for what, day in ways[0][0]:
            figures = []
            for told in ways:
                known = [intervals[what, day] for intervals in told if (what, day) in intervals]
                held = sum(low <= truth(what, day) <= high for low, high in known) / len(known)
                width = sum(high - low for low, high in known) / len(known)
                figures += [f"{held:.0%}", f"{width:.2f}"]
            rows.append([f"{blocked:.0%}", what, f"{day:g}", f"{truth(what, day):.2f}", *figures])
    show(["blocked", "what", "by day", "truth", "held", "width", "naive held", "width"], rows)


if __name__ == "__main__":
    main()
