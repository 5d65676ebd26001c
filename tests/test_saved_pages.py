"""The project's saved pages (`fixtures/`): every field of every listing reads as a person has reviewed it.

A case is a folder `fixtures/<marketplace>/<case>` with `page.*`, `meta.json` and `expected.json`, which holds what
`monitor extract --json` prints. A case without `expected.json` gets a proposal written and fails until it is reviewed.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor.crawling.registry import spider_class, spider_for
from monitor.marketplaces import PLACES, WEB
from monitor.pages.read import read_page, reading_record

FIXTURES = Path(__file__).parents[1] / "fixtures"
CASES = sorted(meta.parent.relative_to(FIXTURES).as_posix() for meta in FIXTURES.glob("*/*/meta.json"))
_OUTCOME_BY_NAME = {"empty": "empty", "blocked": "blocked", "unreadable": "unreadable", "gone": "empty"}


@cache
def _expected(case: str) -> dict[str, Any] | None:
    file = FIXTURES / case / "expected.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


@cache
def _read(case: str) -> dict[str, Any]:
    """The case's page as the page classes read it now: once for all of its tests."""
    folder = FIXTURES / case
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    spider = spider_for(meta["url"]) or spider_class(WEB)
    page_class = spider.page_for(meta["url"])
    assert page_class is not None
    body = next(folder.glob("page.*")).read_bytes()
    reading = read_page(
        page_class, body, meta["url"], meta.get("status") or 200, (meta.get("headers") or {}).get("Content-Type")
    )
    return reading_record(spider.name, reading)


def _named_outcome(case: str) -> str | None:
    return next((outcome for word, outcome in _OUTCOME_BY_NAME.items() if word in Path(case).name), None)


@pytest.mark.parametrize("case", CASES)
def test_page(case: str) -> None:
    expected, read = _expected(case), _read(case)
    if expected is None:
        proposal = FIXTURES / case / "expected.proposed.json"
        proposal.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{proposal}: compare it with the page by eye, then rename it to expected.json")
    ids = [listing["listing_id"] for listing in expected["listings"]]
    assert [listing["listing_id"] for listing in read["listings"]] == ids
    assert {**read, "listings": ...} == {**expected, "listings": ...}
    assert read["marketplace"] == Path(case).parent.name


@pytest.mark.parametrize("case", [case for case in CASES if _expected(case)])
def test_every_field_of_every_listing(case: str) -> None:
    """What a reading tells, its expectation tells too, and the other way round."""
    for listing, expected in zip(_read(case)["listings"], (_expected(case) or {})["listings"], strict=True):
        wrong = {name: (listing.get(name), expected.get(name)) for name in {*listing, *expected}}
        wrong = {name: pair for name, pair in wrong.items() if pair[0] != pair[1]}
        assert not wrong, f"listing {expected['position']}: {wrong} (read, expected)"


@pytest.mark.parametrize("case", [case for case in CASES if _named_outcome(case)])
def test_name_tells_the_outcome(case: str) -> None:
    assert (_expected(case) or _read(case))["outcome"] == _named_outcome(case)


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_its_cases(place: str) -> None:
    """The outcomes of each kind of page; where no layout is known (a wall is all that was seen), only the refusals."""
    names = [Path(case).name for case in CASES if Path(case).parent.name == place]
    wanted = ["blocked", "unreadable"]
    pages = [page for page in (spider_class(place).search_page, spider_class(place).listing_page) if page]
    for page in pages:
        if page.layouts:
            wanted.append("search_empty" if page.kind == "search" else "listing_gone")
            if not any(name.startswith(page.kind) and not _named_outcome(name) for name in names):
                wanted.append(f"{page.kind}_… with listings")
    missing = [part for part in wanted if not any(part in name for name in names)]
    assert not missing, f"fixtures/{place} lacks cases named {', '.join(missing)}"


@pytest.mark.parametrize("place", PLACES)
def test_every_layout_is_read_in_a_case(place: str) -> None:
    read = {(_read(case)["page"], _read(case)["layout"]) for case in CASES if Path(case).parent.name == place}
    known = {(page.kind, layout) for page in spider_class(place).page_classes() for layout in page.layouts}
    assert not known - read


def test_no_two_cases_are_the_same_search() -> None:
    """A replay shows the newest page of an address: a second one would hide what the demo shows."""
    searches = [
        f"{case.split('/')[0]}:{key}"
        for case in CASES
        if (
            key := spider_class(case.split("/")[0]).saved_key(
                json.loads((FIXTURES / case / "meta.json").read_text())["url"]
            )
        ).startswith("search:")
    ]
    assert sorted({search for search in searches if searches.count(search) > 1}) == []
