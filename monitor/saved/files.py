"""Saved pages on disk: cases (`page.*` beside `meta.json`), WARC files, and pages that a person saved in a browser."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from monitor.errors import InputError
from monitor.pages.limits import MAX_PAGE_BYTES
from monitor.saved.address import place_of
from monitor.saved.address_inside import IsKnown, address_inside
from monitor.saved.archives import HAR, MHTML, documents, part_of
from monitor.saved.button import button_note
from monitor.saved.page import PageTooLarge, SavedPage, file_time
from monitor.saved.warc import WARC, is_picture, warc_responses
from monitor.text.dates import iso_date

_PAGES = (".html", ".htm", ".xhtml", ".shtml")
_LARGEST_META = 1024 * 1024
_NOTES = (".meta.json", ".json")
"""What a page's address is noted in, beside `page.html`: `page.meta.json` or `page.json`."""


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
    if page is not None:
        yield _noted_page(page, meta, _json_of(meta))


def noted_page(page: Path) -> SavedPage | None:
    """A page whose address is noted beside it, in `meta.json` for `page.*`, else in `NAME.meta.json` or `NAME.json`.

    None without such a note. Raises `InputError` for one that is wrong.
    """
    case = page.with_name("meta.json")
    if page.stem == "page" and case.is_file():
        return next(case_page(case), None)
    for ending in _NOTES:
        note = page.with_name(page.stem + ending)
        if note != page and note.is_file():
            facts = _json_of(note)
            # a file of data may lie beside a page by chance
            if ending == ".meta.json" or (isinstance(facts, dict) and isinstance(facts.get("url"), str)):
                return _noted_page(page, note, facts)
    return None


def _json_of(file: Path) -> Any:
    try:
        with file.open("rb") as stream:
            return json.loads(stream.read(_LARGEST_META))
    except (ValueError, RecursionError):
        return None


def _noted_page(page: Path, meta: Path, facts: Any) -> SavedPage:
    """A page with the facts that are noted in a file. Raises `InputError`."""
    if not isinstance(facts, dict) or not isinstance(facts.get("url"), str):
        raise InputError(f'{meta}: expected a JSON object with at least "url"')
    place = place_of(facts["url"])
    if place is None:
        raise InputError(f'{meta}: expected "url" as the address of a page, not {facts["url"][:200]!r}')
    status, headers = facts.get("status") or 200, facts.get("headers") or {}
    if type(status) is not int or not 100 <= status <= 999 or not isinstance(headers, dict):
        raise InputError(f'{meta}: expected "status" as a number from 100 to 999 and "headers" as an object')
    # these are no longer true, as the encoding is undone
    dropped = ("content-encoding", "content-length")
    headers = {name: str(value) for name, value in headers.items() if name.lower() not in dropped}
    saved = place.captured or iso_date(facts.get("saved")) or file_time(page)
    return SavedPage(page, place.url, saved, status, headers)


def answers_of(page: SavedPage) -> list[bytes]:
    """The bytes of the JSON data that the page requested itself, if its file (HAR) holds them."""
    return [part_of(page.path, place) for place in page.answers]


def hand_saved_page(path: Path, url: str | None, is_known: IsKnown = lambda _: True) -> SavedPage | None:
    """An HTML file that a person saved, with `url` or the address inside; None when it has none. Raises `PageTooLarge`.

    `is_known`: see `address_inside`. What can't be read at all raises OSError.
    """
    with path.open("rb") as stream:
        content = stream.read(MAX_PAGE_BYTES + 1)
    note = button_note(content)
    url = url or (note.url if note else address_inside(content, is_known))
    place = place_of(url) if url else None
    if place is None:
        return None
    if len(content) > MAX_PAGE_BYTES:
        raise PageTooLarge(f"{path}: the page is larger than {MAX_PAGE_BYTES // 1024**2} MiB")
    saved = place.captured or (note.saved if note else None) or file_time(path)
    return SavedPage(path, place.url, saved)


def pages_inside(path: Path, is_known: IsKnown = lambda _: True) -> Iterator[SavedPage]:
    """The pages of a WARC, MHTML or HAR file. Raises `InputError` for a file that can't be read.

    `is_known`: see `address_inside`, which finds the address of an MHTML file that does not tell it.
    """
    try:
        yield from _warc_pages(path) if path.name.endswith(WARC) else _document_pages(path, is_known)
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
        place = place_of(record.rec_headers.get_header("WARC-Target-URI").strip("<>"))  # some writers put it in <>
        if place is None:
            continue
        saved = place.captured or iso_date(record.rec_headers.get_header("WARC-Date")) or file_time(path)
        headers = {name: value for name, value in http.headers if name.lower() not in dropped}
        yield SavedPage(path, place.url, saved, int(http.get_statuscode()), headers, offset, damage=damage)


def _document_pages(path: Path, is_known: IsKnown) -> Iterator[SavedPage]:
    for page in documents(path):
        place = place_of(page.url)
        if place is None and path.suffix.lower() in MHTML:
            inside = address_inside(part_of(path, page.part), is_known)
            place = place_of(inside) if inside else None
        if place is not None:
            saved = place.captured or page.saved or file_time(path)
            yield SavedPage(path, place.url, saved, page.status, page.headers, page.part, page.answers)


def holds_pages(path: Path) -> bool:
    """Whether a file is one with pages inside (WARC, MHTML, HAR), by its name."""
    return path.name.endswith(WARC) or path.suffix.lower() in (*MHTML, *HAR)


def is_page_file(path: Path) -> bool:
    """Whether a file is an HTML page, by its name."""
    return path.suffix.lower() in _PAGES


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
