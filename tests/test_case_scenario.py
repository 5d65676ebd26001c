"""The procedure of the guide, from a search to a decided dispute, in the commands that a person types."""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

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


def test_from_a_search_to_a_decided_dispute(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "settings.toml").write_text(SETTINGS)
    (tmp_path / "watchlist.toml").write_text(WATCHLIST, encoding="utf-8")
    with serve(Market().answer) as site:
        assert run(tmp_path, site)[0] == 0
    marketplaces, brand = WATCHLIST.split("[[brand]]", 1)
    (tmp_path / "store" / "watchlist.toml").write_text(
        f"{marketplaces}\n{_OWNER}[[brand]]{brand}{_RIGHT}", encoding="utf-8"
    )
    for name in ("register", "certificate"):
        (tmp_path / "store" / f"{name}.pdf").write_bytes(PDF)

    # nothing is filed that nobody confirmed, and nothing that is not sealed
    assert "only confirmed findings are filed" in _ask(tmp_path, "case", "make", _ONE, code=2)
    _ask(
        tmp_path, "decide", _ONE, _TWO, "confirmed", "--ground", "counterfeit", "--note", "Wrong logo.", "--by", "A. W."
    )
    assert f"{_TWO}: no sealed capture" in _ask(tmp_path, "case", "make", _ONE, _TWO, code=2)
    _ask(tmp_path, "evidence", "seal", _ONE, _TWO)

    made = _ask(tmp_path, "case", "make", _ONE, _TWO, "--reason", "Test buy")
    cases = [json.loads(line) for line in _ask(tmp_path, "case", "list", "--json").splitlines()]
    assert f"Case {cases[0]['id']}" in made
    assert sum(case["links"] for case in cases) == 2
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

    # the steps of the guide
    for state in ("ready", "filed", "right_checked", "seller_notified", "counter_notice"):
        told = _ask(tmp_path, "case", "event", case, state)
        assert "warning" not in told
    assert "silence loses" in told
    assert "silence loses" in _ask(tmp_path, "case", "due").splitlines()[0]
    for state in ("reinstated", "disputed", "removed"):
        _ask(tmp_path, "case", "event", case, state)
    shown = _ask(tmp_path, "case", "standing")
    assert "good faith" in shown
    assert _ask(tmp_path, "case", "due").startswith("No deadlines")
    # the listing comes back: the case begins again
    assert "draft" in _ask(tmp_path, "case", "event", case, "draft", "--note", "listed again")
