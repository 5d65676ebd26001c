"""`monitor decide` and `monitor show` as people type them."""

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from monitor.model import Vendor
from monitor.store.store import Store
from monitor.store.write.visit import record_visit
from tests.store_helper import PRICE, finding, listing, make_store, run, visit

ONE, TWO = "taobao:1:nordwerk", "taobao:2:nordwerk"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(
        tmp_path,
        [
            visit(
                (listing("1", units_sold=5200, stock=9800), finding()),
                (listing("2"), finding(PRICE, level="medium")),
                (listing("3", vendor=Vendor()), finding()),
                kept="ab" * 32,
            )
        ],
    )


@pytest.fixture
def monitor(store: Store, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    """`monitor COMMAND … --store STORE`: exit code, stdout, stderr."""
    return lambda *words: run(monkeypatch, capfd, *words, "--store", store.root)


def _states(monitor: Any) -> dict[str, str]:
    return {line["id"]: line["state"] for line in map(json.loads, monitor("findings", "--json")[1].splitlines())}


def test_decide_and_take_back(monitor: Any, store: Store) -> None:
    code, out, _ = monitor("decide", ONE, TWO, "confirmed", "--ground", "counterfeit", "--by", "A. Weber")
    assert code == 0
    assert f"{ONE}: confirmed (counterfeit)" in out
    assert f"`monitor decide --undo --store {store.root}` takes this back." in out, "as one can type it"
    assert _states(monitor)[TWO] == "confirmed"
    code, out, _ = monitor("decide", "--undo")
    assert (code, out.splitlines()) == (0, [f"{ONE}: taken back, now new", f"{TWO}: taken back, now new"])
    assert set(_states(monitor).values()) == {"new"}
    code, _, err = monitor("decide", "--undo")
    assert code == 2
    assert "nothing to undo" in err


def test_json_has_a_line_for_each_decision(monitor: Any) -> None:
    _, out, _ = monitor("decide", ONE, "dismissed", "--reason", "resale", "--note", "x", "--by", "A", "--json")
    (line,) = map(json.loads, out.splitlines())
    wanted = {"finding_id": ONE, "state": "dismissed", "reason": "resale", "note": "x", "by": "A", "undoes": None}
    assert line | wanted == line


def test_what_is_dismissed_leaves_lists_and_reports_for_people(monitor: Any, tmp_path: Path) -> None:
    monitor("decide", ONE, "dismissed", "--reason", "resale")
    assert ONE not in monitor("findings")[1]
    assert TWO in monitor("findings")[1]
    assert ONE in monitor("findings", "--state", "dismissed")[1]
    report, sheet = tmp_path / "report.html", tmp_path / "sheet.csv"
    monitor("export", report)
    monitor("export", sheet)
    assert "2 findings" in monitor("export", report, "--force")[2]
    assert ONE in sheet.read_text(encoding="utf-8-sig"), "a sheet is for working: it holds all"


def test_where_all_is_dismissed_the_empty_list_says_how_to_see_it(monitor: Any) -> None:
    monitor("decide", ONE, TWO, "taobao:3:nordwerk", "dismissed")
    assert "lists leave out what was dismissed, `--state dismissed` shows it" in monitor("findings")[2]


def test_a_whole_seller_is_dismissed_with_the_line_for_the_watchlist(monitor: Any) -> None:
    code, out, _ = monitor("decide", ONE, "dismissed", "--reason", "authorised", "--seller")
    assert code == 0
    assert f"{TWO}: dismissed (authorised)" in out
    assert (
        '    [[brand.authorised_seller]]\n    marketplace = "taobao"\n    name = "工具小铺"\n    id = "7001"\n' in out
    )


def test_show_says_why_a_finding_is_dismissed_that_nobody_decided_about(monitor: Any, store: Store) -> None:
    monitor("decide", ONE, "dismissed", "--reason", "parallel", "--seller", "--by", "A. Weber")
    with store.write() as connection:
        record_visit(connection, 1, visit((listing("4"), finding()), number=2), salt=store.salt)
    out = monitor("show", "taobao:4:nordwerk")[1]
    assert "dismissed, 260.00 CNY" in out
    assert "  of no concern for nordwerk (parallel import), its findings are dismissed, by A. Weber on 20" in out
    (about,) = json.loads(monitor("show", "taobao:4:nordwerk", "--json")[1])["seller_record"]["of_no_concern"]
    assert (about["brand"], about["reason"], about["by"]) == ("nordwerk", "parallel", "A. Weber")
    monitor("decide", "--undo")
    assert "of no concern" not in monitor("show", "taobao:4:nordwerk")[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "expected ids of findings and then one of confirmed"),
        ([ONE], "expected ids of findings and then one of"),
        (["confirmed"], "expected ids of findings and then one of"),
        (
            [ONE, "confirm"],
            "decision 'confirm': unknown; expected one of confirmed, dismissed, watch, later; did you mean",
        ),
        (["nobody", "confirmed"], "no finding 'nobody' in this store"),
        ([ONE, "confirmed", "--ground", "fake"], "ground 'fake': unknown"),
        ([ONE, "confirmed", "--reason", "resale"], "only a dismissed finding has a reason"),
        ([ONE, "dismissed", "--ground", "mark"], "only a confirmed finding has a ground"),
        ([ONE, "confirmed", "--seller"], "only `dismissed`"),
        (["taobao:3:nordwerk", "dismissed", "--seller"], "no page named its seller"),
        ([ONE, "watch", "--by", ""], "expected a name"),
        ([ONE, "watch", "--undo"], "--undo goes alone; an id was given too"),
        (["--undo", "--note", "x"], "--undo goes alone; --note was given too"),
        (["\udcff", "watch"], "finding '\\udcff': holds bytes that are no characters"),
        ([ONE, "watch", "--note", "\udcff"], "note '\\udcff': holds bytes that are no characters"),
        ([ONE, "watch", "--by", "\udcff"], "can't be seen"),
        ([ONE, "watch", "--by", "A\u202eB"], "can't be seen"),
        ([ONE, "watch", "--by", "A\x1b[2J"], "can't be seen"),
    ],
)
def test_what_can_not_be_decided_is_one_line(monitor: Any, words: list[str], message: str) -> None:
    code, out, err = monitor("decide", *words)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert message in err
    assert set(_states(monitor).values()) == {"new"}


@pytest.mark.parametrize("command", ["show", "page"])
def test_an_id_that_is_no_text_is_one_line(monitor: Any, command: str) -> None:
    code, out, err = monitor(command, "\udcff")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "no characters" in err


def test_a_reader_that_goes_away_is_no_failure(monitor: Any, store: Store) -> None:
    """`monitor findings | head`: what was written stands, and the exit code says so."""
    decide = ("decide", ONE, TWO, "watch", "--json")
    for words in (("findings",), ("findings", "--json"), ("show", ONE), decide):
        command = shlex.join([sys.executable, "-m", "monitor", *words, "--store", str(store.root)])
        done = subprocess.run(
            ["bash", "-c", f"{command} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), words
    assert _states(monitor)[TWO] == "watch"


def test_show_tells_all_that_is_known(monitor: Any, store: Store) -> None:
    monitor("decide", ONE, "watch", "--note", "ask Anna", "--by", "A. Weber")
    code, out, _ = monitor("show", ONE)
    assert code == 0
    for words in (
        "HIGH 65  诺德沃克 X200 电钻", "watch, 260.00 CNY, 工具小铺, https://item.taobao.com/item.htm?id=1",
        "+40  The price is 18%", "expected: about 189.00 EUR",
        "title, word by word: ", "diànzuàn: ", "2026-11-20T12:00:00Z  260.00 CNY, 5,200 sold, 9,800 in stock, ",
        "2 listings that name a brand (1 new, 1 watch)", "watch by A. Weber on", "ask Anna", "ab" * 32,
        f"(monitor page SHA256 -o FILE --store {store.root})",
    ):  # fmt: skip
        assert words in out, words


def test_show_in_json(monitor: Any) -> None:
    monitor("decide", ONE, "watch", "--by", "A. Weber")
    record = json.loads(monitor("show", ONE, "--json")[1])
    assert (record["id"], record["state"], record["kept_pages"]) == (ONE, "watch", ["ab" * 32])
    assert [entry["event"] for entry in record["history"]] == ["shown"]
    assert record["history"][0]["price_min"] == "260.00"
    assert record["seller_record"]["flagged"] == {"new": 1, "watch": 1}
    assert [decision["by"] for decision in record["decisions"]] == ["A. Weber"]


def test_show_of_nothing_is_one_line(monitor: Any) -> None:
    code, out, err = monitor("show", "taobao:9:nordwerk")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "monitor findings" in err
