"""Saved pages on disk: cases (`page.*` beside `meta.json`), WARC files, and pages that a person saved in a browser."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from monitor.errors import InputError
from monitor.saved.archives import HAR, MHTML, documents, part_of
from monitor.saved.page import WARC, SavedPage, file_time
from monitor.saved.warc import warc_pages
from monitor.text.dates import iso_date

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


def saved_pages(root: Path) -> Iterator[SavedPage]:
    """All pages below a folder of cases, or in a WARC file. Raises `InputError` when there is nothing to read."""
    if root.is_file():
        if not root.name.endswith(WARC):
            raise InputError(f"{root}: expected a folder of saved pages (page.* beside meta.json) or a .warc(.gz) file")
        yield from warc_pages(root)
        return
    if not root.is_dir():
        raise InputError(
            f"{root}: no such folder or file; expected saved pages (page.* beside meta.json) or a WARC file"
        )
    for meta in sorted(root.rglob("meta.json")):
        yield from case_page(meta)
    for warc in sorted(path for path in root.rglob("*.warc*") if path.name.endswith(WARC)):
        yield from warc_pages(warc)


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
    yield SavedPage(page, facts["url"], iso_date(facts.get("saved")) or file_time(page), status, headers)


def answers_of(page: SavedPage) -> list[bytes]:
    """The data that the page itself asked for, where its file holds them."""
    return [part_of(page.path, place) for place in page.answers]


def hand_saved_page(path: Path, url: str | None) -> SavedPage | None:
    """An HTML file that a person saved, with the address that the file itself tells; None when it tells none."""
    if url is None:
        with path.open("rb") as stream:
            url = address_inside(stream.read(_HEAD))
    return SavedPage(path, url, file_time(path)) if url else None


def pages_inside(path: Path) -> Iterator[SavedPage]:
    """The pages of a WARC, MHTML or HAR file. Raises `InputError` for a file that can't be read."""
    if path.name.endswith(WARC):
        yield from warc_pages(path)
        return
    for one in documents(path):
        yield SavedPage(path, one.url, one.saved or file_time(path), one.status, one.headers, one.part, one.answers)


def holds_pages(path: Path) -> bool:
    """Whether a file's name says that pages lie inside it."""
    return path.name.endswith(WARC) or path.suffix.lower() in (*MHTML, *HAR)


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
