"""From a crawl to time stamps: what is sealed is stamped at once by a tidy and by an untidy authority, or later."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.commands import monitor
from tests.market import SETTINGS, WATCHLIST, Market, run
from tests.server import serve
from tests.time_authority import Authority, make_authority, needs_openssl, serve_authority

pytestmark = needs_openssl
FINDING = "taobao:1:nordwerk"


@pytest.fixture
def crawled(work: Path) -> Path:
    (work / "watchlist.toml").write_text(WATCHLIST, encoding="utf-8")
    with serve(Market().answer) as site:
        assert run(work, site)[0] == 0
    return work


def configure(work: Path, **authorities: tuple[str, Authority]) -> None:
    text = SETTINGS
    for name, (url, authority) in authorities.items():
        (work / "store" / f"{name}.pem").write_bytes(authority.root)
        text += f'\n[[timestamp]]\nname = "{name}"\nurl = "{url}"\nroot = "{name}.pem"\n'
    (work / "store" / "settings.toml").write_text(text)


def test_what_is_sealed_is_stamped_at_once_or_later(crawled: Path, tmp_path: Path) -> None:
    tidy = make_authority(tmp_path / "authorities" / "tidy")
    untidy = make_authority(tmp_path / "authorities" / "untidy", root_in_reply="unsorted")
    nobody = "http://127.0.0.1:9/"
    configure(crawled, tidy=(nobody, tidy), untidy=(nobody, untidy))
    done = monitor("evidence", "seal", FINDING, "--store", "store", cwd=crawled)
    assert done.returncode == 0
    assert "Batch 000001: 2 pages sealed." in done.stdout
    assert "unstamped: 1 batch" in done.stdout
    with serve_authority(tidy.reply) as first, serve_authority(untidy.reply) as second:
        configure(crawled, tidy=(first.url, tidy), untidy=(second.url, untidy))
        done = monitor("evidence", "seal", "taobao:2:nordwerk", "--json", "--store", "store", cwd=crawled)
        report = json.loads(done.stdout)
    assert report["batch"] == "000002"
    states = {(one["batch"], one["authority"]): one["state"] for one in report["stamps"]["stamped"]}
    assert states == {
        (1, "tidy"): "verified",
        (2, "tidy"): "verified",
        (1, "untidy"): "openssl",
        (2, "untidy"): "openssl",
    }
    ledger = crawled / "store" / "evidence" / "ledger"
    for batch, name in states:
        checked = ["openssl", "ts", "-verify", "-data", f"{batch:06d}.head", "-in", f"{batch:06d}/{name}-1.tsr"]
        subprocess.run([*checked, "-CAfile", f"../../{name}.pem"], cwd=ledger, check=True, capture_output=True)
