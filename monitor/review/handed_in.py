"""Saved pages that a person hands in at the browser: files with names of our own in a private folder of the store."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from fastapi.concurrency import run_in_threadpool

from monitor.review.errors import ReviewError
from monitor.saved.pictures import RESOURCES
from monitor.text.html_output import visible

MOST_FILES = 500
MOST_PICTURES = 5_000
MOST_BYTES_OF_FILE = 256 * 1024 * 1024
MOST_BYTES = 2 * 1024 * 1024 * 1024
_PREFIX = "handed-in-"
_STALE_SECONDS = 24 * 3600
"""So old is a folder that a program which was killed left behind."""
_HEAD = 4096
_LONGEST_NAME = 100
_PICTURE = re.compile(r"[\w()~@!,+=-][\w.()~@!,+= -]{0,149}\.(?:jpe?g|png|webp|gif|avif|bmp)", re.ASCII | re.IGNORECASE)
_MIME_HEAD = re.compile(rb"\A[A-Za-z-]{1,60}:[ \t]")
_MIME = re.compile(rb"^(?:MIME-Version|Content-Type|Snapshot-Content-Location):", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True)
class HandedIn:
    """The files of one import. `names`: what a person called each, by the name that it has here."""

    folder: Path
    names: dict[str, str] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)
    """Names here by what persons called them, without endings: the folder of a page's pictures is called after it."""
    bytes: int = 0
    pictures: int = 0


def new_folder(store: Path) -> HandedIn:
    """An empty folder in the store's one, for nobody else to read. Old ones that were left behind are removed."""
    for old in store.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
    try:
        return HandedIn(Path(tempfile.mkdtemp(prefix=_PREFIX, dir=store)))
    except OSError as error:
        raise ReviewError("%(place)s: can't be written (%(why)s)", place=store, why=error.strerror) from None


def remove_folder(pages: HandedIn) -> None:
    """Remove the files; what an import read of them is kept in the store."""
    shutil.rmtree(pages.folder, ignore_errors=True)


def shown_name(name: str) -> str:
    """The last part of a name as a person may see it: on one line, nothing hidden, not too long."""
    last = re.split(r"[/\\]", name.strip("/\\ "))[-1].strip()
    safe = re.sub(r"\s+", " ", visible(last)) or "page"
    return safe if len(safe) <= _LONGEST_NAME else f"{safe[: _LONGEST_NAME - 1]}…"


async def take_in(pages: HandedIn, name: str, saved_ms: int | None, parts: AsyncIterator[bytes]) -> str:
    """Write one file, whatever it is called; returns the name by which it is shown.

    `name`: with the folders that it lies in, so that a picture is known as one of a page that is here. `saved_ms`: when
    the file was last written at its owner's, in milliseconds since 1970. Raises `ReviewError` for what is no saved
    page, and past the limits; nothing of such a file stays.
    """
    picture = _picture_place(pages, name)
    most = MOST_PICTURES if picture else MOST_FILES
    if (pages.pictures if picture else len(pages.names)) >= most:
        raise ReviewError("at most %(most)s files at once: import these first, then the others", most=most)
    handle, temporary = tempfile.mkstemp(dir=pages.folder, prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as stream:
            size = await _write(pages, stream, parts)
        if picture:
            picture.parent.mkdir(exist_ok=True)
            Path(temporary).rename(picture)
            pages.pictures += 1
            pages.bytes += size
            return shown_name(name)
        with Path(temporary).open("rb") as written:
            ending = _ending(written.read(_HEAD))
        own = f"{len(pages.names) + 1:04d}"
        _set_time(temporary, saved_ms)
        Path(temporary).rename(pages.folder / f"{own}{ending}")
    except OSError as error:
        raise ReviewError("can't be written (%(why)s)", why=error.strerror) from None
    finally:
        Path(temporary).unlink(missing_ok=True)
    pages.bytes += size
    pages.stems[re.sub(r"\.[^./\\]*$", "", name)] = own
    pages.names[f"{own}{ending}"] = shown_name(name)
    return shown_name(name)


async def _write(pages: HandedIn, stream: IO[bytes], parts: AsyncIterator[bytes]) -> int:
    """Write all parts; returns how many bytes they were."""
    size = 0
    async for part in parts:
        size += len(part)
        if size > MOST_BYTES_OF_FILE or pages.bytes + size > MOST_BYTES:
            raise ReviewError(
                "too large: at most %(file)s MiB a file and %(all)s MiB at once",
                file=MOST_BYTES_OF_FILE // 1024**2, all=MOST_BYTES // 1024**2,
            )  # fmt: skip
        await run_in_threadpool(stream.write, part)
    return size


def _picture_place(pages: HandedIn, name: str) -> Path | None:
    """Where a picture goes that a browser saved in the folder of a page that is here; None for any other file.

    The import finds such a picture by its name, so that is kept where it is a plain one.
    """
    folder, _, last = name.rpartition("/")
    page = next((folder.removesuffix(ending) for ending in RESOURCES if folder.endswith(ending)), None)
    if page not in pages.stems or not _PICTURE.fullmatch(last):
        return None
    return pages.folder / f"{pages.stems[page]}_files" / last


def _ending(head: bytes) -> str:
    """How the file must end for the import to read it as what it is. Raises `ReviewError` for what is no saved page."""
    _refuse_others(head)
    if head.startswith(b"\x1f\x8b"):
        return ".warc.gz"
    if head.startswith(b"WARC/"):
        return ".warc"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{") and b'"log"' in text:
        return ".har"
    if _MIME_HEAD.match(text) and _MIME.search(text):
        return ".mhtml"
    if re.search(rb"<\0?[!a-zA-Z?]", text):
        return ".html"
    raise ReviewError("not a saved page; expected a file of the save button, .html, .mhtml, .har or .warc")


def _refuse_others(head: bytes) -> None:
    """Raise `ReviewError` for what people hand in by mistake, saying what to do instead."""
    if not head.strip():
        raise ReviewError("the file is empty")
    if head.startswith(b"PK\x03\x04"):
        raise ReviewError("a ZIP archive: unpack it, and hand in the pages that were in it")
    if head.startswith(b"bplist00"):
        raise ReviewError("a web archive of Safari: save the page in Chrome, Edge or Firefox")
    if head.startswith(b"%PDF"):
        raise ReviewError("a PDF: save the page itself (Ctrl+S)")
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")):
        raise ReviewError("a picture: save the page itself (Ctrl+S)")


def _set_time(file: str, saved_ms: int | None) -> None:
    """The time of a file tells when its page was saved; one in the future tells nothing."""
    if saved_ms is not None and 0 < saved_ms / 1000 <= time.time():
        os.utime(file, (saved_ms / 1000, saved_ms / 1000))
