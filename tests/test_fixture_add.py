"""`monitor fixture add`: a saved page, or a kept one of a store, becomes a case that a person reviews."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.evidence.snapshots import write_snapshot
from monitor.model import PageVisit
from monitor.saved.files import case_page
from monitor.store.store import Store
from tests import composed
from tests.commands import monitor
from tests.store_helper import make_store, run

_URL = "https://s.taobao.com/search?q=Nordwerk"
_DAY = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)


def _saved(folder: Path, body: bytes) -> Path:
    file = folder / "saved.html"
    file.write_bytes(body)
    os.utime(file, (_DAY.timestamp(),) * 2)
    return file


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _add(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *args: object) -> tuple[int, str, str]:
    return run(monkeypatch, capfd, "fixture", "add", *args)


def test_saved_page_becomes_a_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Same bytes, what is known, how it is read now; what is not known is null."""
    body = composed.search_page([composed.item(1, "诺德沃克 X200 电钻")])
    cases = tmp_path / "cases"
    code, told, advice = _add(monkeypatch, capfd, _saved(tmp_path, body), "--url", _URL, "--into", cases)
    case = cases / "taobao" / "search_listings_20261105"
    assert (code, told) == (0, f"{case}: taobao search, listings, listings: 1\n")
    assert "rename it to expected.json" in advice
    assert "personal data" in advice
    assert "Don't publish" in advice
    assert sorted(file.name for file in case.iterdir()) == ["expected.proposed.json", "meta.json", "page.html"]
    assert (case / "page.html").read_bytes() == body
    assert _json(case / "meta.json") == {
        "url": _URL, "status": None, "headers": {}, "saved": "2026-11-05T09:30:00Z", "origin": "captured",
        "content_encoding_undone": None,
    }  # fmt: skip
    expected = _json(case / "expected.proposed.json")
    assert expected["listings"][0]["title"] == "诺德沃克 X200 电钻"
    page = next(case_page(case / "meta.json"))
    assert (page.url, page.saved, page.status) == (_URL, _DAY, 200)


def test_proposed_reading_is_that_of_extract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """One form for both."""
    file = _saved(tmp_path, composed.listing_page(7, "诺德沃克 X200 电钻"))
    url = "https://item.taobao.com/item.htm?id=7"
    _add(monkeypatch, capfd, file, "--url", url, "--into", tmp_path, "--name", "listing_x200")
    _, extracted, _ = run(monkeypatch, capfd, "extract", file, "--url", url, "--json")
    proposed = tmp_path / "taobao" / "listing_x200" / "expected.proposed.json"
    assert _json(proposed) == json.loads(extracted)


def _kept(root: Path, body: bytes, **facts: Any) -> tuple[Store, str]:
    store = make_store(root)
    snapshot = write_snapshot(store.snapshots, body, "text/html")
    hops = [
        {"url": _URL, "status": 302, "headers": [["Location", "/x"]]},
        {
            "url": _URL,
            "status": 429,
            "headers": [
                ["Content-Type", "text/html; charset=gbk"], ["Content-Encoding", "gzip"], ["Content-Length", "99"],
                ["Set-Cookie", "(redacted)"], ["Server", "Tengine"],
            ],
        },
    ]  # fmt: skip
    told: dict[str, Any] = {"fetch": {"hops": hops}, "reason": "rate_limit", **facts}
    visit = PageVisit("taobao", "search", "search:x:1", _URL, _DAY, "blocked", snapshot=snapshot, **told)
    make_store(root, [visit])
    return store, snapshot.sha256_body


def test_kept_page_becomes_a_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Address, date, status and headers are those of the visit; nothing of a session."""
    store, sha256 = _kept(tmp_path, b"<html>slow down</html>")
    code, told, _ = _add(
        monkeypatch, capfd, "--snapshot", sha256.upper(), "--store", store.root, "--into", tmp_path / "cases"
    )
    assert code == 0
    assert "blocked (rate_limit), listings: 0" in told
    case = tmp_path / "cases" / "taobao" / "search_blocked_20261105"
    assert (case / "page.html").read_bytes() == b"<html>slow down</html>"
    assert _json(case / "meta.json") == {
        "url": _URL, "status": 429, "headers": {"Content-Type": "text/html; charset=gbk", "Server": "Tengine"},
        "saved": "2026-11-05T09:30:00Z", "origin": "captured", "content_encoding_undone": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "origin"),
    [
        ({"method": "replay", "fetch": {"file": "page.html"}}, "replayed"),
        ({"stand_in": "http://127.0.0.1:9"}, "stand-in"),
        ({"method": "hand-saved", "fetch": {"file": "a.html"}}, "captured"),
    ],
)
def test_origin_is_honest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], facts: Any, origin: str
) -> None:
    """A replayed page may be a composed one: it is not called captured."""
    store, sha256 = _kept(tmp_path, composed.wall_page(), **facts)
    _add(monkeypatch, capfd, "--snapshot", sha256, "--store", store.root, "--into", tmp_path / "cases", "--name", "a")
    meta = _json(tmp_path / "cases" / "taobao" / "a" / "meta.json")
    assert meta["origin"] == origin
    assert (meta["status"] is None) == ("fetch" in facts)


def test_json_page_keeps_its_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """By its first character, not by the file's name."""
    file = _saved(tmp_path, b' {"ret": ["FAIL"]}')
    assert _add(monkeypatch, capfd, file, "--url", _URL, "--into", tmp_path, "--name", "answer")[0] == 0
    assert (tmp_path / "taobao" / "answer" / "page.json").exists()


def test_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A reviewed case is work."""
    file = _saved(tmp_path, composed.wall_page())
    arguments = (file, "--url", _URL, "--into", tmp_path, "--name", "wall")
    assert _add(monkeypatch, capfd, *arguments)[0] == 0
    reviewed = tmp_path / "taobao" / "wall" / "page.html"
    reviewed.write_text("mine")
    code, _, said = _add(monkeypatch, capfd, *arguments)
    assert code == 2
    assert "there is such a case already" in said
    assert reviewed.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["saved.html", "--url", "https://example.com/"], "no marketplace has such pages"),
        (["saved.html"], "--url: missing"),
        (["none.html", "--url", _URL], "can't be read"),
        ([], "either a FILE"),
        (["saved.html", "--url", _URL, "--snapshot", "0" * 64], "either a FILE"),
        (["--snapshot", "0" * 64, "--url", _URL], "--url goes with a FILE"),
        (["--snapshot", "../../etc/passwd"], "64 hexadecimal digits"),
        (["--snapshot", "0" * 64], "no store here"),
        (["--snapshot", "0" * 64, "--store", "store"], "no visit of this store names it"),
        (["saved.html", "--url", _URL, "--name", "../outside"], "expected small letters"),
        (["saved.html", "--url", _URL, "--into", "saved.html"], "can't be written"),
    ],
)
def test_wrong_usage_is_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    says: str,
) -> None:
    """Exit code 2, and nothing is written."""
    _saved(tmp_path, composed.wall_page())
    make_store(tmp_path).close()
    monkeypatch.chdir(tmp_path)
    code, told, said = _add(monkeypatch, capfd, *arguments)
    assert (code, told) == (2, "")
    assert says in said
    assert said.count("\n") == 1
    assert not (tmp_path / "fixtures").exists()


def test_help_shows_an_example() -> None:
    """As every command does."""
    assert "monitor fixture add page.html" in monitor("fixture", "add", "--help").stdout
