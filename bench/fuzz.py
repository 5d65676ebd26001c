"""Mutated pages, each read as a page of its site: `python -m bench.fuzz [--pages 100000] [--folder DIR] [--seed N]`.

Every other one is read by the general reader alone.
Prints how many raised an exception (kind and first place of each), took more than 2 CPU seconds, or told a price or a
count that neither the page nor its mutation holds, and how much memory the process has. A finding is printed with the
number of its page: `--only NUMBER` makes that page again.
"""

import argparse
import json
import logging
import random
import re
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bench.mutations import Mutated, Original, mutated, original
from bench.shown_numbers import numbers_of, shown_numbers, significant_digits
from monitor.crawling.registry import spider_class
from monitor.model import Listing, listing_record
from monitor.pages.limits import MAX_ADDRESS, MAX_ID, MAX_LISTINGS, MAX_NAME, MAX_PICTURES, MAX_PRICE_STEPS, MAX_TITLE
from monitor.pages.page import Page
from monitor.pages.read import read_page
from monitor.pages.reading import PageReading
from monitor.text.decode import decode_page

_ROOT = Path(__file__).parent.parent
_SLOW = 2.0
"""CPU seconds from which on a page is a slow one."""
_PRINTED = 20
"""Findings of a kind that are printed."""


@dataclass(frozen=True)
class Case:
    """A saved page that mutations are made of."""

    name: str
    url: str
    page_class: type[Page]
    page: Original
    by_guess: bool = False
    """Whether the general reader alone reads it, in the place of the site's own readers."""

    @cached_property
    def numbers(self) -> set[str]:
        """The significant digits of the numbers that the page shows."""
        return shown_numbers(self.page.text)


@dataclass
class Findings:
    """What went wrong with mutated pages."""

    pages: int = 0
    listings: int = 0
    exceptions: Counter[str] = field(default_factory=Counter)
    slow: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)


def cases(folder: Path) -> list[Case]:
    """The saved pages of a folder of `<marketplace>/<case>/page.* + meta.json`."""
    read = []
    for meta in sorted(folder.glob("*/*/meta.json")):
        url = json.loads(meta.read_text(encoding="utf-8"))["url"]
        page_class = spider_class(meta.parts[-3]).page_for(url)
        if page_class is not None:
            body = next(meta.parent.glob("page.*")).read_bytes()
            name, page = "/".join(meta.parts[-3:-1]), original(body)
            read.append(Case(name, url, page_class, page))
            read.append(Case(f"{name} by guess", url, page_class, page, by_guess=True))
    return read


def fuzz(of: list[Case], pages: int, seed: int) -> Iterator[Findings]:
    """Read so many mutated pages; yields what was found so far after each, always the same object."""
    findings = Findings()
    for number in range(pages):
        case, page = mutation(of, seed, number)
        _read(case, page, f"{number} ({case.name})", findings)
        yield findings


def mutation(of: list[Case], seed: int, number: int) -> tuple[Case, Mutated]:
    """The mutated page of this number."""
    chance = random.Random(f"{seed}:{number}")
    case = of[number % len(of)]
    return case, mutated(case.page, chance)


def check_storable(listing: Listing) -> None:
    """Raises `AssertionError` or `ValueError` for a listing that no store could keep, or that breaks a limit."""
    json.dumps(listing_record(listing), ensure_ascii=False, allow_nan=False).encode("utf-8")
    limits = {
        listing.title: MAX_TITLE, listing.listing_id: MAX_ID, listing.vendor.id: MAX_ID, listing.vendor.name: MAX_NAME,
        listing.location: MAX_NAME, listing.url: MAX_ADDRESS, listing.vendor.url: MAX_ADDRESS,
    }  # fmt: skip
    assert all(len(text) <= longest for text, longest in limits.items() if text)
    assert len(listing.image_urls) <= MAX_PICTURES
    assert len(listing.price_steps) <= MAX_PRICE_STEPS
    assert listing.currency is None or re.fullmatch("[A-Z]{3}", listing.currency)
    counts = [listing.units_sold, listing.stock, listing.min_order, *(step.min_qty for step in listing.price_steps)]
    assert all(type(count) is int and 0 <= count < 10**12 for count in counts if count is not None)


def _read(case: Case, page: Mutated, name: str, findings: Findings) -> None:
    findings.pages += 1
    begun = time.process_time()
    try:
        reading = read_page(case.page_class, page.body, case.url, by_guess=case.by_guess)
        took = time.process_time() - begun
        assert len(reading.listings) <= MAX_LISTINGS
        for listing in reading.listings:
            check_storable(listing)
    except Exception as error:
        findings.exceptions[_place(error)] += 1
        _say(f"page {name}: {error!r}")
        return
    if took > _SLOW:
        findings.slow.append(f"page {name}: {took:.1f} CPU seconds")
    findings.listings += len(reading.listings)
    findings.invented += [f"page {name}: {what}" for what in _invented(case, page, reading)]


def _place(error: BaseException) -> str:
    """The kind of an exception, and the last line of the program that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT) and ".venv" not in frame.filename]
    last = (own or frames)[-1]
    return f"{type(error).__name__} at {last.filename.removeprefix(f'{_ROOT}/')}:{last.lineno}"


def _invented(case: Case, page: Mutated, reading: PageReading) -> Iterator[str]:
    """The prices and counts of a reading that nothing on the page shows."""
    own: set[str] | None = None
    for what, value in numbers_of(reading):
        digits = significant_digits(value)
        if digits in page.broken:
            yield f"{what} {value} is a part of a broken number"
        elif digits and digits not in case.numbers:
            own = shown_numbers(decode_page(page.body)) if own is None else own
            if digits not in own:
                yield f"{what} {value} is not on the page"


def main() -> None:
    """Read the mutated pages and print the table; or make one of them again."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=_ROOT / "fixtures", help="saved pages: <marketplace>/<case>/")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, metavar="NUMBER", help="write this mutated page to standard output")
    given = parser.parse_args()
    of = cases(given.folder)
    if not of:
        parser.error(f"{given.folder} holds no saved pages")
    if given.only is not None:
        sys.stdout.buffer.write(mutation(of, given.seed, given.only)[1].body)
        return
    logging.disable()  # libraries write a traceback for each text that is no JSON
    begun = time.perf_counter()
    memory = [_megabytes()]
    findings = Findings()
    for findings in fuzz(of, given.pages, given.seed):
        if findings.pages == given.pages // 2:
            memory.append(_megabytes())
        if findings.pages % 1000 == 0:
            _say(f"{findings.pages:,}/{given.pages:,} pages, {_megabytes():.0f} MB")
    memory.append(_megabytes())
    _print(findings, memory, time.perf_counter() - begun)


def _print(findings: Findings, memory: list[float], seconds: float) -> None:
    figures = {
        "pages": f"{findings.pages:,}",
        "listings on them": f"{findings.listings:,}",
        "exceptions": f"{findings.exceptions.total():,}",
        f"pages over {_SLOW:.0f} CPU seconds": f"{len(findings.slow):,}",
        "invented values": f"{len(findings.invented):,}",
        "MB at the start, in the middle, at the end": ", ".join(f"{megabytes:.0f}" for megabytes in memory),
        "pages a second": f"{findings.pages / seconds:.0f}",
    }
    print("\n".join(f"{what}: {figure}" for what, figure in figures.items()))
    for place, times in findings.exceptions.most_common(_PRINTED):
        print(f"  {times:,} x {place}")
    for line in (*findings.slow[:_PRINTED], *findings.invented[:_PRINTED]):
        print(f"  {line}")


def _megabytes() -> float:
    """The memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1024**2


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
