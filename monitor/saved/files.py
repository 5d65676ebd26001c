"""Saved pages on disk: cases (`page.*` beside `meta.json`), WARC files, and pages that a person saved in a browser."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from monitor.errors import InputError
from monitor.pages.limits import MAX_PAGE_BYTES
from monitor.saved.archives import HAR, MHTML, documents, part_of
from monitor.saved.page import PageTooLarge, SavedPage, file_time
from monitor.saved.warc import WARC, is_picture, warc_responses
from monitor.text.dates import iso_date

_PAGES = (".html", ".htm", ".xhtml", ".shtml")
_LARGEST_META = 1024 * 1024
_HEAD = 20_000
"""Bytes at the beginning of a page in which the saver's comment, the canonical link and the og:url stand."""
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


def saved_pages(root: Path) -> Iterator[SavedPage]:
    """All pages below a folder of cases and WARC files, or in one WARC file. Raises `InputError` for anything else."""
    if root.is_file():
        if not root.name.endswith(WARC):
            raise InputError(f"{root}: expected a folder of saved pages (page.* beside meta.json) or a .warc(.gz) file")
        yield from pages_inside(root)
        return
    if not root.is_dir():
        raise InputError(
            f"{root}: no such folder or file; expected saved pages (page.* beside meta.json) or a WARC file"
        )
    for file in case_and_warc_files(root):
        yield from case_page(file) if file.name == "meta.json" else pages_inside(file)


def case_and_warc_files(root: Path) -> list[Path]:
    """The `meta.json` of all cases below a folder, then the WARC files."""
    warcs = sorted(path for path in root.rglob("*.warc*") if path.name.endswith(WARC) and path.is_file())
    return [*sorted(root.rglob("meta.json")), *warcs]


def case_page(meta: Path) -> Iterator[SavedPage]:
    """The page of a case; nothing if it has only a `meta.json`. Raises `InputError` for one without an address."""
    page = next((p for p in sorted(meta.parent.glob("page.*")) if p.suffix != ".md"), None)
    if page is None:
        return
    try:
        with meta.open("rb") as stream:
            facts: Any = json.loads(stream.read(_LARGEST_META))
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict) or not isinstance(facts.get("url"), str):
        raise InputError(f'{meta}: expected a JSON object with at least "url"')
    status, headers = facts.get("status") or 200, facts.get("headers") or {}
    if type(status) is not int or not 100 <= status <= 999 or not isinstance(headers, dict):
        raise InputError(f'{meta}: expected "status" as a number from 100 to 999 and "headers" as an object')
    # these are no longer true, as the encoding is undone
    dropped = ("content-encoding", "content-length")
    headers = {name: str(value) for name, value in headers.items() if name.lower() not in dropped}
    yield SavedPage(page, facts["url"], iso_date(facts.get("saved")) or file_time(page), status, headers)


def answers_of(page: SavedPage) -> list[bytes]:
    """The bytes of the JSON data that the page requested itself, if its file (HAR) holds them."""
    return [part_of(page.path, place) for place in page.answers]


def hand_saved_page(path: Path, url: str | None) -> SavedPage | None:
    """An HTML file that a person saved, with `url` or the address inside; None when it has none. Raises `PageTooLarge`.

    What can't be read at all raises OSError.
    """
    if url is None:
        with path.open("rb") as stream:
            url = address_inside(stream.read(_HEAD))
    if url and path.stat().st_size > MAX_PAGE_BYTES:
        raise PageTooLarge(f"{path}: the page is larger than {MAX_PAGE_BYTES // 1024**2} MiB")
    return SavedPage(path, url, file_time(path)) if url else None


def pages_inside(path: Path) -> Iterator[SavedPage]:
    """The pages of a WARC, MHTML or HAR file. Raises `InputError` for a file that can't be read."""
    try:
        yield from _warc_pages(path) if path.name.endswith(WARC) else _document_pages(path)
    except (RecursionError, MemoryError) as problem:
        raise InputError(f"{path}: built in a way that no reader should be given ({type(problem).__name__})") from None
    except OSError as problem:
        raise InputError(f"{path}: can't be read ({problem.strerror or type(problem).__name__})") from None


def _warc_pages(path: Path) -> Iterator[SavedPage]:
    dropped = ("content-encoding", "content-length", "transfer-encoding")
    for record, offset, damage in warc_responses(path):
        http = record.http_headers
        if is_picture(record):
            continue  # part of a page, as in the other archives
        saved = iso_date(record.rec_headers.get_header("WARC-Date")) or file_time(path)
        headers = {name: value for name, value in http.headers if name.lower() not in dropped}
        url = record.rec_headers.get_header("WARC-Target-URI")
        yield SavedPage(path, url, saved, int(http.get_statuscode()), headers, offset, damage=damage)


def _document_pages(path: Path) -> Iterator[SavedPage]:
    for page in documents(path):
        saved = page.saved or file_time(path)
        yield SavedPage(path, page.url, saved, page.status, page.headers, page.part, page.answers)


def holds_pages(path: Path) -> bool:
    """Whether a file is one with pages inside (WARC, MHTML, HAR), by its name."""
    return path.name.endswith(WARC) or path.suffix.lower() in (*MHTML, *HAR)


def is_page_file(path: Path) -> bool:
    """Whether a file is an HTML page, by its name."""
    return path.suffix.lower() in _PAGES


def address_inside(head: bytes) -> str | None:
    """The page's own address: of the saver's comment, else the canonical link, else the og:url; None without any."""
    for pattern in _SOURCES:
        if match := pattern.search(head):
            return match[1].decode("utf-8", "replace").replace("&amp;", "&")
    return None


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
