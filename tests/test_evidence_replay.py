"""`monitor evidence replay`: a sealed page read again; and a capture as a test case."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.commands import monitor
from tests.market import SETTINGS, WATCHLIST, Market, run
from tests.server import serve

FINDING = "taobao:1:nordwerk"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the store of one run, in which a finding is sealed."""
    work = tmp_path_factory.mktemp("sealed")
    (work / "watchlist.toml").write_text(WATCHLIST, encoding="utf-8")
    (work / "store").mkdir()
    (work / "store" / "settings.toml").write_text(SETTINGS)
    with serve(Market().answer) as site:
        assert run(work, site)[0] == 0
    assert monitor("evidence", "seal", FINDING, "--store", "store", cwd=work).returncode == 0
    return work


def _replay(work: Path, *words: object, code: int = 0) -> dict[str, Any]:
    done = monitor("evidence", "replay", FINDING, *words, "--store", "store", "--json", cwd=work)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout) if done.stdout else {"error": done.stderr}


def test_the_page_is_read_as_on_its_day(sealed: Path) -> None:
    record = _replay(sealed)
    assert (record["own"], record["is_read"], record["facts"]) == (True, True, {})
    assert record["with_watchlist_of_its_day"] == record["with_watchlist_of_today"]
    assert record["with_watchlist_of_its_day"]["mention"]
    done = monitor("evidence", "replay", FINDING, "--store", "store", cwd=sealed)
    assert "All that was stored of this page is read the same way now." in done.stdout
    assert "The program's rules are those of version" in done.stdout


def test_another_watchlist_is_told_apart(sealed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('[[brand]]\nid = "nordwerk"\nname = "Sonnenfels"\n', encoding="utf-8")
    record = _replay(sealed, "--watchlist", other)
    assert record["with_watchlist_of_its_day"] is not None
    assert record["with_watchlist_of_today"] is None
    assert any("today, the title does not name nordwerk" in sentence for sentence in record["sentences"])


def test_what_can_not_be_replayed_is_said(sealed: Path, tmp_path: Path) -> None:
    done = monitor("evidence", "replay", "taobao:2:nordwerk", "--store", "store", cwd=sealed)
    assert (done.returncode, "a page that shows it among others" in done.stdout) == (0, True)
    assert monitor("evidence", "replay", "taobao:x:y", "--store", "store", cwd=sealed).returncode == 2
    work = tmp_path / "work"
    shutil.copytree(sealed, work)
    for warc in (work / "store/evidence/captures").glob("*/capture.warc.gz"):
        warc.chmod(0o600)
        warc.write_bytes(warc.read_bytes()[:-1])
    assert "capture.warc.gz" in _replay(work, code=1)["error"]


def test_a_capture_becomes_a_fixture(sealed: Path, tmp_path: Path) -> None:
    own = _replay(sealed)["capture"]
    folder = sealed / "store/evidence/captures" / own
    done = monitor("fixture", "add", folder, "--into", tmp_path, "--name", "sealed")
    assert done.returncode == 0, done.stderr
    meta = json.loads((tmp_path / "taobao/sealed/meta.json").read_text())
    assert (meta["status"], meta["origin"]) == (200, "stand-in")
    assert list((tmp_path / "taobao/sealed").glob("page.*"))
