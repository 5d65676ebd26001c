"""The general reader alone on real labelled pages: `python -m bench.unknown_layouts [--pages DIR ...] [-v]`.

The sites' own readers are switched off; their addresses stay known, as for a new layout of a known site. Prints the
share of pages with the right number of listings (within 5 %), of labelled listings whose id, title and price are right,
and the listings invented on walls, logins, empty pages and pages of listings that are gone; beside it the same of a
baseline: what pages tell search engines as JSON-LD and microdata. Without pages, which are other people's, it says so.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from monitor.crawling.registry import spider_class
from monitor.model import Listing, decimal_text
from monitor.pages.any_site import OtherSitePage
from monitor.pages.extract import json_ld
from monitor.pages.page import Page
from monitor.pages.reading import GUESSED
from monitor.pages.structured_data import product_facts
from monitor.text.decode import decode_page

_ROOT = Path(__file__).parent.parent
_FOLDERS = (_ROOT.parent / "shared" / "pages", _ROOT.parent / "shared" / "new-pages")
_FIELDS = ("listing_id", "title", "price_min")
_WITHIN = 0.05
"""How far a number of listings may be from the right one."""

Reader = Callable[[Page], tuple[Listing, ...]]


@dataclass
class Tally:
    """What a reader found right."""

    pages: int = 0
    right: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    invented: int = 0
    silent: int = 0
    """Pages without listings of which it said so."""
    without: int = 0
    seconds: float = 0
    notes: list[str] = field(default_factory=list)


def folders_of_pages(given: list[Path]) -> list[Path]:
    """Where real pages lie: as given, else as MONITOR_REAL_PAGES says, else beside the project."""
    named = [Path(name) for name in (os.environ.get("MONITOR_REAL_PAGES") or "").split(os.pathsep) if name]
    return [folder for folder in given or named or _FOLDERS if folder.is_dir()]


def cases(folders: list[Path], only: set[str]) -> Iterator[tuple[str, dict[str, Any], Page]]:
    """Name, label and page of every labelled page."""
    for label in sorted(file for folder in folders for file in folder.glob("*/*/label.json")):
        marketplace = label.parts[-3]
        if only and marketplace not in only:
            continue
        url = json.loads((label.parent / "meta.json").read_text(encoding="utf-8"))["url"]
        spider = spider_class(marketplace)
        page_class = spider.page_for(url) or spider.page_classes()[-1]
        body = next(label.parent.glob("page.*")).read_bytes()
        name = "/".join(label.parts[-4:-1])
        yield name, json.loads(label.read_text(encoding="utf-8")), page_class(decode_page(body, None), url)


def by_guess(page: Page) -> tuple[Listing, ...]:
    """What the general reader alone finds."""
    reading = page.read_by_guess()
    assert reading.layout in (None, GUESSED)
    return reading.listings


def by_metadata(page: Page) -> tuple[Listing, ...]:
    """The baseline: what the page says of its products as JSON-LD or microdata."""
    metadata = OtherSitePage(page.text, page.url).products()
    described = [product_facts(product) for product in (*json_ld(page.dom, "Product"), *metadata)]
    facts = [fact for fact in described if fact["title"] and fact["price"]]
    one = facts[:1] if page.kind == "listing" else facts
    return tuple(page.listing(page.address_id if page.kind == "listing" else None, **fact) for fact in one)


def measured(pages: list[tuple[str, dict[str, Any], Page]], reader: Reader) -> Tally:
    """What a reader finds on the pages, against their labels."""
    tally = Tally()
    for name, label, page in pages:
        begun = time.process_time()
        listings = reader(page)
        tally.seconds += time.process_time() - begun
        if label["outcome"] != "listings":
            tally.without += 1
            tally.silent += not listings
            tally.invented += len(listings)
            if listings:
                tally.notes.append(f"{name}: {len(listings)} listings invented")
            continue
        tally.pages += 1
        counts = [label["count"], *(label.get("also") or {}).get("count", [])]
        right = any(abs(len(listings) - count) <= count * _WITHIN for count in counts)
        tally.right += right
        if not right:
            tally.notes.append(f"{name}: {label['count']} listings, {len(listings)} found")
        _compare(name, label, listings, tally)
    return tally


def _compare(name: str, label: dict[str, Any], listings: tuple[Listing, ...], tally: Tally) -> None:
    by_id = {listing.listing_id: listing for listing in reversed(listings)}
    for want in label["listings"]:
        at = want["position"] - 1
        here = listings[at] if at < len(listings) else None
        if want["listing_id"] is not None and (here is None or here.listing_id != want["listing_id"]):
            here = by_id.get(want["listing_id"])
        for name_of_field in _FIELDS:
            if want[name_of_field] is None and name_of_field != "price_min":
                continue
            values = [want[name_of_field], *(want.get("also") or {}).get(name_of_field, [])]
            told = (
                decimal_text(here.price_min)
                if here and name_of_field == "price_min"
                else getattr(here, name_of_field, None)
            )
            right = here is not None and any(_same(value, told) for value in values)
            # a price that the page does not tell counts only when one is invented
            if want[name_of_field] is None and told is None:
                continue
            tally.of[name_of_field] += 1
            tally.fields[name_of_field] += right
            if not right:
                tally.notes.append(f"{name}: listing {want['position']} {name_of_field}: {values}, found {told!r}")


def _same(want: Any, told: Any) -> bool:
    if want is None or told is None:
        return want is None and told is None
    try:
        return Decimal(str(want)) == Decimal(str(told))
    except InvalidOperation:
        return " ".join(str(want).split()).casefold() == " ".join(str(told).split()).casefold()


def rows(tallies: dict[str, Tally]) -> list[str]:
    """The table that docs/benchmarks.md holds."""
    lines = [
        "| | right number (± 5 %) | ids | titles | prices | others left alone | listings invented | CPU seconds |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, tally in tallies.items():
        shares = [f"{tally.fields[key] / max(tally.of[key], 1):.3f}".lstrip("0") for key in _FIELDS]
        lines.append(
            f"| {name} | {tally.right}/{tally.pages} = {tally.right / max(tally.pages, 1):.0%} | {' | '.join(shares)} "
            f"| {tally.silent}/{tally.without} | {tally.invented} | {tally.seconds:.1f} |"
        )
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.unknown_layouts", description=__doc__)
    parser.add_argument(
        "--pages", type=Path, action="append", default=[], help="a folder of labelled pages; may be repeated"
    )
    parser.add_argument("--only", default="", help="marketplaces, separated by commas")
    parser.add_argument("-v", "--verbose", action="store_true", help="also what differs")
    given = parser.parse_args()
    folders = folders_of_pages(given.pages)
    if not folders:
        sys.stdout.write(
            "no real saved pages here: nothing was measured (--pages, or MONITOR_REAL_PAGES, names their folder)\n"
        )
        return
    only = {name for name in given.only.split(",") if name}
    readers: dict[str, Reader] = {"the general reader": by_guess, "JSON-LD and microdata alone": by_metadata}
    tallies = {name: measured(list(cases(folders, only)), reader) for name, reader in readers.items()}
    if given.verbose:
        sys.stdout.write("\n".join(tallies["the general reader"].notes) + "\n\n")
    sys.stdout.write("\n".join(rows(tallies)) + "\n")


if __name__ == "__main__":
    main()
