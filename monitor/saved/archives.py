"""Pages inside files that browsers write: MHTML ("single file") and HAR (recorded by the developer tools)."""

import base64
import email
import email.policy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from typing import Any

from monitor.errors import InputError
from monitor.text.dates import iso_date, mail_date

MHTML, HAR = (".mhtml", ".mht"), (".har",)
_LARGEST = 256 * 1024 * 1024
"""Bytes of a file; an hour's recording has less."""
_DATA = re.compile(r"json|javascript", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """A page inside a file. `part`: its number there; `answers`: those of the JSON data that the page requested itself.

    `saved`: UTC, None when the file doesn't say.
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


def part_of(path: Path, part: int) -> bytes:
    """The bytes of a part of an MHTML or HAR file, any encoding undone. Raises `InputError`."""
    if path.suffix.lower() in MHTML:
        content = list(_message(path).walk())[part].get_payload(decode=True)
        return content if isinstance(content, bytes) else b""
    return _content(_entries(path)[part])


def _mhtml_documents(path: Path) -> Iterator[Document]:
    message = _message(path)
    pages = [(number, part) for number, part in enumerate(message.walk()) if part.get_content_type() == "text/html"]
    # the page's own address; its frames are parts too
    own = message.get("Snapshot-Content-Location")
    main = next((page for page in pages if own and page[1].get("Content-Location") == own), None)
    page = main or next(iter(pages), None)
    if page is None:
        raise InputError(f"{path}: not an MHTML file that can be read; expected one with an HTML page in it")
    number, document = page
    url = str(own or document.get("Content-Location") or "")
    charset = document.get_content_charset()
    headers = {"Content-Type": f"text/html; charset={charset}"} if charset else {}
    if url:
        yield Document(number, url, mail_date(message.get("Date")), headers=headers)


def _message(path: Path) -> EmailMessage:
    message = email.message_from_bytes(_bytes(path), policy=email.policy.default.clone(raise_on_defect=False))
    assert isinstance(message, EmailMessage), "the default policy makes such messages"
    return message


def _har_documents(path: Path) -> Iterator[Document]:
    entries = _entries(path)
    for number, entry in enumerate(entries):
        response, content = _at(entry, "response"), _at(entry, "response", "content")
        if not re.search(r"html", _text(content, "mimeType"), re.IGNORECASE) or not _text(content, "text"):
            continue
        status = response.get("status")
        answers = tuple(
            place
            for place, answer in enumerate(entries)
            if _DATA.search(_text(_at(answer, "response", "content"), "mimeType"))
            and _text(answer, "pageref") == _text(entry, "pageref") != ""
        )
        yield Document(
            number,
            _text(_at(entry, "request"), "url"),
            iso_date(_text(entry, "startedDateTime")),
            status if type(status) is int else 200,
            {"Content-Type": "text/html; charset=utf-8"},  # HAR's texts are decoded already
            answers,
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
