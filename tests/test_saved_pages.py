"""The project's saved pages (`fixtures/`): every field of every listing reads as a person has reviewed it.

A case is a folder `fixtures/<marketplace>/<case>` with `page.*`, `meta.json` and `expected.json`, which holds what
`monitor extract --json` prints. A case without `expected.json` gets a proposal written and fails until it is reviewed.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor.crawling.marketplaces import spider_class, spider_for
from monitor.crawling.page import read_page, reading_record
from monitor.places import MARKETPLACES

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
    spider = spider_for(meta["url"])
    assert spider is not None, f"no marketplace has pages like {meta['url']}"
    page_class = spider.page_for(meta["url"])
    assert page_class is not None
    body = next(folder.glob("page.*")).read_bytes()
    reading = read_page(
        page_class, body, meta["url"], meta.get("status") or 200, (meta.get("headers") or {}).get("Content-Type")
    )
    return reading_record(spider.name, reading)


def _named_outcome(case: str) -> str | None:
    return next((outcome for word, outcome in _OUTCOME_BY_NAME.items() if word in Path(case).name), None)


def _fields() -> list[Any]:
    """One parameter for each field of each expected listing."""
    return [
        pytest.param(case, place, field, id=f"{case}-{listing['position']}.{field}")
        for case in CASES
        for place, listing in enumerate((_expected(case) or {"listings": []})["listings"])
        for field in listing
    ]


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


@pytest.mark.parametrize(("case", "place", "field"), _fields())
def test_field(case: str, place: int, field: str) -> None:
    read, expected = _read(case), _expected(case)
    assert expected is not None
    assert place < len(read["listings"]), "no such listing"
    assert read["listings"][place][field] == expected["listings"][place][field]


@pytest.mark.parametrize("case", CASES)
def test_no_field_is_forgotten(case: str) -> None:
    """What a reading tells, its expectation tells too."""
    for listing, expected in zip(_read(case)["listings"], (_expected(case) or _read(case))["listings"], strict=False):
        assert set(listing) == set(expected)


@pytest.mark.parametrize("case", [case for case in CASES if _named_outcome(case)])
def test_name_tells_the_outcome(case: str) -> None:
    assert (_expected(case) or _read(case))["outcome"] == _named_outcome(case)


@pytest.mark.parametrize("marketplace", MARKETPLACES)
def test_every_marketplace_has_its_cases(marketplace: str) -> None:
    names = [Path(case).name for case in CASES if Path(case).parent.name == marketplace]
    wanted = ["search_empty", "blocked", "unreadable"]
    if spider_class(marketplace).listing_page:
        wanted.append("listing_")
    missing = [part for part in wanted if not any(part in name for name in names)]
    if not any(name.startswith("search_") and not _named_outcome(name) for name in names):
        missing.append("search_")
    assert not missing, f"fixtures/{marketplace} lacks cases named {', '.join(missing)}"


@pytest.mark.parametrize("marketplace", MARKETPLACES)
def test_spider_and_pages_are_named_after_their_file(marketplace: str) -> None:
    spider = spider_class(marketplace)
    stem = marketplace.replace("_", "")
    assert spider.name == marketplace == spider.__module__.removeprefix("spiders.")
    assert spider.__name__.lower() == f"{stem}spider"
    assert [page.__name__.lower() for page in spider.page_classes()] == [
        f"{stem}{page.kind}page" for page in spider.page_classes()
    ]
