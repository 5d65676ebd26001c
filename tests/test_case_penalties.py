"""`monitor case event --points|--severity` and `monitor case penalties`: what platforms told, and what follows."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.store.db.bulk import insert_rows
from monitor.store.db.schema import GroupStatsRow
from monitor.store.store import Store
from monitor.store.write.cases import NewCaseEvent, add_case_event
from tests.case_helper import confirmed_store, make_case
from tests.store_helper import run

_Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def monitor(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> _Command:
    """`monitor case …` on the store of the test."""
    return lambda *words: run(monkeypatch, capfd, "case", *words, "--store", tmp_path / "store")


def _at(told: str) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=UTC)


def _enter(store: Store, case: str, *events: tuple[str, str] | tuple[str, str, dict[str, Any]]) -> None:
    """Events as they are stored: state, time in UTC, and what else is told."""
    with store.write() as connection:
        for state, at, *facts in events:
            told = facts[0] if facts else {}
            add_case_event(connection, NewCaseEvent(case, _at(at), _at(at), "A. Weber", state, **told))


def _account(monitor: _Command, *words: str) -> dict[str, Any]:
    code, shown, err = monitor("penalties", *words, "--json")
    assert code == 0, err
    (line,) = shown.splitlines()
    return dict(json.loads(line))


def test_points_of_alibaba_in_its_own_days(monitor: _Command, tmp_path: Path) -> None:
    """At most six a day, and the day ends at midnight in Shanghai, which is 16:00 UTC."""
    store = confirmed_store(tmp_path, (1, 2, 3, 4))
    for number, at in ((1, "2026-11-22 10:00"), (2, "2026-11-22 15:59"), (3, "2026-11-22 16:00")):
        case = make_case(store, (number,), marketplace="alibaba")
        _enter(store, case, ("filed", "2026-11-21"), ("removed", at, {"points": 6}))
    make_case(store, (4,), marketplace="alibaba")  # nothing became of it
    found = _account(monitor)
    assert (found["points_told"], found["points"], found["points_step"], found["blocked_days"]) == (18, 12, 12, 7)
    assert (found["next_points"], found["ended"], found["untold"], found["removed"]) == (12, False, 0, 3)
    first = _account(monitor, "taobao:id:7001", "--platform", "ipp", "--on", "2026-11-22")
    assert (first["points"], first["warned"], first["points_step"], first["next_points"]) == (6, True, None, 6)
    shown = monitor("penalties")[1]
    assert "points: 12 (of 18 told: a day counts at most 6); step 12; the shop should be blocked for 7 days" in shown
    assert "(certain, since 2022-02-24: rules of Alibaba.com" in shown
    assert "a warning; 6 more to step 12" in monitor("penalties", "--on", "2026-11-22")[1]
    assert "No removed links of such a seller" in monitor("penalties", "taobao:id:1")[2]
    assert "No removed links" in monitor("penalties", "--platform", "ebay")[2]
    assert monitor("penalties", "--platform", "ipq")[0] == 2
    assert monitor("penalties", "--on", "yesterday")[0] == 2


def test_strikes_of_aliexpress_merge_and_end_the_account(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path, (1, 2, 3, 4))
    serious = {"severity": "serious"}
    one = make_case(store, (1, 2), marketplace="aliexpress")
    _enter(store, one, ("filed", "2026-05-01"), ("removed", "2026-05-04 02:00", serious))
    two = make_case(store, (3,), marketplace="aliexpress")
    # 6 May 15:59 UTC is the third day in Shanghai, 16:00 the fourth
    _enter(store, two, ("filed", "2026-05-01"), ("removed", "2026-05-06 15:59", serious))
    assert _account(monitor, "--on", "2026-05-31")["strikes"] == 1
    three = make_case(store, (4,), marketplace="aliexpress")
    _enter(store, three, ("filed", "2026-05-01"), ("removed", "2026-05-06 16:00", serious))
    found = _account(monitor, "--on", "2026-05-31")
    assert (found["serious_told"], found["strikes"], found["strike_step"]) == (4, 2, "blocked")
    assert (found["next_strike"], found["ended"]) == ("ended", False)
    shown = monitor("penalties", "--on", "2026-05-31")[1]
    assert "strikes: 2 of 4 serious removals: the shop blocked; one more: the account ended" in shown
    assert "(check, since 2020-01-01" in shown
    # its third removal is undone, and comes again later
    _enter(store, three, ("counter_notice", "2026-05-07"), ("reinstated", "2026-05-08"))
    assert _account(monitor, "--on", "2026-05-06")["strikes"] == 1, "a later day in Shanghai"
    assert _account(monitor, "--on", "2026-05-07")["strikes"] == 2
    assert _account(monitor, "--on", "2026-05-31")["strikes"] == 1
    _enter(store, three, ("draft", "2026-05-09"), ("filed", "2026-05-09"), ("removed", "2026-05-10", serious))
    _enter(store, two, ("draft", "2026-05-12"), ("filed", "2026-05-12"), ("removed", "2026-05-14", serious))
    assert "The account should have ended: ask the platform for it." in monitor("penalties", "--on", "2026-05-31")[1]
    assert _account(monitor, "--on", "2027-05-31")["strikes"] == 0, "each is valid for 365 days"


def test_what_was_not_told_or_has_no_rule_is_said(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path, (1, 2, 3))
    case = make_case(store)
    _enter(store, case, ("filed", "2016-01-01"), ("removed", "2016-01-05", {"points": 12, "links": [1]}))
    _enter(store, case, ("removed", "2016-01-05", {"links": [2]}))
    unnamed = make_case(store, (3,), seller=None)
    _enter(store, unnamed, ("filed", "2016-01-01"), ("removed", "2016-01-05", {"points": 12}))
    assert json.loads(monitor("penalties", "--on", "2016-06-01", "--json")[1].splitlines()[0])["points"] == 0
    other = {"key": "taobao:id:7002", "seller": {"name": "Tools\x1b[1m Two"}, "signs": [["contact", "+86 1"]]}
    with store.write() as connection:
        row = {"key": "operator|taobao:id:7001", "facts": {"tied": [other]}}
        insert_rows(connection, GroupStatsRow, [row])
    of_2016 = _account(monitor, "taobao:id:7001", "--on", "2016-06-01")
    assert (of_2016["points"], of_2016["blocked_days"], of_2016["untold"], of_2016["removed"]) == (12, 7, 1, 2)
    assert [one["seller"] for one in of_2016["same_operator"]] == ["taobao:id:7002"]
    shown = monitor("penalties", "--on", "2016-06-01")[1]
    assert "1 removal without told points" in shown
    assert "probably the same operator, counted apart: Tools" in shown
    assert "\x1b" not in shown
    assert "the pages named no seller: counted for nobody" in shown
    today = monitor("penalties", "taobao:id:7001")[1]
    assert "points: 12 told; no source says what follows from them" in today
    assert "blocked" not in today


def test_what_platforms_told_is_entered_and_never_guessed(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path, (1, 2, 3))
    case = make_case(store, (1,), marketplace="alibaba")
    when = ("--at", "2026-11-23", "--by", "A. Weber")
    assert monitor("event", case, "filed", "--points", "6", *when)[2].count("\n") == 1
    assert monitor("event", case, "filed", *when)[0] == 0
    for words, what in (
        (("seller_notified", "--points", "6"), "counts removals, and this event is seller_notified"),
        (
            ("removed", "--points", "7"),
            "points 7: outside of the rule of IP Protection Platform (IPP) for alibaba, 1 to 6",
        ),
        (("removed", "--points", "0"), "outside of the rule"),
        (("removed", "--severity", "grave"), "severity 'grave': unknown"),
        (("removed", "--severity", "serious"), "no source tells such a rule"),
        (("removed", "--severity", "serious", "--points", "6"), "leave the points"),
    ):
        code, _, err = monitor("event", case, *words, *when)
        assert (code, what in err) == (2, True), err
    assert monitor("event", case, "removed", "--points", "6", *when)[0] == 0
    assert "6 points" in monitor("show", case)[1]
    assert json.loads(monitor("show", case, "--json")[1])["events"][-1]["points"] == 6
    assert _account(monitor)["points"] == 6
    elsewhere = make_case(store, (2,), platform="dsa", marketplace="etsy", seller="etsy:id:9")
    assert monitor("event", elsewhere, "filed", *when)[0] == 0
    assert "no source tells such a rule" in monitor("event", elsewhere, "removed", "--points", "6", *when)[2]
    # told later
    late = make_case(store, (3,), marketplace="alibaba", seller="taobao:id:7003")
    assert monitor("event", late, "filed", *when)[0] == 0
    assert monitor("event", late, "removed", "--at", "2026-11-24", "--by", "A. Weber")[0] == 0
    assert _account(monitor, "taobao:id:7003")["untold"] == 1
    assert monitor("event", late, "removed", "--at", "2026-11-26", "--by", "A. Weber")[0] == 2
    assert monitor("event", late, "removed", "--points", "3", "--at", "2026-11-26", "--by", "A. Weber")[0] == 0
    assert (_account(monitor, "taobao:id:7003")["untold"], _account(monitor, "taobao:id:7003")["points"]) == (0, 3)
    assert _account(monitor, "taobao:id:7003", "--on", "2026-11-25")["untold"] == 1
