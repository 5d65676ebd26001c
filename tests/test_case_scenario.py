"""The procedure of the guide, from a search to a decided dispute, in the commands that a person types."""

import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from monitor.casework.calendar import ZONES, add_working_days
from tests.case_helper import PDF
from tests.commands import monitor
from tests.market import SETTINGS, WATCHLIST, Market, run
from tests.server import serve

_ONE, _TWO = "taobao:1:nordwerk", "taobao:2:nordwerk"
_OWNER = """[owner]
name = "Nordwerk GmbH"
kind = "firm"
email = "ip@nordwerk.example"
identity = "register.pdf"

"""
_RIGHT = """
[[brand.right]]
kind = "trade mark"
number = "00000001"
jurisdiction = "CN"
classes = [7]
valid_until = 2036-05-01
document = "certificate.pdf"
"""


def _ask(work: Path, *words: str, code: int = 0) -> str:
    done = monitor(*words, "--store", "store", cwd=work)
    assert done.returncode == code, (words, done.stdout, done.stderr)
    return done.stdout + done.stderr


def _searched(work: Path) -> str:
    """Search the market, with a right that is only applied for. Returns the watchlist with the registered right."""
    (work / "store").mkdir()
    (work / "store" / "settings.toml").write_text(SETTINGS)
    (work / "watchlist.toml").write_text(WATCHLIST, encoding="utf-8")
    with serve(Market().answer) as site:
        assert run(work, site)[0] == 0
    marketplaces, brand = WATCHLIST.split("[[brand]]", 1)
    watchlist = f"{marketplaces}\n{_OWNER}[[brand]]{brand}{_RIGHT}"
    applied = watchlist.replace("valid_until = 2036-05-01", 'status = "application"')
    (work / "store" / "watchlist.toml").write_text(applied, encoding="utf-8")
    for name in ("register", "certificate"):
        (work / "store" / f"{name}.pdf").write_bytes(PDF)
    return watchlist


def _routes(work: Path) -> dict[str, str]:
    """Whether the first listing can be filed, by platform."""
    routes = json.loads(_ask(work, "case", "gap", _ONE, "--json"))["routes"]
    return {route["platform"]: route["state"] for route in routes}


def _dues(work: Path, _told: str) -> list[dict[str, Any]]:
    """The deadlines after what was entered."""
    return [json.loads(line) for line in _ask(work, "case", "due", "--json").splitlines() if line[0] == "{"]


def _standing(work: Path) -> tuple[str, int, int, int]:
    """Status, links decided, taken down, and put up again by a counter-notice."""
    (line,) = _ask(work, "case", "standing", "--json").splitlines()
    found = json.loads(line)
    return (found["status"], *(found["rates"][name] for name in ("complaints", "removed", "counter_notices")))


def test_from_a_search_to_a_decided_dispute(tmp_path: Path) -> None:
    watchlist = _searched(tmp_path)

    # nothing is filed that nobody confirmed, and nothing that is not sealed
    assert "only confirmed findings are filed" in _ask(tmp_path, "case", "make", _ONE, code=2)
    _ask(
        tmp_path, "decide", _ONE, _TWO, "confirmed", "--ground", "counterfeit", "--note", "Wrong logo.", "--by", "A. W."
    )
    assert f"{_TWO}: no sealed capture" in _ask(tmp_path, "case", "make", _ONE, _TWO, code=2)
    _ask(tmp_path, "evidence", "seal", _ONE, _TWO)

    # a right has to be registered: the receipt of an application is not enough
    receipt = "the receipt of an application proves no right"
    assert receipt in _ask(tmp_path, "case", "make", _ONE, _TWO, code=2)
    assert _routes(tmp_path) == {"ipp": "closed", "dsa": "closed"}
    (tmp_path / "store" / "watchlist.toml").write_text(watchlist, encoding="utf-8")
    assert _routes(tmp_path) == {"ipp": "check", "dsa": "closed"}, "a Chinese mark takes nothing down by EU law"

    _ask(tmp_path, "case", "make", _ONE, "--reason", "Test buy")
    cases = [json.loads(line) for line in _ask(tmp_path, "case", "list", "--json").splitlines()]
    assert [(case["seller"], case["links"]) for case in cases] == [("taobao:id:7001", 1)]
    case = cases[0]["id"]

    pack = tmp_path / "pack"
    _ask(tmp_path, "case", "pack", case, "-o", str(pack))
    assert "Nothing is missing." in (pack / "00-missing.txt").read_text("utf-8-sig")
    with zipfile.ZipFile(pack / "05-evidence.zip") as bundle:
        assert any(name.endswith("capture.warc.gz") for name in bundle.namelist())
    assert _ask(tmp_path, "evidence", "verify", str(pack / "05-evidence.zip"))

    # pages of a stand-in are never filed: for what follows the store passes for one of the live site
    assert "SPECIMEN" in (pack / "00-missing.txt").read_text("utf-8-sig")
    assert "never evidence" in _ask(tmp_path, "case", "event", case, "filed", code=2)
    with closing(sqlite3.connect(tmp_path / "store" / "monitor.db")) as database:
        database.execute("UPDATE store_info SET value = 'live' WHERE key = 'kind'")
        database.commit()

    # identity and right are submitted, with the exact links
    assert "https://item.taobao.com/item.htm?id=1" in (pack / "01-links.txt").read_text().splitlines()
    enter = partial(_ask, tmp_path, "case", "event", case)
    assert "Due" not in enter("ready")
    assert {due["what"] for due in _dues(tmp_path, enter("filed"))} == {"right_check", "platform_answer"}
    # the platform checks the right, and tells the seller, who has three working days
    assert _dues(tmp_path, enter("right_checked")) == []
    (answer,) = _dues(tmp_path, enter("seller_notified"))
    now = datetime.now(ZONES["CN"]).date()
    assert (answer["what"], answer["day"]) == ("seller_answer", str(add_working_days(now, 3, "CN").day))
    # the seller answers; whoever is silent now loses: the listing comes back until the owner answers
    own, law = _dues(tmp_path, enter("counter_notice", "--text", "We bought these goods from a dealer."))
    assert (own["what"], own["silence_loses"], own["day"]) == ("answer_counter_notice", True, None)
    assert (law["what"], law["silence_loses"]) == ("court_or_authority", False)
    assert "silence loses" in _ask(tmp_path, "case", "due").splitlines()[0]
    assert _dues(tmp_path, enter("reinstated")) == []
    assert _standing(tmp_path) == ("normal", 1, 0, 1), "the link is up again: a counter-notice that succeeded"
    # the owner asks for dispute handling, and the platform decides
    enter("disputed")
    enter("removed")
    assert _standing(tmp_path) == ("good faith", 1, 1, 0)
    assert _ask(tmp_path, "case", "due").startswith("No deadlines")
    # the listing comes back: the case begins again, and counts again
    assert "draft" in enter("draft", "--note", "listed again")
    for state in ("ready", "filed", "removed"):
        enter(state)
    assert _standing(tmp_path) == ("good faith", 2, 2, 0)
    # the owner may also accept a counter-notice: then the listing stays, and the case has ended
    second = _ask(tmp_path, "case", "make", _TWO, "--reason", "Test buy").split()[1].rstrip(":")
    for state in ("ready", "filed", "seller_notified", "counter_notice", "accepted"):
        _ask(tmp_path, "case", "event", second, state)
    assert "nothing: it has ended" in _ask(tmp_path, "case", "event", second, "disputed", code=2)
    assert _standing(tmp_path) == ("normal", 3, 2, 1), "two of three are less than 90 %"
