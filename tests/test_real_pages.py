"""The page classes against real saved pages with labels, which are other people's and stay outside the repository.

They lie in the folder that MONITOR_REAL_PAGES names (default: `../shared/pages` beside the project), and in `new-pages`
beside it. How a reading is compared with a label is told in the first folder's README: outcome and count exactly, texts
with white space collapsed, numbers as numbers, addresses by host and path or by the listing's id; `also` lists other
right readings.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from monitor.crawling.registry import spider_class
from monitor.marketplaces import MARKETPLACES
from monitor.model import listing_record
from monitor.pages.page import DESCRIBED
from monitor.pages.read import read_page
from monitor.pages.reading import PageReading
from monitor.store.db.schema import VisitRow
from monitor.store.store import open_store
from tests.commands import REAL_PAGE_FOLDERS, REAL_PAGES, monitor

ENOUGH = 0.99
_WITHIN = {("taobao", "search", "cards")}
"""Layouts that are read on a real page within another: the cards that its data do not tell."""
_TEXTS = ("listing_id", "title", "currency", "vendor_name", "vendor_id")
_NUMBERS = ("price_min", "price_max", "units_sold", "stock", "min_order")
_NEVER_INVENTED = ("price_min", "units_sold", "stock")

Case = tuple[dict[str, Any], PageReading]


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    """Label and reading of every saved page, by `<folder>/<marketplace>/<case>`."""
    if not REAL_PAGES.is_dir():
        pytest.skip(f"no real saved pages in {REAL_PAGES} (MONITOR_REAL_PAGES names their folder)")
    cases = {
        _name(path.parent): (_json(path), _read(path.parent))
        for folder in REAL_PAGE_FOLDERS
        for marketplace in MARKETPLACES
        for path in sorted(folder.glob(f"{marketplace}/*/label.json"))
    }
    assert cases, f"{REAL_PAGES} holds no labelled page"
    return cases


def test_outcome_and_count_of_every_page(cases: dict[str, Case]) -> None:
    wrong = []
    for name, (label, reading) in cases.items():
        also = label.get("also") or {}
        if reading.outcome not in (label["outcome"], *also.get("outcome", ())):
            wrong.append(f"{name}: {label['outcome']} was read as {reading.outcome} ({reading.reason})")
        counted = label["outcome"] == "listings" or reading.listings
        if counted and len(reading.listings) not in (label["count"], *also.get("count", ())):
            wrong.append(f"{name}: {label['count']} listings, {len(reading.listings)} were read")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("folder", [folder.name for folder in REAL_PAGE_FOLDERS])
def test_fields_of_the_labelled_listings(cases: dict[str, Case], folder: str) -> None:
    checks = [check for name, case in cases.items() if name.startswith(f"{folder}/") for check in _checks(name, *case)]
    if not checks:
        pytest.skip(f"no real saved pages in {folder}")
    wrong = [text for right, text in checks if not right]
    assert len(wrong) <= len(checks) * (1 - ENOUGH), f"{len(wrong)} of {len(checks)} fields:\n" + "\n".join(wrong)


def test_a_layout_is_said_to_be_proven_when_it_is(cases: dict[str, Case]) -> None:
    """The years that a page class gives for a layout are those of real pages; `DESCRIBED` means that there is none."""
    read = {(name.split("/")[1], reading.page, reading.layout) for name, (_, reading) in cases.items()}
    said = {
        (name, page.kind, layout)
        for name in MARKETPLACES
        for page in spider_class(name).page_classes()
        for layout, years in page.layouts.items()
        if years != DESCRIBED
    }
    assert {known for known in read if known[2]} <= said
    assert said - read <= _WITHIN


@pytest.mark.slow
def test_import_gives_every_page_its_outcome(tmp_path: Path, cases: dict[str, Case]) -> None:
    """The command, over all sites at once: each page is a visit with its label's outcome, and the table says so."""
    shutil.copy(REAL_PAGES / "watchlist.toml", tmp_path / "watchlist.toml")
    folders = [str(folder) for folder in REAL_PAGE_FOLDERS if folder.is_dir()]
    done = monitor("import", *folders, "--store", ".", cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    with closing(open_store(tmp_path)) as store, store.read() as connection:
        outcomes = {row.target: row.outcome for row in connection.execute(select(VisitRow.target, VisitRow.outcome))}
    told = " ".join(done.stdout.split())
    wrong = []
    for name, (label, reading) in cases.items():
        body = next((REAL_PAGES.parent / name).glob("page.*")).read_bytes()
        found = outcomes.get(f"saved:{hashlib.sha256(body).hexdigest()}")
        if found not in (label["outcome"], *(label.get("also") or {}).get("outcome", ())):
            wrong.append(f"{name}: {label['outcome']}, imported as {found}")
        assert f"{name.split('/')[1]} {reading.page} {found} " in told
    assert not wrong, "\n".join(wrong)


def _name(case: Path) -> str:
    """`<folder>/<marketplace>/<case>`: the folders lie beside each other."""
    return "/".join(case.parts[-3:])


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _read(folder: Path) -> PageReading:
    url = _json(folder / "meta.json")["url"]
    page_class = spider_class(folder.parent.name).page_for(url)
    assert page_class is not None, f"{folder.name}: no page class knows {url}"
    return read_page(page_class, next(folder.glob("page.*")).read_bytes(), url)


def _checks(name: str, label: dict[str, Any], reading: PageReading) -> Iterator[tuple[bool, str]]:
    """Whether each labelled field was read right, and the words to say so."""
    if label["outcome"] != "listings":
        return
    found = [listing_record(listing) for listing in reading.listings]
    for wanted in label["listings"]:
        listing = _labelled(wanted, found)
        for field in (*_TEXTS, *_NUMBERS, "ad", "url"):
            value = wanted.get(field)
            if value is None and field not in _NEVER_INVENTED:
                continue
            got = _value(listing, field) if listing else "no such listing"
            options = [value, *(wanted.get("also") or {}).get(field, ())]
            right = any(_same(field, option, got, wanted["listing_id"]) for option in options)
            yield right, f"{name} listing {wanted['position']} {field}: {value!r} was read as {got!r}"


def _labelled(wanted: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The listing that a label is about: at its position, unless another one stands there; else by its id."""
    at_position = found[wanted["position"] - 1 : wanted["position"]]
    if at_position and wanted["listing_id"] in (None, at_position[0]["listing_id"]):
        return at_position[0]
    return next((listing for listing in found if listing["listing_id"] == wanted["listing_id"]), None)


def _value(listing: dict[str, Any], field: str) -> Any:
    return listing["vendor"][field.removeprefix("vendor_")] if field.startswith("vendor_") else listing[field]


def _same(field: str, wanted: Any, got: Any, listing_id: str | None) -> bool:
    if wanted is None or got is None:
        return wanted is got
    if field == "ad":
        return bool(wanted) is bool(got)
    if field in _NUMBERS:
        return _number(wanted) == _number(got) is not None
    if field == "url":
        return _place(wanted) == _place(got) or bool(listing_id and got.startswith("http") and listing_id in got)
    return _collapsed(wanted) == _collapsed(got)


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www."), parts.path.rstrip("/")


def _collapsed(text: Any) -> str:
    return re.sub(r"\s+", " ", str(text)).strip().casefold()
