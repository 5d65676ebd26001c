"""Sealing: `python -m bench.evidence`. How long a capture takes, beside the bare writing of the same bytes, flushed.

The pages are composed, as large as listing pages of the sites are (`--kilobytes`), and no two are alike. Baseline, in
the same run and on the same disk: the files of all captures, written one after the other with fsync, and nothing else.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

from monitor.runs.sealing import seal_findings
from tests.kept_pages import add_own
from tests.record_book import Book
from tests.store_helper import listing

_WORDS = "电钻 充电 工具 家用 套装 nordwerk X200 official div class span href item shop price 库存 销量".split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--captures", type=int, default=1000)
    parser.add_argument("--kilobytes", type=int, default=300, help="of a page")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    dice = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        book = Book(Path(folder) / "store")
        rounds = []
        for number in range(options.rounds):
            first = number * options.captures
            ids = [str(first + one) for one in range(1, options.captures + 1)]
            for listing_id in ids:
                add_own(book, listing(listing_id), body=_page(dice, listing_id, options.kilobytes * 1000))
            began, cpu = time.perf_counter(), time.process_time()
            report = seal_findings(book.store, [f"taobao:{one}:nordwerk" for one in ids], "bench", "bench")
            sealing, cpu = time.perf_counter() - began, time.process_time() - cpu
            assert len(report.captures) == options.captures
            written = [
                path
                for capture in report.captures
                for path in (book.store.root / "evidence" / "captures" / capture).rglob("*")
                if path.is_file()
            ]
            rounds.append((sealing, _write_bare(Path(folder) / f"bare-{number}", written), len(written)))
            each = [1000 * seconds / len(ids) for seconds in (sealing, cpu, rounds[-1][1])]
            print(
                f"round {number + 1}: {each[0]:.1f} ms a capture, {each[1]:.1f} ms of CPU time; "
                f"bare writing {each[2]:.1f} ms, {len(written) / len(ids):.1f} files"
            )
        per = [1000 * sealing / options.captures for sealing, *_ in rounds]
        bare = [1000 * baseline / options.captures for _, baseline, _ in rounds]
        print(f"median: {statistics.median(per):.1f} ms a capture; bare writing {statistics.median(bare):.1f} ms")
        for path in (book.store.root / "evidence").rglob("*"):
            if path.is_dir():
                path.chmod(0o700)  # so that the folder can be deleted


def _page(dice: random.Random, listing_id: str, size: int) -> bytes:
    """Markup that repeats, and words and numbers that don't: gzip makes a quarter of it, as of the sites' pages."""
    parts, length = [f"<html><h1>{listing_id}</h1>"], 0
    while length < size:
        words = " ".join(dice.choices(_WORDS, k=4))
        part = (
            f'<div class="card item"><a href="https://shop.example/item.htm?id={dice.randrange(10**12)}" '
            f'target="_blank"><span class="title">{words}</span></a><em>{dice.randrange(10**5) / 100}</em></div>\n'
        )
        parts.append(part)
        length += len(part)
    return "".join(parts).encode()[:size]


def _write_bare(folder: Path, files: list[Path]) -> float:
    """Seconds to write copies of the files, each flushed, into one folder for each capture."""
    contents = [(path.parent.name, path.name, path.read_bytes()) for path in files]
    began = time.perf_counter()
    for capture, name, data in contents:
        target = folder / capture
        target.mkdir(parents=True, exist_ok=True)
        with (target / name).open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
