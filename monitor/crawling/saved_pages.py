"""Saved pages on disk: cases (`page.*` beside `meta.json`), WARC files, and pages that a person saved in a browser."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from monitor.crawling.saved_archives import HAR, MHTML, documents, part_of
from monitor.errors import InputError
from monitor.text.dates import iso_date

_WARC = (".warc", ".warc.gz")
_PAGES = (".html", ".htm", ".xhtml", ".shtml")
_HEAD = 20_000
"""The saver's comment, the canonical link and the og:url stand near the top; some pages have long heads."""
# Browsers and their add-ons note where a page came from.
_SOURCES = (
    re.compile(rb"<!-- saved from url=\(\d+\)(\S{1,2000})", re.IGNORECASE),
    re.compile(rb"Page saved with SingleFile\s+url:\s*(\S{1,2000})"),
    re.compile(rb"""<link[^>]{0,300}\brel=["']?canonical["']?[^>]{0,300}?\bhref=["']([^"']{1,2000})""", re.IGNORECASE),
    re.compile(rb"""<link[^>]{0,300}\bhref=["']([^"']{1,2000})["'][^>]{0,300}?\brel=["']?canonical""", re.IGNORECASE),
    re.compile(
        rb"""<meta[^>]{0,300}\bproperty=["']og:url["'][^>]{0,300}?\bcontent=["']([^"']{1,2000})""", re.IGNORECASE
    ),
)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One saved page: where it lies, where it came from, what is known of its answer."""

    path: Path
    url: str
    saved: datetime
    """UTC: the page's own date where it tells one, else the file's time."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    part: int | None = None
    """The place inside a WARC, MHTML or HAR file; None: the file is the page."""
    answers: tuple[int, ...] = ()
    """The places there of the data that the page itself asked for."""

    def body(self) -> bytes:
        """The bytes of the page, Content-Encoding undone. Raises OSError when the file is gone."""
        if self.part is None:
            return self.path.read_bytes()
        if not self.path.name.endswith(_WARC):
            return part_of(self.path, self.part)
        with self.path.open("rb") as stream:
            stream.seek(self.part)
            record = next(iter(ArchiveIterator(stream)))
            return bytes(record.content_stream().read())


def saved_pages(root: Path) -> Iterator[SavedPage]:
    """All pages below a folder of cases, or in a WARC file. Raises `InputError` when there is nothing to read."""
    if root.is_file():
        if not root.name.endswith(_WARC):
            raise InputError(f"{root}: expected a folder of saved pages (page.* beside meta.json) or a .warc(.gz) file")
        yield from _warc_pages(root)
        return
    if not root.is_dir():
        raise InputError(
            f"{root}: no such folder or file; expected saved pages (page.* beside meta.json) or a WARC file"
        )
    for meta in sorted(root.rglob("meta.json")):
        yield from case_page(meta)
    for warc in sorted(path for path in root.rglob("*.warc*") if path.name.endswith(_WARC)):
        yield from _warc_pages(warc)


def case_page(meta: Path) -> Iterator[SavedPage]:
    """The page of one case: at most one. Raises `InputError` for a `meta.json` that tells no address."""
    page = next((p for p in sorted(meta.parent.glob("page.*")) if p.suffix != ".md"), None)
    if page is None:
        return
    try:
        facts: Any = json.loads(meta.read_bytes())
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict) or not isinstance(facts.get("url"), str):
        raise InputError(f'{meta}: expected a JSON object with at least "url"')
    status, headers = facts.get("status") or 200, facts.get("headers") or {}
    if type(status) is not int or not isinstance(headers, dict):
        raise InputError(f'{meta}: expected "status" as a number and "headers" as an object')
    # what undoing the encoding made untrue
    dropped = ("content-encoding", "content-length")
    headers = {name: str(value) for name, value in headers.items() if name.lower() not in dropped}
    yield SavedPage(page, facts["url"], iso_date(facts.get("saved")) or _file_time(page), status, headers)


def answers_of(page: SavedPage) -> list[bytes]:
    """The data that the page itself asked for, where its file holds them."""
    return [part_of(page.path, place) for place in page.answers]


def hand_saved_page(path: Path, url: str | None) -> SavedPage | None:
    """An HTML file that a person saved, with the address that the file itself tells; None when it tells none."""
    if url is None:
        with path.open("rb") as stream:
            url = address_inside(stream.read(_HEAD))
    return SavedPage(path, url, _file_time(path)) if url else None


def pages_inside(path: Path) -> Iterator[SavedPage]:
    """The pages of a WARC, MHTML or HAR file. Raises `InputError` for a file that can't be read."""
    if path.name.endswith(_WARC):
        yield from _warc_pages(path)
        return
    for one in documents(path):
        yield SavedPage(path, one.url, one.saved or _file_time(path), one.status, one.headers, one.part, one.answers)


def holds_pages(path: Path) -> bool:
    """Whether a file's name says that pages lie inside it."""
    return path.name.endswith(_WARC) or path.suffix.lower() in (*MHTML, *HAR)


def is_page_file(path: Path) -> bool:
    """Whether a file's name says that it is a saved web page."""
    return path.suffix.lower() in _PAGES


def address_inside(head: bytes) -> str | None:
    """The address that a saved page tells of itself: the saver's note, else its canonical link, else its og:url."""
    for pattern in _SOURCES:
        if found := pattern.search(head):
            return found[1].decode("utf-8", "replace").replace("&amp;", "&")
    return None


def file_digest(path: Path) -> str:
    """SHA-256 of a file as it lies there."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _file_time(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _warc_pages(path: Path) -> Iterator[SavedPage]:
    dropped = ("content-encoding", "content-length", "transfer-encoding")
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        for record in _warc_records(records, path):
            http = record.http_headers
            if record.rec_type != "response" or http is None or not re.fullmatch(r"\d{3}", http.get_statuscode() or ""):
                continue
            saved = iso_date(record.rec_headers.get_header("WARC-Date")) or _file_time(path)
            headers = {name: value for name, value in http.headers if name.lower() not in dropped}
            url = record.rec_headers.get_header("WARC-Target-URI")
            yield SavedPage(path, url, saved, int(http.get_statuscode()), headers, records.get_record_offset())


def _warc_records(records: Iterator[Any], path: Path) -> Iterator[Any]:
    try:
        yield from records
    except (ArchiveLoadFailed, AttributeError):  # warcio's answer to a record without an address
        raise InputError(
            f"{path}: not a WARC file that can be read; expected one as crawlers write them (in a .warc.gz each record "
            "compressed by itself: `warcio recompress` mends others)"
        ) from None
