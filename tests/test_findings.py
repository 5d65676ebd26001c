"""Findings as the store gives them and as `monitor findings` prints them."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from monitor.decision import seen_of
from monitor.errors import InputError
from monitor.model import Missing, Vendor
from monitor.store.db.schema import FindingRow
from monitor.store.read.findings import select_findings
from monitor.store.store import Store
from tests.store_helper import NOON, PRICE, VENDOR, decide, finding, listing, make_store, run, visit

DAY = timedelta(days=1)
CONTRACT = {
    "id", "marketplace", "listing_id", "url", "title", "brand", "level", "score", "vendor", "price_min", "currency",
    "state", "first_seen", "last_seen", "reasons", "look_alikes", "missing", "gone", "price_max", "price_note",
    "seller", "seen", "decision", "changed",
}  # fmt: skip
NO_SELLERS = Missing("authorised_sellers", {"marketplace": "taobao"})


@pytest.fixture
def mixed(tmp_path: Path) -> Store:
    """Two brands with all levels, marketplaces and days."""
    other = listing("9", "Solvanta Aqua 24", marketplace="tmall", price_min=None, currency=None, vendor=Vendor())
    return make_store(
        tmp_path,
        [
            visit(
                (listing("1"), finding()),
                (listing("2"), finding(PRICE, level="medium", missing=(NO_SELLERS,))),
                (listing("3"), finding(VENDOR, level=None)),
                (listing("4", "别的牌子"), None),
                kept="a" * 64,
            ),
            visit((other, finding(VENDOR, level="low", brand="solvanta")), number=2, at=NOON + DAY),
            visit((listing("1"), finding()), number=3, at=NOON + 2 * DAY),
        ],
    )


def ids(store: Store, **filters: str | date) -> list[str]:
    return [record.listing.listing_id or "" for record in select_findings(store, **filters)]  # type: ignore[arg-type]


def test_record_has_all_facts_and_was_seen_last_where_it_stood_last(mixed: Store) -> None:
    first, second, third = select_findings(mixed)
    assert (first.id, first.score, first.level, first.state) == ("taobao:1:nordwerk", 65, "high", "new")
    assert (first.first_seen, first.last_seen) == (NOON, NOON + 2 * DAY)
    assert first.sha256_body == "a" * 64, "the newest page was not kept, so it is the older one"
    assert (first.listing.vendor.id, first.listing.vendor.name, first.mention) == ("7001", "工具小铺", "诺德沃克")
    assert first.reasons == (PRICE, VENDOR)
    assert not first.gone
    assert second.missing == (NO_SELLERS,)
    nothing = (third.listing.price_min, third.listing.currency, third.listing.vendor, third.sha256_body)
    assert nothing == (None, None, Vendor(), None)


def test_older_page_handed_in_later_does_not_move_last_seen(tmp_path: Path) -> None:
    store = make_store(
        tmp_path,
        [
            visit((listing("1"), finding()), kept="b" * 64),
            visit((listing("1"), finding()), number=2, at=NOON - DAY, kept="c" * 64),
        ],
    )
    (record,) = select_findings(store)
    assert (record.last_seen, record.sha256_body) == (NOON, "b" * 64)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["1", "2", "9"]),
        ({"brand": "solvanta"}, ["9"]),
        ({"marketplace": "tmall"}, ["9"]),
        ({"level": "high"}, ["1"]),
        ({"level": "high, LOW"}, ["1", "9"]),
        ({"since": "2026-11-20"}, ["1", "2", "9"]),
        ({"since": "2026-11-21"}, ["9"]),
        ({"since": date(2026, 11, 22)}, []),
        ({"brand": "nordwerk", "level": "medium", "since": "2026-01-01"}, ["2"]),
    ],
)
def test_filters(mixed: Store, filters: dict[str, str | date], expected: list[str]) -> None:
    assert ids(mixed, **filters) == expected


@pytest.mark.parametrize(
    "filters",
    [
        {"level": "urgent"},
        {"brand": "nobody"},
        {"level": ""},
        {"marketplace": "amazom"},
        {"since": "20.11.2026"},
        {"since": "x\ny"},
    ],
)
def test_wrong_filters_are_one_line_before_anything_is_read(mixed: Store, filters: dict[str, str]) -> None:
    with pytest.raises(InputError, match="expected") as raised:
        select_findings(mixed, **filters)  # type: ignore[arg-type]
    assert len(str(raised.value).splitlines()) == 1


def test_latest_decision_is_the_state(mixed: Store) -> None:
    decide(mixed, "taobao:1:nordwerk", "watch")
    decide(mixed, "taobao:1:nordwerk", "confirmed")
    assert [record.state for record in select_findings(mixed)] == ["confirmed", "new", "new"]


def test_pages_are_whole_in_order_and_leave_the_store_free(tmp_path: Path) -> None:
    pages = [
        visit(*((listing(f"{page:02}{n:03}"), finding()) for n in range(60)), number=page, at=NOON + page * DAY)
        for page in range(20)
    ]
    store = make_store(tmp_path, pages)
    selected = select_findings(store)
    assert len(selected) == selected.counts.total() == 1200
    seen = []
    for record in selected:
        if len(seen) == 700:  # between two pages: a writer is not in the way, and does not change what was selected
            with store.write() as connection:
                connection.execute(update(FindingRow).where(FindingRow.id == "taobao:00000:nordwerk"), {"score": 1})
                connection.execute(update(FindingRow).where(FindingRow.id == "taobao:19059:nordwerk"), {"level": None})
        seen.append(record)
    assert [record.id for record in seen] == [f"taobao:{p:02}{n:03}:nordwerk" for p in range(20) for n in range(60)][
        :-1
    ]
    assert all(record.last_seen == NOON + int((record.listing.listing_id or "")[:2]) * DAY for record in seen)


def test_json_lines_are_the_contract(
    mixed: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(monkeypatch, capfd, "findings", "--store", mixed.root, "--json")
    assert (code, err) == (0, "")
    records = [json.loads(line) for line in out.splitlines()]
    assert all(set(record) == CONTRACT for record in records)
    assert records[0] == {
        "id": "taobao:1:nordwerk",
        "marketplace": "taobao",
        "listing_id": "1",
        "url": "https://item.taobao.com/item.htm?id=1",
        "title": "诺德沃克 X200 电钻",
        "brand": "nordwerk",
        "level": "high",
        "score": 65,
        "vendor": {"id": "7001", "name": "工具小铺"},
        "seller": "taobao:id:7001",
        "price_min": "260.00",
        "price_max": None,
        "price_note": None,
        "currency": "CNY",
        "state": "new",
        "decision": None,
        "changed": None,
        "seen": seen_of(65, (PRICE, VENDOR), Decimal(260), "CNY").digest,
        "gone": False,
        "first_seen": "2026-11-20T12:00:00Z",
        "last_seen": "2026-11-22T12:00:00Z",
        "reasons": [
            {
                "code": "below_market_price",
                "points": 40,
                "saw": "260.00 CNY (= 33.37 EUR, rate of 2026-11-20)",
                "expected": "about 189.00 EUR (reference price of X200)",
                "text": "The price is 18% of the reference price of X200: far below the market.",
            },
            {
                "code": "unauthorised_vendor",
                "points": 25,
                "saw": "工具小铺",
                "expected": "one of 诺德沃克官方旗舰店",
                "text": "工具小铺 is not among the authorised sellers of the brand.",
            },
        ],
        "missing": [],
        "look_alikes": [],
    }
    assert records[2]["price_min"] is None


def test_limit_and_environment(
    mixed: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MONITOR_STORE", str(mixed.root))
    assert len(run(monkeypatch, capfd, "findings", "--json", "--limit", 2)[1].splitlines()) == 2
    out = run(monkeypatch, capfd, "findings", "--limit", 2)[1]
    assert "2 of 3 findings" in out
    assert "`monitor export findings.html --store" in out


def test_table_is_for_people(mixed: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(monkeypatch, capfd, "findings", "--store", mixed.root)
    assert code == 0
    assert "260.00 CNY" in out
    assert "+40  The price is" in out
    assert "no price, vendor not told, https://item.taobao.com/item.htm?id=9" in out
    assert "id: taobao:1:nordwerk" in out
    assert "3 findings." in out
    assert "a person judges" in out


def test_hostile_titles_steer_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    title = "a\x1b]0;owned\x07\x1b[2Jb\r\nmonitor: fake\u202ec\x9bd\x85e\u2028f"
    store = make_store(tmp_path, [visit((listing("1", title), finding()))])
    out = run(monkeypatch, capfd, "findings", "--store", store.root)[1]
    line = run(monkeypatch, capfd, "findings", "--store", store.root, "--json")[1]
    assert not set("\x1b\x07\r\u202e\x9b") & set(out + line)
    assert len(line.splitlines()) == 1
    assert json.loads(line)["title"] == title


def _blocked(number: int) -> object:
    return visit(number=number, outcome="blocked", reason="wall")


@pytest.mark.parametrize(
    ("pages", "filters", "said"),
    [
        ([], [], "nothing was run yet"),
        ([_blocked(1), _blocked(2)], [], "not one page could be read (2 blocked)"),
        ([visit(), _blocked(2)], [], "no listing on 2 pages names one of your brands (pages: 1 blocked)"),
        ([visit(error="KeyError"), _blocked(2)], [], "not one page could be read (1 blocked, 1 failed)"),
        ([visit((listing("1"), finding(level=None)))], [], "none of them was flagged"),
        ([visit((listing("1"), finding()))], ["--level", "low"], "none of the 1 findings in the store fits"),
    ],
)
def test_nothing_found_is_said_aloud_with_the_reason(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    pages: list[object],
    filters: list[str],
    said: str,
) -> None:
    store = make_store(tmp_path, pages)  # type: ignore[arg-type]
    for more in ([], ["--json"]):
        code, out, err = run(monkeypatch, capfd, "findings", "--store", store.root, *filters, *more)
        assert (code, out) == (0, "")
        assert err.startswith("No findings: ")
        assert said in err


@pytest.mark.parametrize(
    "wrong",
    [
        ["--level", "urgent"],
        ["--since", "soon"],
        ["--marketplace", "x"],
        ["--store", "no"],
        ["--brand", "nobody"],
        ["--state", "open"],
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(
    mixed: Store,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    wrong: list[str],
) -> None:
    monkeypatch.chdir(mixed.root.parent)
    code, out, err = run(monkeypatch, capfd, "findings", "--store", mixed.root, *wrong)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
