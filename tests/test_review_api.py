"""The API for programs: the contract's routes, errors as problems, pages of lists."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from monitor.model import Vendor
from tests.review_server import Review, review
from tests.store_helper import NOON, PRICE, finding, listing, make_store, visit

ONE, TWO = "taobao:1:nordwerk", "taobao:2:nordwerk"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    pairs = [(listing(str(number), f"诺德沃克 电钻 {number}"), finding()) for number in range(1, 6)]
    told = {"vendor": Vendor("8", "别的店"), "price_min": Decimal("19.99"), "currency": "EUR"}
    other = (listing("9", "Nordwerk drill", **told), finding(PRICE, level="medium"))
    later = visit(other, number=2, at=NOON + timedelta(days=1))
    store = make_store(tmp_path_factory.mktemp("api"), [visit(*pairs, kept="ab" * 32), later])
    store.close()
    with review(store.root) as its:
        yield its


def _ids(running: Review, query: str) -> list[str]:
    return [item["listing_id"] for item in running.api("GET", f"/findings?{query}").json["items"]]


def test_lists_with_filters_page_by_page(running: Review) -> None:
    whole = running.api("GET", "/findings").json
    assert (len(whole["items"]), whole["next"], whole["total"]) == (6, None, 6)
    assert {"id", "state", "seen", "reasons", "seller", "missing"} <= set(whole["items"][0])
    seen, after = [], ""
    while True:
        page = running.api("GET", f"/findings?limit=4&after={after}").json
        seen += [item["id"] for item in page["items"]]
        if (after := page["next"]) is None:
            break
    assert seen == [item["id"] for item in whole["items"]]
    assert _ids(running, "level=medium") == ["9"]
    assert _ids(running, "q=%E7%94%B5%E9%92%BB&limit=2") == ["1", "2"]
    assert _ids(running, "seller=taobao:id:8") == ["9"]
    assert _ids(running, "code=unauthorised_vendor&limit=1") == ["1"]
    assert _ids(running, "state=confirmed,watch") == []


def test_lists_by_first_day_and_price(running: Review) -> None:
    """Bounds belong to the range; a price is compared in its own currency alone."""
    assert _ids(running, "since=2026-11-21") == ["9"]
    assert len(_ids(running, "since=2026-11-20")) == 6
    assert len(_ids(running, "since=0999-12-31")) == 6
    assert _ids(running, "since=2026-11-22") == []
    assert _ids(running, "currency=eur") == ["9"]
    assert _ids(running, "price_from=19.99&price_to=19.99&currency=EUR") == ["9"]
    assert _ids(running, "price_from=20&currency=EUR") == []
    assert len(_ids(running, "price_from=20&currency=CNY")) == 5
    assert running.api("GET", "/findings?price_to=300&currency=CNY&since=2026-11-20&level=high").json["total"] == 5


def test_decisions_and_undo_give_the_events(running: Review) -> None:
    seen = {item["id"]: item["seen"] for item in running.api("GET", "/findings").json["items"]}
    body = {"ids": [ONE, TWO], "state": "dismissed", "reason": "resale", "note": "x", "seen": seen}
    answer = running.api("POST", "/decisions", body)
    assert answer.status == 200
    assert [(event["finding_id"], event["state"]) for event in answer.json] == [(ONE, "dismissed"), (TWO, "dismissed")]
    assert running.api("GET", f"/findings/{ONE}").json["decisions"] == answer.json[:1]
    assert running.api("GET", "/overview").json["states"] == {"new": 4, "dismissed": 2}
    assert [event["state"] for event in running.api("POST", "/decisions/undo").json] == ["new", "new"]
    assert running.api("GET", "/sellers/taobao:id:7001").json["flagged"] == {"new": 5}


def test_the_overview_has_the_figures_of_today(running: Review) -> None:
    """A decision is counted in the next answer."""
    ids = [item["id"] for item in running.api("GET", "/findings").json["items"]]
    before = running.api("GET", "/overview").json
    assert [(week["week"], week["marketplace"], week["found"]) for week in before["weeks"]] == [
        ("2026-11-16", "taobao", 6)
    ]
    (run,) = before["runs"]
    assert (run["run"], run["state"], run["method"], run["marketplaces"]["taobao"]["listings"]) == (
        1, "done", "crawl", 2
    )  # fmt: skip
    assert [(site["marketplace"], site["blocked"], site["drifts"]) for site in before["sites"]] == [("taobao", 0, [])]
    assert {row["code"]: row["precision"] for row in before["indicators"]}["below_market_price"] is None
    running.api("POST", "/decisions", {"ids": ids[:2], "state": "confirmed"})
    after = running.api("GET", "/overview").json
    assert sum(week["confirmed"] for week in after["weeks"]) == 2
    assert {row["code"]: row["confirmed"] for row in after["indicators"]}["unauthorised_vendor"] == 2
    running.api("POST", "/decisions/undo")
    assert running.api("GET", "/overview").json["weeks"] == before["weeks"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/findings/nobody", None, 404),
        ("GET", "/sellers/nobody", None, 404),
        ("GET", "/nothing", None, 404),
        ("GET", "/findings?level=urgent", None, 400),
        ("GET", "/findings?brand=nobody", None, 400),
        ("GET", "/findings?after=x", None, 400),
        ("GET", "/findings?limit=0", None, 400),
        ("GET", "/findings?limit=x", None, 400),
        ("GET", "/findings?since=yesterday", None, 400),
        ("GET", "/findings?since=2026-02-30", None, 400),
        ("GET", "/findings?price_from=10", None, 400),
        ("GET", "/findings?price_from=10,5&currency=CNY", None, 400),
        ("GET", "/findings?price_from=-1&currency=CNY", None, 400),
        ("GET", "/findings?price_to=NaN&currency=CNY", None, 400),
        ("GET", "/findings?price_to=1e30&currency=CNY", None, 400),
        ("GET", "/findings?price_to=9999999999999&currency=CNY", None, 400),
        ("GET", "/findings?price_from=10&price_to=5&currency=CNY", None, 400),
        ("GET", "/findings?currency=yuan", None, 400),
        ("POST", "/decisions", {"ids": ["nobody"], "state": "watch"}, 400),
        ("POST", "/decisions", {"ids": [ONE], "state": "fake"}, 400),
        ("POST", "/decisions", {"ids": [], "state": "watch"}, 400),
        ("POST", "/decisions", {"ids": [ONE], "state": "watch", "other": 1}, 400),
        ("POST", "/decisions", {"ids": [ONE], "state": "watch", "seen": {ONE: "old"}}, 409),
        ("POST", "/decisions/undo", None, 400),
        ("DELETE", "/decisions", None, 405),
    ],
)
def test_errors_are_problems(running: Review, method: str, path: str, body: object, status: int) -> None:
    answer = running.api(method, path, body)
    assert (answer.status, answer.json["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["detail"]
    assert "Traceback" not in answer.body


def test_the_api_describes_itself(running: Review) -> None:
    described = running.api("GET", "/openapi.json").json
    assert {"/api/v1/findings", "/api/v1/decisions", "/api/v1/overview"} <= set(described["paths"])
