"""A store with sealed evidence, stamped by an authority of this machine: made once, copied by each test."""

import atexit
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from monitor.config import load_settings
from monitor.evidence.snapshots import write_snapshot
from monitor.runs.sealing import seal_findings
from monitor.runs.stamping import stamp_due
from tests.commands import monitor
from tests.record_book import Book
from tests.store_helper import NOON, finding, listing, visit
from tests.time_authority import Authority, make_authority, serve_authority

OWN, SAVED, LATER = "taobao:1:nordwerk", "taobao:2:nordwerk", "taobao:3:nordwerk"
"""Findings: with its own crawled page and a search page; with a page saved by hand; sealed in a later batch."""
_HOP: dict[str, Any] = {
    "url": "https://item.taobao.com/item.htm?id=1",
    "method": "GET",
    "request_headers": [["User-Agent", "monitor"], ["Cookie", "(redacted)"]],
    "sent_at": "2026-11-20T11:59:59.123456Z",
    "received_at": "2026-11-20T12:00:00.000000Z",
    "status": 200,
    "headers": [["Content-Type", "text/html"]],
    "protocol": "HTTP/1.1",
    "address": "192.0.2.7",
    "rendered": False,
}


def make_evidence(root: Path, authority: Authority) -> None:
    """A store in `root` with two sealed batches; the first one stamped, and stamped again."""
    book = Book(root)
    store = book.store
    for number, facts in enumerate((
        {"target": "listing:1", "page": "listing", "listing_id": "1", "fetch": {"hops": [_HOP]}},
        {"target": "search:x:1", "fetch": {"hops": [_HOP]}},
        {"target": f"saved:{'d' * 64}", "page": "listing", "listing_id": "2", "method": "hand-saved",
         "fetch": {"file": "saved.html"}},
        {"target": "listing:3", "page": "listing", "listing_id": "3", "fetch": {"hops": [_HOP]}},
    )):  # fmt: skip
        shown = (1, 1, 2, 3)[number]
        snapshot = write_snapshot(store.snapshots, f"<html>电钻 {number}</html>".encode() * 9, "text/html")
        made = visit((listing(str(shown)), finding()), number=number, at=NOON, kept=snapshot.sha256_body, **facts)
        book.add(made)
    with serve_authority(authority.reply) as served:
        (root / "local.pem").write_bytes(authority.root)
        settings_of = f'[[timestamp]]\nname = "local"\nurl = "{served.url}"\nroot = "local.pem"\n'
        (root / "settings.toml").write_text(f'contact = "watch@nordwerk.example"\n{settings_of}')
        settings = load_settings(root)
        now = datetime.now(UTC)
        assert seal_findings(store, [OWN, SAVED], "A. Weber", "asked for").batch == "000001"
        for again in (False, True):
            assert not stamp_due(store, settings, now, again=again).failures
        assert seal_findings(store, [LATER], "A. Weber", "asked for").batch == "000002"
    store.close()


@cache
def _made() -> Path:
    folder = Path(mkdtemp())
    atexit.register(_remove, folder)
    make_evidence(folder / "store", make_authority(folder / "authority"))
    bundle = ["bundle", OWN, SAVED, LATER, "-o", folder / "bundle.zip", "--store", folder / "store"]
    assert monitor("evidence", *bundle).returncode == 0
    return folder


def sealed_store(target: Path) -> Path:
    """A copy that can be changed: folders and files are the user's to write."""
    shutil.copytree(_made() / "store", target)
    _make_writable(target)
    return target


def sealed_bundle() -> Path:
    """The zip with all findings, never to be changed."""
    return _made() / "bundle.zip"


def unpacked_bundle(target: Path) -> Path:
    """The bundle in an empty folder."""
    with zipfile.ZipFile(sealed_bundle()) as archive:
        archive.extractall(target)
    _make_writable(target)
    return target


def _make_writable(root: Path) -> None:
    for folder, _, names in os.walk(root):
        Path(folder).chmod(0o700)
        for name in names:
            Path(folder, name).chmod(0o600)


def _remove(folder: Path) -> None:
    _make_writable(folder)
    shutil.rmtree(folder)


def files_of(root: Path) -> list[str]:
    """The names of all files below a folder."""
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


@contextmanager
def changed(path: Path, data: bytes) -> Iterator[None]:
    """Other bytes in a file for a while."""
    before = path.read_bytes()
    assert data != before
    path.write_bytes(data)
    yield
    path.write_bytes(before)


def flips(data: bytes) -> list[bytes]:
    """The bytes with one bit changed: in the first, middle and last, and in digests (the first and the last)."""
    places = {0, len(data) // 2, len(data) - 1}
    digests = list(re.finditer(rb"\b[0-9a-f]{64}\b", data)) if data.isascii() and b"{" not in data else []
    for found in {*digests[:1], *digests[-1:]}:
        places |= {found.start(), found.start() + 31, found.end() - 1}
    return [data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :] for place in sorted(places)] if data else []
