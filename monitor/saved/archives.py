"""Pages inside files that browsers write: MHTML ("single file") and HAR (recorded by the developer tools)."""

import base64
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from monitor.errors import InputError
from monitor.saved.mhtml import Message, read_mhtml
from monitor.text.dates import iso_date

MHTML, HAR = (".mhtml", ".mht"), (".har",)
_LARGEST = 256 * 1024 * 1024
"""Bytes of a file; an hour's recording has less."""
_MOST_ANSWERS, _MOST_WITH_ANSWERS = 200, 20
"""Data that a page gets, and documents of one page (it and its frames) that get them."""
_DATA = re.compile(r"json|javascript", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """A page inside a file. `part`: its number there; `answers`: those of the JSON data that the page requested itself.

    `url`: as the file says it, empty where it doesn't; `saved`: UTC, None when the file doesn't say.
    """

    part: int
    url: str
    saved: datetime | None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    answers: tuple[int, ...] = ()


def documents(path: Path) -> Iterator[Document]:
    """The pages of an MHTML or HAR file. Raises `InputError` for a file that is neither."""
    yield from (_mhtml_documents if path.suffix.lower() in MHTML else _har_documents)(path)


def pictures_inside(path: Path) -> Iterator[tuple[str, int]]:
    """Addresses and numbers of the parts of an MHTML or HAR file that are pictures, by its word.

    Raises `InputError` for a file that is neither.
    """
    if path.suffix.lower() in MHTML:
        for number, part in enumerate(_message(path).parts):
            if part.headers.get("content-type", "").lower().startswith("image/") and part.location:
                yield part.location, number
        return
    for number, entry in enumerate(_entries(path)):
        if _text(_at(entry, "response", "content"), "mimeType").lower().startswith("image/"):
            yield _text(_at(entry, "request"), "url"), number


def part_of(path: Path, part: int) -> bytes:
    """The bytes of a part of an MHTML or HAR file, any encoding undone. Raises `InputError`."""
    try:
        if path.suffix.lower() in MHTML:
            return read_mhtml(_bytes(path)).parts[part].content()
        return _content(_entries(path)[part])
    except (IndexError, ValueError):
        raise InputError(f"{path}: no longer holds the page that it held") from None


def _mhtml_documents(path: Path) -> Iterator[Document]:
    message = _message(path)
    pages = [(number, part) for number, part in enumerate(message.parts) if part.is_html]
    # the page's own address; its frames are parts too, which Chrome calls cid:…
    main = next((page for page in pages if message.url and page[1].location == message.url), None)
    page = main or min(pages, key=lambda page: page[1].location.startswith("cid:"), default=None)
    if page is None:
        raise InputError(f"{path}: not an MHTML file that can be read; expected one with an HTML page in it")
    number, document = page
    url = message.url or document.location
    headers = {"Content-Type": f"text/html; charset={document.charset}"} if document.charset else {}
    yield Document(number, url, message.saved, headers=headers)


def _message(path: Path) -> Message:
    try:
        return read_mhtml(_bytes(path))
    except ValueError as problem:
        raise InputError(f"{path}: not an MHTML file that can be read ({problem})") from None


def _har_documents(path: Path) -> Iterator[Document]:
    entries = _entries(path)
    answers = defaultdict(list)
    for number, entry in enumerate(entries):
        if _DATA.search(_text(_at(entry, "response", "content"), "mimeType")):
            answers[_text(entry, "pageref")].append(number)
    given: Counter[str] = Counter()
    for number, entry in enumerate(entries):
        response, content = _at(entry, "response"), _at(entry, "response", "content")
        if not re.search(r"html", _text(content, "mimeType"), re.IGNORECASE) or not _text(content, "text"):
            continue
        status = response.get("status")
        pageref = _text(entry, "pageref")
        given[pageref] += 1
        with_answers = pageref != "" and given[pageref] <= _MOST_WITH_ANSWERS
        yield Document(
            number,
            _text(_at(entry, "request"), "url"),
            iso_date(_text(entry, "startedDateTime")),
            status if type(status) is int and 100 <= status <= 999 else 200,
            {"Content-Type": "text/html; charset=utf-8"},  # HAR's texts are decoded already
            tuple(answers[pageref][:_MOST_ANSWERS]) if with_answers else (),
        )


@lru_cache(maxsize=1)
def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        entries = json.loads(_bytes(path))["log"]["entries"]
    except (ValueError, RecursionError, KeyError, TypeError):
        entries = None
    if not isinstance(entries, list):
        raise InputError(f'{path}: not a HAR file that can be read; expected "Save all as HAR with content"')
    return [entry for entry in entries if isinstance(entry, dict)]


def _content(entry: dict[str, Any]) -> bytes:
    content = _at(entry, "response", "content")
    text = _text(content, "text")
    if content.get("encoding") != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""


def _at(record: dict[str, Any], *path: str) -> dict[str, Any]:
    """The object at a path of keys; an empty one where something else stands."""
    for name in path:
        value = record.get(name)
        record = value if isinstance(value, dict) else {}
    return record


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST:
        raise InputError(f"{path}: larger than 256 MiB; save the page alone")
    return path.read_bytes()
