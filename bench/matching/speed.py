"""Titles a second: this program, rapidfuzz and the ceiling; each measured in a process of its own, with cold caches."""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from bench.matching.data import WatchedNames, all_brands, invented, nfkc, read_brands, read_rows, watchlist
from bench.matching.figures import show
from bench.matching.rivals import automaton
from bench.matching.versions import Run, ask, versions
from monitor.matching import Matcher

SIZES = (20, 1_000, 10_000)
_TIMES = 3
_TURNS = 5
_SAMPLE = {10_000: 100}
"""Titles for rapidfuzz where all would take an hour."""
_TOOLS = ("this program", "rapidfuzz cdist", "Aho-Corasick alone")


def show_speed(folder: Path, older: str | None) -> None:
    """Print the medians of three runs of each tool at each number of names; or of today's and an older commit's."""
    if older:
        _show_versions(folder, older)
        return
    lines = []
    for size in SIZES:
        for tool in _TOOLS:
            runs = [_measured(tool, size, folder) for _ in range(_TIMES)]
            median = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
            lines.append(
                [
                    tool,
                    f"{size:,}",
                    f"{median['per_second']:,.0f}",
                    f"{median['again_per_second']:,.0f}" if tool == _TOOLS[0] else "",
                    f"{median['start']:.2f}",
                    f"{median['megabytes']:.0f}",
                ]
            )
    show(["tool", "names", "titles/s, cold", "again", "start, s", "peak memory, MB"], lines)


def _show_versions(folder: Path, older: str) -> None:
    """Both versions on the same titles in turn, by CPU time, so that other work on the machine weighs alike."""
    lines = []
    with versions(older) as sources:
        for size in SIZES:
            names, titles = names_for(size, folder)
            runs: dict[str, list[Run]] = {name: [] for name in sources}
            for _ in range(_TURNS):
                for name, path in sources.items():
                    runs[name].append(ask(path, watchlist(names), titles))
            for name, of_name in runs.items():
                cold, again = (
                    statistics.median(times) for times in zip(*((r.cold, r.again) for r in of_name), strict=True)
                )
                start = statistics.median(run.start for run in of_name)
                speeds = [f"{len(titles) / cold:,.0f}", f"{len(titles) / again:,.0f}"]
                lines.append([name, f"{size:,}", *speeds, f"{start:.2f}"])
    show(["version", "names", "titles/s, cold", "again", "start, s"], lines)


def _measured(tool: str, size: int, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.matching.speed", tool, str(size), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def names_for(size: int, folder: Path) -> tuple[list[WatchedNames], list[str]]:
    """Brands with `size` names together (the data's first, then invented ones) and all titles."""
    rows = read_rows(folder / "titles_dev.jsonl")
    known = all_brands(rows, read_brands(folder))
    chosen: list[WatchedNames] = []
    count = 0
    for brand in known:
        if count + len(brand.names) > size:
            break
        chosen.append(brand)
        count += len(brand.names)
    chosen += invented((size - count) // 2, [name for brand in known for name in brand.names])
    return chosen, [row.title for row in rows]


def _run(tool: str, size: int, folder: Path) -> dict[str, float]:
    brands, titles = names_for(size, folder)
    names = [name for brand in brands for name in brand.names]
    makers: dict[str, Callable[[], Callable[[Sequence[str]], Any]]] = {
        "this program": lambda: Matcher(watchlist(brands)).match_all,
        "rapidfuzz cdist": lambda: (
            lambda batch: process.cdist(
                [nfkc(title) for title in batch], [nfkc(name) for name in names], scorer=fuzz.partial_ratio, workers=1
            )
        ),
        "Aho-Corasick alone": lambda: _ceiling(automaton(names)),
    }
    asked = titles[: _SAMPLE.get(size)] if tool == "rapidfuzz cdist" else titles
    begun = time.perf_counter()
    match_all = makers[tool]()
    started = time.perf_counter()
    match_all(asked)
    ended = time.perf_counter()
    match_all(asked)
    again = time.perf_counter()
    return {
        "start": started - begun,
        "per_second": len(asked) / (ended - started),
        "again_per_second": len(asked) / (again - ended),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _ceiling(words: Any) -> Callable[[Sequence[str]], Any]:
    return lambda batch: [list(words.iter(nfkc(title))) for title in batch]


if __name__ == "__main__":
    print(json.dumps(_run(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))))
