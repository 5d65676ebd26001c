"""Small composed pages, each for a kind of fault that was found in the field, with the right values (`cases.json`).

They are other people's and stay outside of the repository, beside the real pages. A case gives `file`, `url`, `outcome`
and perhaps `reason`, `count` (one number or several right ones), and `listings`: facts of the first ones, where a list
is any of its members and `@name` the id that another case's listing has.
"""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

import pytest

from monitor.crawling.registry import spider_for
from monitor.model import listing_record
from monitor.pages.read import read_page
from monitor.pages.reading import PageReading
from tests.commands import READING_CASES

_TABLE = READING_CASES / "cases.json"
CASES: dict[str, dict[str, Any]] = (
    {case["name"]: case for case in json.loads(_TABLE.read_text(encoding="utf-8"))} if _TABLE.is_file() else {}
)


@pytest.mark.parametrize("name", CASES or [pytest.param("", marks=pytest.mark.skip(f"no cases in {READING_CASES}"))])
def test_a_composed_case_is_read_right(name: str) -> None:
    case = CASES[name]
    reading = _read(name)
    assert reading.outcome == case["outcome"], reading
    if "reason" in case:
        assert reading.reason == case["reason"]
    if "count" in case:
        assert _same(case["count"], len(reading.listings))
    records = [listing_record(listing) for listing in reading.listings]
    for record, wanted in zip(records, case.get("listings", []), strict=False):
        got = {fact: _fact(record, fact) for fact in wanted}
        assert {fact: value for fact, value in got.items() if not _same(_meant(wanted[fact]), value)} == {}, wanted
    assert len(records) >= len(case.get("listings", []))


def _read(name: str) -> PageReading:
    case = CASES[name]
    spider = spider_for(case["url"])
    page_class = spider.page_for(case["url"]) if spider else None
    assert page_class is not None, case["url"]
    return read_page(page_class, (READING_CASES / case["file"]).read_bytes(), case["url"])


def _meant(wanted: Any) -> Any:
    if isinstance(wanted, str) and wanted.startswith("@"):
        return _read(wanted[1:]).listings[0].listing_id
    return wanted


def _fact(record: dict[str, Any], name: str) -> Any:
    if name.startswith("vendor_"):
        return record["vendor"][name.removeprefix("vendor_")]
    return next(iter(record["image_urls"]), None) if name == "image" else record[name]


def _same(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, list):
        return any(_same(option, got) for option in wanted)
    if wanted is None or got is None:
        return wanted is got
    try:
        return Decimal(str(wanted)) == Decimal(str(got))
    except InvalidOperation:
        return " ".join(str(wanted).split()) == " ".join(str(got).split())
