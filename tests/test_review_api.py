"""The API for programs: the contract's routes, errors as problems, pages of lists."""

from collections.abc import Iterator

import pytest

from monitor.model import Vendor
from tests.review_server import Review, review
from tests.store_helper import PRICE, finding, listing, make_store, visit

ONE, TWO = "taobao:1:nordwerk", "taobao:2:nordwerk"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    pairs = [(listing(str(number), f"诺德沃克 电钻 {number}"), finding()) for number in range(1, 6)]
    other = (listing("9", "Nordwerk drill", vendor=Vendor("8", "别的店")), finding(PRICE, level="medium"))
    store = make_store(tmp_path_factory.mktemp("api"), [visit(*pairs, other, kept="ab" * 32)])
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
