"""Two terminals decide while a crawl writes and `assess` judges: `python -m bench.decisions [--decisions 10000]`.

Nothing may be lost, nothing written twice, nobody may be told that the database is locked; the queue must be what a
rebuild makes. Prints how long a decision takes, waiting for its turn included, beside deciding alone in the same run.
"""

import argparse
import multiprocessing
import random
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.assess import fill, watchlist
from bench.review import add_findings, crawl
from monitor.deciding.decide import decide, undo
from monitor.decision import DecisionState, verdict
from monitor.judging import rejudge
from monitor.store.store import Store, create_store, open_store
from monitor.store.write.queue import rebuild_queue

_SPAWN = multiprocessing.get_context("spawn")
_LISTINGS, _FINDINGS = 20_000, 4_000
_SIMILAR = "SELECT finding_id, state, rank, seen FROM queue ORDER BY 1"


@dataclass(slots=True)
class Soaked:
    """What came out: written and counted decisions, faults, and milliseconds of each decision."""

    reported: int
    """Decisions that the terminals were told are written."""
    stored: int
    """Decisions in the store."""
    twice: int
    """Batches with a finding twice, and decisions that were taken back twice."""
    faults: list[str]
    equal: bool
    """Whether the queue is what a rebuild makes."""
    times: list[float]
    pages: int


def terminal(root: Path, name: str, ids: list[str], number: int, results: Any) -> None:
    """Decide so many times, about one to five findings; each tenth time take the own last decisions back."""
    store, dice = open_store(root, write=True), random.Random(name)
    reported, times, faults, made = 0, list[float](), list[str](), 0
    while made < number:
        begun = time.perf_counter()
        try:
            if made and dice.random() < 0.1:
                done = undo(store, by=name, only_own=True)
            else:
                chosen = dice.sample(ids, dice.randint(1, 5))
                done = decide(store, chosen, verdict(dice.choice((*DecisionState,)), note=f"{name} {made}"), by=name)
            reported += len(done.decisions)
        except Exception as error:  # whatever it is, it is what the bench is about
            faults.append(f"{type(error).__name__}: {error}"[:200])
        made += 1
        times.append((time.perf_counter() - begun) * 1000)
    results.put((reported, times, faults))
    store.close()


def assess(root: Path, stop: Any, results: Any) -> None:
    """Judge again and again."""
    store, faults = open_store(root, write=True), list[str]()
    while not stop.is_set():
        try:
            rejudge(store, watchlist())
        except Exception as error:  # as above
            faults.append(f"{type(error).__name__}: {error}"[:200])
        time.sleep(0.1)
    results.put((0, [], faults))
    store.close()


def make_store(root: Path, listings: int = _LISTINGS, findings: int = _FINDINGS) -> list[str]:
    """A store with flagged findings; returns their ids."""
    store = create_store(root)
    dice = random.Random(7)
    fill(store, listings, dice)
    add_findings(store, listings, findings, dice)
    with store.write() as connection:
        rebuild_queue(connection)
        ids = list(connection.exec_driver_sql("SELECT finding_id FROM queue ORDER BY 1").scalars())
    store.close()
    return ids


def soak(root: Path, ids: list[str], decisions: int, *, terminals: int = 2) -> Soaked:
    """So many decisions by the terminals together, beside a crawl and an `assess`."""
    stop, pages, results = _SPAWN.Event(), _SPAWN.Value("i", 0), _SPAWN.Queue()
    helpers = [
        _SPAWN.Process(target=crawl, args=(root, stop, pages)),
        _SPAWN.Process(target=assess, args=(root, stop, results)),
    ]
    people = [
        _SPAWN.Process(target=terminal, args=(root, f"reviewer {number}", ids, decisions // terminals, results))
        for number in range(terminals)
    ]
    for process in (*helpers, *people):
        process.start()
    told = [results.get() for _ in people]
    stop.set()
    told.append(results.get())
    for process in (*helpers, *people):
        process.join()
    store = open_store(root, write=True)
    try:
        return _counted(store, told, pages.value)
    finally:
        store.close()


def _counted(store: Store, told: list[Any], pages: int) -> Soaked:
    with store.write() as connection:
        rows = connection.exec_driver_sql("SELECT batch, finding_id, undoes FROM decision").all()
        kept = connection.exec_driver_sql(_SIMILAR).all()
        rebuild_queue(connection)
        equal = connection.exec_driver_sql(_SIMILAR).all() == kept
        connection.rollback()
    batches = Counter((row.batch, row.finding_id) for row in rows)
    undone = Counter(row.undoes for row in rows if row.undoes is not None)
    return Soaked(
        sum(reported for reported, _, _ in told),
        len(rows),
        sum(number > 1 for number in (*batches.values(), *undone.values())),
        [fault for _, _, faults in told for fault in faults],
        equal,
        [took for _, times, _ in told for took in times],
        pages,
    )


def main() -> None:
    """Decide alone, then in company."""
    parser = argparse.ArgumentParser(prog="python -m bench.decisions", description=__doc__)
    parser.add_argument("--decisions", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "store"
        ids = make_store(root)
        alone = _SPAWN.Queue()
        terminal(root, "alone", ids, 200, alone)
        _, times, _ = alone.get()
        print(f"alone: {statistics.median(times):.1f} ms a decision, p95 {sorted(times)[int(len(times) * 0.95)]:.1f}")
        before = 0
        store = open_store(root)
        with store.read() as connection:
            before = connection.exec_driver_sql("SELECT count(*) FROM decision").scalar_one()
        store.close()
        done = soak(root, ids, given.decisions)
        times = sorted(done.times)
        print(
            f"beside a crawl ({done.pages} pages) and assess: {statistics.median(times):.1f} ms, "
            f"p95 {times[int(len(times) * 0.95)]:.1f}, longest {times[-1]:.0f}"
        )
        print(
            f"{len(times)} calls, {done.reported} decisions told, {done.stored - before} stored, {done.twice} twice, "
            f"{len(done.faults)} faults {done.faults[:3]}, queue equal to a rebuild: {done.equal}"
        )


if __name__ == "__main__":
    main()
