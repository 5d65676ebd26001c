"""`monitor case make`: cases of a store's findings, all or none, with the guard's warnings; and the standing."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.deciding.decide import undo
from monitor.store.store import Store
from tests.case_helper import WATCHLIST, confirm, confirmed_store, make_case, write_watchlist
from tests.sealed_helper import Sealed, seal
from tests.store_helper import NOON, finding, listing, make_store, run, visit

pytestmark = pytest.mark.usefixtures("on_a_day")

_Command = Callable[..., tuple[int, str, str]]
_ONE, _TWO = "taobao:1:nordwerk", "taobao:2:nordwerk"


@pytest.fixture
def monitor(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> _Command:
    """`monitor case …` on the store of the test, with a watchlist in it."""

    def case(*words: object) -> tuple[int, str, str]:
        if not (tmp_path / "store" / "watchlist.toml").exists():
            write_watchlist(tmp_path / "store")
        return run(monkeypatch, capfd, "case", *words, "--store", tmp_path / "store")

    return case


def test_cases_are_made_of_confirmed_findings(monitor: _Command, tmp_path: Path) -> None:
    confirmed_store(tmp_path)
    code, out, err = monitor("make", _ONE, _TWO, "--reason", "Counterfeit Features", "--by", "A. Weber")
    assert (code, err) == (0, "")
    assert "Case 2026-0001: IP Protection Platform (IPP), taobao, nordwerk, counterfeit: 2 links" in out
    shown = json.loads(monitor("show", "2026-0001", "--json")[1])
    assert shown["right"] == {"version": 1, "kind": "trade mark", "number": "00000001", "jurisdiction": "CN"}
    assert (shown["state"], shown["created_by"], shown["reason"]) == ("draft", "A. Weber", "Counterfeit Features")
    code, _, err = monitor("make", _ONE)
    assert (code, "is in the open case 2026-0001 already" in err) == (2, True)
    assert monitor("make", _ONE, "--platform", "dsa")[0] == 2, "a Chinese mark is none in the EU"


def test_a_case_may_be_made_again_when_it_ended(monitor: _Command, tmp_path: Path) -> None:
    confirmed_store(tmp_path)
    monitor("make", _ONE)
    for state in ("filed", "rejected"):
        assert monitor("event", "2026-0001", state, "--at", "2026-11-24")[0] == 0
    code, out, _ = monitor("make", _ONE)
    assert (code, f"weak: {_ONE}: case 2026-0001 about it ended as rejected: file again only" in out) == (0, True)
    assert [json.loads(line)["id"] for line in monitor("list", "--json")[1].splitlines()] == ["2026-0001", "2026-0002"]


def _damage(store: Store) -> None:
    (folder,) = (store.root / "evidence" / "captures").glob("*0000")
    page = folder / "page.html"
    page.chmod(0o600)
    page.write_text("changed")


def _undo(store: Store) -> None:
    undo(store, by="A. Weber")


@pytest.mark.parametrize(
    ("change", "what"),
    [(_damage, "is damaged (captures/"), (_undo, "its confirmation was taken back")],
)
def test_what_happened_since_keeps_a_finding_out(
    monitor: _Command, tmp_path: Path, change: Callable[[Store], None], what: str
) -> None:
    change(confirmed_store(tmp_path, (1,)))
    code, out, err = monitor("make", _ONE)
    assert (code, out) == (2, "")
    assert what in err
    assert len(err.splitlines()) == 1


def test_each_refused_finding_is_named_and_none_is_filed(monitor: _Command, tmp_path: Path) -> None:
    store = make_store(tmp_path, [visit((listing("1"), finding()), (listing("2"), finding()), kept="ab" * 32)])
    confirm(store, _ONE)
    seal(store, [Sealed(1, {"taobao:1": False, "taobao:2": False})])
    code, _, err = monitor("make", _ONE, _TWO, "taobao:9:nordwerk")
    assert code == 2
    lines = err.splitlines()
    assert "no finding taobao:9:nordwerk in this store" in lines[0]
    assert "taobao:1:nordwerk: no sealed capture of its own page" in lines[1], "it is sealed on a search page only"
    assert "taobao:2:nordwerk: is new, and only confirmed findings are filed" in lines[2]
    assert monitor("list")[1] == ""


def test_a_seller_who_is_authorised_meanwhile_is_no_target(monitor: _Command, tmp_path: Path) -> None:
    confirmed_store(tmp_path)
    seller = '[[brand.authorised_seller]]\nmarketplace = "taobao"\nid = "7001"\n'
    write_watchlist(tmp_path / "store", WATCHLIST + seller)
    code, _, err = monitor("make", _ONE)
    assert (code, "its seller 工具小铺 is among your authorised sellers" in err) == (2, True)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--platform", "ebey"), "did you mean 'ebay'"),
        (("--platform", "ebay"), "takes no complaints about taobao"),
        (("--right", "7"), "no right with this number"),
        (("--by", ""), "expected a name"),
    ],
)
def test_bad_options_are_refused(monitor: _Command, tmp_path: Path, words: tuple[str, ...], what: str) -> None:
    confirmed_store(tmp_path, (1,))
    code, _, err = monitor("make", _ONE, *words)
    assert code == 2
    assert what in err


def test_a_case_cites_the_right_as_it_stood(monitor: _Command, tmp_path: Path) -> None:
    confirmed_store(tmp_path)
    monitor("make", _ONE)
    write_watchlist(tmp_path / "store", WATCHLIST.replace("2036-05-01", "2046-05-01"))
    monitor("make", _TWO)
    versions = [json.loads(line)["right"]["version"] for line in monitor("list", "--json")[1].splitlines()]
    assert versions == [1, 2]


def test_weak_listings_and_the_figures_are_said_before_filing(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path, (1, 2, 3))
    confirm(store, _TWO, note="The box looks genuine.")
    done = make_case(store, (3,))
    for state in ("filed", "removed"):
        monitor("event", done, state, "--at", "2026-11-24")
    code, out, err = monitor("make", _ONE, _TWO, "--reason", "Counterfeit features")
    assert code == 0
    assert f"weak: {_TWO}: read the reviewer's note first: The box looks genuine." in out
    assert f"weak: {_ONE}" not in out
    assert "record now: take-downs 1 of 1 (100.0 %), counter-notices 0 (0.0 %): good faith" in out
    assert (
        "if all 2 links fail: take-downs 1 of 3 (33.3 %), counter-notices 2 (66.7 %): good faith becomes normal" in out
    )
    assert "is not among the reasons known of IP Protection Platform (IPP)" in err
    shown = monitor("show", "2026-0002")[1]
    assert ("good faith becomes normal" in shown, f"weak: {_TWO}" in shown) == (True, True)
    monitor("event", "2026-0002", "filed")
    shown = monitor("show", "2026-0002")[1]
    assert ("good faith becomes normal" in shown, "weak:" in shown) == (True, False)


def test_the_standing_under_the_rules_of_all_days(monitor: _Command, tmp_path: Path) -> None:
    store = confirmed_store(tmp_path, (1, 2))
    for number, end in ((1, "removed"), (2, "rejected")):
        case = make_case(store, (number,))
        for state in ("filed", end):
            monitor("event", case, state, "--at", "2026-11-24")
    (line,) = monitor("standing", "--json")[1].splitlines()
    found = json.loads(line)
    assert (found["platform"], found["status"]) == ("ipp", "normal")
    assert found["rates"] == {"complaints": 2, "removed": 1, "counter_notices": 0}
    assert found["by_reason"]["Counterfeit Features"]["complaints"] == 2
    assert len(found["by_rules"]) == 3
    code, out, _ = monitor("standing", "ebay")
    assert (code, "no source says" in out) == (0, True)
    assert NOON.year == 2026
