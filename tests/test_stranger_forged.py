"""Bundles whose own list fits a forger's files: the bundle's `verify.py` names what no seal and no stamp covers."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.evidence.ledger import NO_BATCH, Head, line_of
from monitor.evidence.manifest import digests_of, manifest_of
from monitor.evidence.timestamp import new_query
from tests.commands import ROOT, monitor
from tests.time_authority import Authority, make_authority, needs_openssl

pytestmark = needs_openssl

REAL, FALSE = "20261129T120000Z-0000000a", "20261129T120000Z-0000000b"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return make_authority(tmp_path / "authority")


@pytest.fixture
def bundle(tmp_path: Path, authority: Authority) -> Path:
    """One capture, whose batch is stamped."""
    folder = tmp_path / "bundle"
    line = _capture(folder, REAL)
    head = Head.of(1, NO_BATCH, datetime.now(UTC), [line])
    _prove(folder, REAL, line, "000001")
    _write(folder, "ledger/000001.head", head.data)
    _stamp(folder, authority, head.data, "000001/one-1")
    _write(folder, "ledger/roots/one.pem", authority.root)
    shutil.copy(ROOT / "monitor" / "evidence" / "stranger" / "verify.py", folder)
    _list_anew(folder)
    return folder


def _write(folder: Path, name: str, data: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def _capture(folder: Path, name: str) -> str:
    files = {"capture.json": f'{{"id": "{name}"}}\n'.encode(), "page.html": b""}
    for file, data in {**files, "SHA256SUMS": manifest_of(digests_of(files))}.items():
        _write(folder, f"captures/{name}/{file}", data)
    return line_of(name, hashlib.sha256(manifest_of(digests_of(files))).hexdigest())


def _prove(folder: Path, name: str, line: str, batch: str) -> None:
    proof = {"batch": batch, "line": line, "index": 0, "captures": 1, "path": []}
    _write(folder, f"proofs/{name}.json", json.dumps(proof).encode())


def _stamp(folder: Path, authority: Authority, data: bytes, name: str) -> None:
    query = new_query(data)
    _write(folder, f"ledger/{name}.tsq", query)
    _write(folder, f"ledger/{name}.tsr", authority.reply(query))


def _list_anew(folder: Path) -> None:
    paths = [path for path in folder.rglob("*") if path.is_file() and path != folder / "SHA256SUMS"]
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    (folder / "SHA256SUMS").write_bytes(manifest_of(digests_of(files)))


def _said(folder: Path) -> str:
    done = subprocess.run([sys.executable, "verify.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == ("DAMAGED" in done.stdout), done.stdout + done.stderr
    return done.stdout


def _head_in_another_folder(folder: Path, authority: Authority) -> None:
    line = _capture(folder, FALSE)
    _write(folder, "ledger/x/000001.head", Head.of(1, NO_BATCH, datetime.now(UTC), [line]).data)
    _prove(folder, FALSE, line, "x/000001")


def _head_of_the_same_number(folder: Path, authority: Authority) -> None:
    line = _capture(folder, FALSE)
    head = Head.of(1, NO_BATCH, datetime.now(UTC), [line]).data.replace(b"batch 000001", b"batch 0000001")
    _write(folder, "ledger/0000001.head", head)
    _prove(folder, FALSE, line, "0000001")


def _capture_with_a_dot(folder: Path, authority: Authority) -> None:
    _capture(folder, f"{REAL}.1")


def _stamp_of_another_list(folder: Path, authority: Authority) -> None:
    """The stamp of a list that does not name the head says nothing of the head."""
    sums = f"{hashlib.sha256(authority.root).hexdigest()}  roots/one.pem\n".encode()
    shutil.rmtree(folder / "ledger" / "000001")
    _write(folder, "ledger/000001/one-2.sums", sums)
    _stamp(folder, authority, sums, "000001/one-2")


def _gap_in_the_chain(folder: Path, authority: Authority) -> None:
    """A later stamped head that names a head which is not there, as if that were an empty file."""
    line = line_of(FALSE, "1" * 64)
    later = Head.of(3, hashlib.sha256(b"").hexdigest(), datetime.now(UTC), [line]).data
    _write(folder, "ledger/000003.head", later)
    _stamp(folder, authority, later, "000003/one-1")


def _empty_page_taken_out(folder: Path, authority: Authority) -> None:
    (folder / "captures" / REAL / "page.html").unlink()


def test_the_whole_bundle_is_said_to_be_whole(bundle: Path) -> None:
    assert _said(bundle).endswith("All is as it was sealed.\n")


@pytest.mark.parametrize("forge", [
    _head_in_another_folder, _head_of_the_same_number, _capture_with_a_dot, _stamp_of_another_list, _gap_in_the_chain,
    _empty_page_taken_out,
])  # fmt: skip
def test_what_was_not_sealed_is_named(
    bundle: Path, authority: Authority, forge: Callable[[Path, Authority], None]
) -> None:
    forge(bundle, authority)
    _list_anew(bundle)
    assert "DAMAGED" in _said(bundle)
    assert monitor("evidence", "verify", bundle).returncode == 1


def test_an_empty_file_that_the_list_names_must_be_there(bundle: Path) -> None:
    (bundle / "report.html").write_bytes(b"")
    _list_anew(bundle)
    (bundle / "report.html").unlink()
    assert "DAMAGED  'report.html'" in _said(bundle)
    (bundle / "report.html").symlink_to("/nowhere")
    assert "DAMAGED  'report.html'" in _said(bundle)


def test_a_program_beside_the_script_is_not_run(bundle: Path) -> None:
    for name in ("hashlib.py", "json.py", "re.py", "calendar.py"):
        (bundle / name).write_text('print("All is as it was sealed."); import os; os._exit(0)\n')
    _list_anew(bundle)
    assert _said(bundle).count("\n") > 1


def test_a_stamp_that_nobody_checked_does_not_count(bundle: Path) -> None:
    (bundle / "ledger" / "roots" / "one.pem").unlink()
    _list_anew(bundle)
    said = _said(bundle)
    assert "UNCHECKED ledger/000001/one-1.tsr" in said
    assert "UNSTAMPED ledger/000001.head" in said


def test_names_do_not_steer_the_terminal(bundle: Path) -> None:
    _write(bundle, "captures/\x1b[8m/x", b"x")
    _write(bundle, "captures/\x1b[8m/SHA256SUMS", manifest_of(digests_of({"x": b"x"})))
    with (bundle / "SHA256SUMS").open("a") as sums:
        sums.write(f"{'0' * 64}  captures/\x1b[8m/x\n")
    said = _said(bundle)
    assert "OK       captures/\\x1b[8m/SHA256SUMS" in said
    assert "\x1b" not in said
