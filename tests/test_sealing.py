"""Sealing: what findings rest on becomes read-only captures, each named by the ledger and by the database."""

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import zstandard

from monitor.evidence.ledger import Head
from monitor.evidence.merkle import leaf_hash, root_of
from monitor.evidence.snapshots import snapshot_name
from monitor.evidence.warc import body_in
from tests import composed
from tests.commands import monitor
from tests.market import SETTINGS, WATCHLIST, Market, rows, run
from tests.server import serve

FIRST, SECOND = "taobao:1:nordwerk", "taobao:2:nordwerk"
"""Of the market's listings: a run reads the pages of both, and finds both in a search."""


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of one run; each test works on a copy."""
    work = tmp_path_factory.mktemp("first")
    (work / "watchlist.toml").write_text(WATCHLIST, encoding="utf-8")
    (work / "store").mkdir()
    (work / "store" / "settings.toml").write_text(SETTINGS)
    with serve(Market().answer) as site:
        assert run(work, site)[0] == 0
    return work


@pytest.fixture
def crawled(first_run: Path, tmp_path: Path) -> Path:
    shutil.copytree(first_run, tmp_path / "work")
    return tmp_path / "work"


def seal(work: Path, *findings: str, code: int = 0) -> dict[str, Any]:
    done = monitor("evidence", "seal", *findings, "--json", "--by", "A. Weber", "--store", "store", cwd=work)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout) if done.stdout else {"error": done.stderr}


def test_a_findings_pages_are_sealed(crawled: Path) -> None:
    report = seal(crawled, FIRST)
    evidence = crawled / "store" / "evidence"
    (finding,) = report["findings"]
    assert report["batch"] == "000001"
    assert report["captures"] == [finding["own"], finding["supporting"]]
    for tool in (["sha256sum", "-c", "--strict", "ledger/000001.lines"],):
        subprocess.run(tool, cwd=evidence, check=True, capture_output=True)
    for capture in report["captures"]:
        folder = evidence / "captures" / capture
        subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, check=True, capture_output=True)
        named = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
        assert named | {"SHA256SUMS"} == {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        subprocess.run([Path(sys.executable).parent / "warcio", "check", "capture.warc.gz"], cwd=folder, check=True)
        assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o400}
        assert {path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")] if path.is_dir()} == {0o500}
    assert list((evidence / "staging").iterdir()) == []


def test_the_ledger_and_the_database_name_what_was_sealed(crawled: Path) -> None:
    one, two = seal(crawled, FIRST), seal(crawled, SECOND)
    ledger = crawled / "store" / "evidence" / "ledger"
    heads = [Head.read((ledger / f"00000{number}.head").read_bytes()) for number in (1, 2)]
    assert heads[0] is not None
    assert heads[1] is not None
    assert (heads[0].previous, heads[1].previous) == ("0" * 64, heads[0].sha256)
    lines = (ledger / "000001.lines").read_bytes().splitlines()
    assert heads[0].root == root_of([leaf_hash(line) for line in lines]).hex()
    batches = rows(crawled, "SELECT number, previous, root, captures, head_sha256 FROM evidence_batch ORDER BY number")
    assert batches == [(head.batch, head.previous, head.root, head.captures, head.sha256) for head in heads if head]
    named = rows(
        crawled, "SELECT id, batch, position, manifest_sha256, sealed_by FROM capture ORDER BY batch, position"
    )
    assert [row[0] for row in named] == one["captures"] + two["captures"]
    for capture, _, _, digest, who in named:
        manifest = crawled / "store" / "evidence" / "captures" / str(capture) / "SHA256SUMS"
        assert hashlib.sha256(manifest.read_bytes()).hexdigest() == digest
        assert who == "A. Weber"
    events = rows(crawled, "SELECT event, who, capture_id, batch FROM custody ORDER BY id")
    assert events == [("sealed", "A. Weber", row[0], row[1]) for row in named]
    # the search page was sealed with the first finding, and shows the second too
    assert two["findings"][0]["supporting"] == one["findings"][0]["supporting"]
    assert two["captures"] == [two["findings"][0]["own"]]
    shown = rows(crawled, "SELECT capture_id, listing_key, own FROM capture_listing ORDER BY capture_id, listing_key")
    assert set(shown) == {
        (one["findings"][0]["own"], "taobao:1", 1), (one["findings"][0]["supporting"], "taobao:1", 0),
        (one["findings"][0]["supporting"], "taobao:2", 0), (two["findings"][0]["own"], "taobao:2", 1),
    }  # fmt: skip


def test_what_is_sealed_is_not_sealed_again_and_a_later_look_is_a_new_capture(crawled: Path) -> None:
    first = seal(crawled, FIRST)
    before = {path: path.read_bytes() for path in sorted((crawled / "store" / "evidence").rglob("*")) if path.is_file()}
    again = seal(crawled, FIRST)
    assert (again["batch"], again["captures"], again["findings"]) == (None, [], first["findings"])
    market = Market()
    market.items[0] = composed.item(1, "诺德沃克 X200 电钻", "199.00")
    with serve(market.answer) as site:
        run(crawled, site)
    later = seal(crawled, FIRST)
    assert later["batch"] == "000002"
    assert later["findings"][0]["supporting"] not in first["captures"]
    assert {path: path.read_bytes() for path in before} == before


def test_what_the_page_was_stands_in_the_capture(crawled: Path) -> None:
    own = seal(crawled, FIRST)["findings"][0]["own"]
    folder = crawled / "store" / "evidence" / "captures" / own
    facts = json.loads((folder / "capture.json").read_text())
    warc = (folder / "capture.warc.gz").read_bytes()
    body = body_in(warc)
    assert body is not None
    assert facts["body"]["sha256"] == hashlib.sha256(body).hexdigest()
    assert "诺德沃克".encode() in body
    assert (facts["page"]["kind"], facts["listings"][0]["key"], facts["listings"][0]["own"]) == (
        "listing",
        "taobao:1",
        True,
    )
    assert facts["sealed"] == {"at": facts["sealed"]["at"], "by": "A. Weber", "why": "asked for"}
    assert facts["hops"][-1]["status"] == 200
    assert facts["stand_in"] is not None
    assert (facts["evidence"], facts["body"]["wire_exact"]) == (False, False)
    assert b"WARC/1.1" in gzip.decompress(warc)


def test_unknown_findings_seal_nothing(crawled: Path) -> None:
    wrong = seal(crawled, FIRST, "taobao:77:nordwerk", "nonsense", code=2)["error"]
    assert wrong.count("no finding") == 2
    assert "Traceback" not in wrong
    assert rows(crawled, "SELECT count(*) FROM capture") == [(0,)]


def test_a_damaged_page_is_named_and_the_others_are_sealed(crawled: Path) -> None:
    ((digest,),) = rows(crawled, "SELECT sha256_body FROM visit WHERE page = 'listing' AND target = 'listing:1'")
    file = crawled / "store" / "snapshots" / snapshot_name(str(digest))
    file.chmod(0o600)
    file.write_bytes(b"damaged")
    report = seal(crawled, FIRST, SECOND, code=1)
    first, second = report["findings"]
    assert (first["own"], second["note"]) == (None, None)
    assert "can't be read" in first["note"]
    assert len(report["captures"]) == 2


def test_a_run_seals_what_the_settings_name(work: Path) -> None:
    with (work / "store" / "settings.toml").open("a") as settings:
        settings.write('[evidence]\nseal = ["high", "medium", "low"]\n')
    with serve(Market().answer) as site:
        code, summary = run(work, site)
    ((flagged,),) = rows(work, "SELECT count(*) FROM finding WHERE level IS NOT NULL")
    assert flagged
    pages = rows(work, "SELECT count(*) FROM capture")[0][0]
    assert (code, summary["evidence"]) == (0, {"sealed": pages, "stamped": 0, "unstamped": 0, "problems": []})
    assert rows(work, "SELECT DISTINCT who, json_extract(facts, '$.why') FROM custody") == [
        ("monitor", "settings.toml: evidence.seal")
    ]
    assert seal(work)["captures"] == []


def test_a_run_does_not_fail_where_nothing_can_be_sealed(work: Path) -> None:
    with (work / "store" / "settings.toml").open("a") as settings:
        settings.write('[evidence]\nseal = ["high", "medium", "low"]\n')
    (work / "store" / "evidence").write_text("a file where a folder is needed")
    with serve(Market().answer) as site:
        code, summary = run(work, site)
    assert (code, summary["state"]) == (0, "done")
    assert "the evidence folder can't be written" in summary["evidence"]["problems"][0]  # type: ignore[index]


def test_a_run_that_is_to_seal_nothing_says_nothing_of_it(crawled: Path) -> None:
    assert not (crawled / "store" / "evidence").exists()
    assert "name findings" in seal(crawled, code=2)["error"]


def test_the_custody_log(crawled: Path) -> None:
    log = ("evidence", "log", "--store", "store")
    assert monitor(*log, cwd=crawled).stdout == "Nothing was sealed or held yet.\n"
    first = seal(crawled, FIRST)
    seal(crawled, SECOND)
    told = monitor(*log, FIRST, cwd=crawled).stdout.splitlines()
    assert len(told) == 2
    assert all(
        "sealed    by A. Weber" in line and capture in line
        for line, capture in zip(told, first["captures"], strict=True)
    )
    events = [json.loads(line) for line in monitor(*log, "--json", cwd=crawled).stdout.splitlines()]
    assert [event["batch"] for event in events] == [1, 1, 2]
    assert monitor(*log, "taobao:9:nordwerk", cwd=crawled).returncode == 2


def test_secrets_are_nowhere_in_what_is_sealed(work: Path) -> None:
    """What a site sets as a cookie is in no file of store and bundle, also not in what is compressed."""
    market = Market()

    def answer(host: str, path: str) -> Any:
        status, headers, body = market.answer(host, path)
        return status, {**headers, "Set-Cookie": "session=CANARY-1; Path=/", "Authorization": "CANARY-2"}, body

    with serve(answer) as site:
        assert run(work, site)[0] == 0
    own = seal(work, FIRST)["findings"][0]["own"]
    bundled = monitor("evidence", "bundle", FIRST, "-o", "bundle.zip", "--store", "store", cwd=work)
    assert bundled.returncode == 0, bundled.stderr
    with zipfile.ZipFile(work / "bundle.zip") as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    files |= {str(path): path.read_bytes() for path in (work / "store").rglob("*") if path.is_file()}
    unpacked = {
        ".gz": gzip.decompress,
        ".zst": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
    }
    for name, data in files.items():
        assert b"CANARY" not in unpacked.get(Path(name).suffix, bytes)(data), name
    assert {".gz", ".zst", ".db", ".log"} <= {Path(name).suffix for name in files}
    told = json.loads((work / "store" / "evidence" / "captures" / own / "capture.json").read_bytes())
    assert {"Authorization", "Set-Cookie"} <= set(told["redacted_headers"])


def test_pages_handed_in_are_sealed_as_what_they_are(work: Path) -> None:
    page = work / "saved.html"
    page.write_bytes(composed.listing_page("1", "诺德沃克 X200 电钻"))
    address = "https://item.taobao.com/item.htm?id=1"
    done = monitor("import", page, "--url", address, "--by", "B. Chen", "--store", "store", cwd=work)
    assert done.returncode in (0, 1), done.stderr
    own = seal(work, FIRST)["findings"][0]["own"]
    folder = work / "store" / "evidence" / "captures" / own
    assert {path.name for path in folder.iterdir()} == {"SHA256SUMS", "capture.json", "page.html"}
    assert (folder / "page.html").read_bytes() == page.read_bytes()
    told = json.loads((folder / "capture.json").read_bytes())
    digest = hashlib.sha256(page.read_bytes()).hexdigest()
    assert (told["handed_in"]["file_sha256"], told["handed_in"]["by"], told["handed_in"]["file"]) == (
        digest, "B. Chen", "saved.html",
    )  # fmt: skip
    assert (told["evidence"], told["hops"]) == (True, [])
