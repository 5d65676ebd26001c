"""Kept pages without a crawl: their bytes lie in the archive, and their visits have the record of a fetch."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.evidence.snapshots import write_snapshot
from monitor.model import Listing
from monitor.runs.sealing import SealReport, seal_findings
from tests.record_book import Book, own_page, search
from tests.store_helper import NOON

FIRST = "taobao:1:nordwerk"
"""The finding of listing 1."""
HOP: dict[str, Any] = {
    "url": "https://item.taobao.com/item.htm?id=1",
    "method": "GET",
    "request_headers": [["User-Agent", "monitor"], ["Cookie", "(redacted)"]],
    "sent_at": "2026-11-20T11:59:59.000000Z",
    "received_at": "2026-11-20T12:00:00.000000Z",
    "status": 200,
    "headers": [["Content-Type", "text/html"], ["Set-Cookie", "(redacted)"]],
    "protocol": "HTTP/1.1",
    "address": "192.0.2.7",
    "robots": "allowed",
    "rendered": False,
    "wire_exact": False,
}
"""As programs noted it before they knew TLS, DNS and the status's words."""


def keep(book: Book, body: bytes, media_type: str = "text/html") -> str:
    """Keep bytes; returns their SHA-256."""
    return write_snapshot(book.store.snapshots, body, media_type).sha256_body


def page_bytes(*listings: Listing) -> bytes:
    return "".join(f"<h1>{listing.title}</h1>" for listing in listings).encode()


def add_own(book: Book, listing: Listing, at: datetime = NOON, **facts: Any) -> str:
    """A kept page of a listing's own; returns the digest of its bytes."""
    body = facts.pop("body", page_bytes(listing) + str(at).encode())
    sha256 = keep(book, body)
    book.add(own_page(listing, at, kept=sha256, **{"fetch": {"hops": [HOP]}, **facts}))
    assert hashlib.sha256(body).hexdigest() == sha256
    return sha256


def add_search(book: Book, *listings: Listing, at: datetime = NOON, **facts: Any) -> str:
    """A kept search page; returns the digest of its bytes."""
    sha256 = keep(book, page_bytes(*listings) + f"search {at}".encode())
    book.add(search(*listings, at=at, kept=sha256, **{"fetch": {"hops": [HOP]}, **facts}))
    return sha256


def seal(book: Book, *findings: str) -> SealReport:
    return seal_findings(book.store, findings or [FIRST], "A. Weber", "asked for")


def folder(book: Book, capture: str | None) -> Path:
    assert capture is not None
    return book.store.root / "evidence" / "captures" / capture


def facts(book: Book, capture: str | None) -> dict[str, Any]:
    return json.loads((folder(book, capture) / "capture.json").read_bytes())
