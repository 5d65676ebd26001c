"""Making a test case (fixture) of a saved page or of a kept page of a store."""

import json
import re
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.crawling.reader import read_in_worker
from monitor.crawling.registry import spider_for
from monitor.errors import InputError
from monitor.evidence.sealed_page import sealed_page_in
from monitor.marketplaces import MARKETPLACES
from monitor.pages.read import reading_record
from monitor.pages.reading import PageReading
from monitor.sandbox import Worker
from monitor.store.read.runs import newest_visit_of
from monitor.store.store import Store

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_NOT_KEPT = frozenset({"content-encoding", "content-length", "transfer-encoding", "set-cookie"})
"""Headers left out of a fixture: they describe the bytes on the wire, not the kept ones, or identify a session."""


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """A page and what is known of its response; None: not known. `body`: with Content-Encoding undone."""

    url: str
    saved: datetime
    body: bytes = field(default=b"", repr=False)
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    origin: str = "captured"

    @property
    def content_type(self) -> str | None:
        """The header as the site sent it; None without one."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), None)


@dataclass(frozen=True, slots=True)
class AddedCase:
    """A new case: its folder, its marketplace, and what the page class reads from its page now."""

    folder: Path
    marketplace: str
    reading: PageReading


def page_of_file(file: Path, url: str) -> CapturedPage:
    """A page of a file, dated by the file's time. Raises `InputError` when it can't be read."""
    try:
        return CapturedPage(url, datetime.fromtimestamp(file.stat().st_mtime, UTC), file.read_bytes())
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror}); expected a saved page") from None


def page_of_capture(folder: Path) -> CapturedPage:
    """The page of a sealed capture, by its files alone. Raises `DamagedEvidence`."""
    page = sealed_page_in(folder)
    origin = "stand-in" if page.stand_in else "replayed" if page.method == "replay" else "captured"
    return CapturedPage(page.final_url or page.url, page.at, page.body, page.status, page.headers, origin)


def page_of_visit(store: Store, sha256: str) -> CapturedPage:
    """What the newest visit of a kept page knew; without the body. Raises `InputError` when no visit names it."""
    with store.read() as connection:
        visit = newest_visit_of(connection, sha256)
    if visit is None:
        raise InputError(f"--snapshot {sha256}: no visit of this store names it; expected `sha256_body` of one")
    answers: list[dict[str, Any]] = visit.fetch.get("hops") or [{}]
    headers = tuple((name, value) for name, value in answers[-1].get("headers", ()))
    # pages of a stand-in or of a replay must not pass for the site's own
    origin = "stand-in" if visit.stand_in else "replayed" if visit.method == "replay" else "captured"
    return CapturedPage(visit.url, visit.at, status=answers[-1].get("status"), headers=headers, origin=origin)


def add_case(page: CapturedPage, into: Path, name: str | None = None) -> AddedCase:
    """Write the case `into/<marketplace>/<name>`. Raises `InputError`: unknown address, bad name, case already there.

    `expected.proposed.json` is what the page class reads now: a person reviews it and renames it to `expected.json`.
    """
    spider = spider_for(page.url)
    page_class = spider.page_for(page.url) if spider else None
    if spider is None or page_class is None:
        raise InputError(
            f"{page.url!r}: no marketplace has such pages; expected the address of a search, listing or shop page of "
            f"{', '.join(MARKETPLACES)}"
        )
    with closing(Worker()) as worker:
        reading = read_in_worker(
            worker, page_class, page.body, page.url, status=page.status or 200, content_type=page.content_type
        ).reading
    case = name or f"{reading.page}_{reading.outcome}_{page.saved:%Y%m%d}"
    if not _NAME.fullmatch(case):
        raise InputError(f"--name {case!r}: expected small letters, digits, - and _")
    folder = into / spider.name / case
    try:
        folder.mkdir(parents=True)
        _write(folder, page, reading_record(spider.name, reading))
    except FileExistsError:
        raise InputError(f"{folder}: there is such a case already; give another --name, or remove it first") from None
    except OSError as error:
        raise InputError(f"{folder}: can't be written ({error.strerror}); name another folder with --into") from None
    return AddedCase(folder, spider.name, reading)


def _write(folder: Path, page: CapturedPage, expected: dict[str, object]) -> None:
    kind = "json" if page.body.lstrip()[:1] in (b"{", b"[") else "html"
    (folder / f"page.{kind}").write_bytes(page.body)
    _write_json(folder / "meta.json", _meta(page))
    _write_json(folder / "expected.proposed.json", expected)


def _meta(page: CapturedPage) -> dict[str, object]:
    names = {name.lower() for name, _ in page.headers}
    return {
        "url": page.url,
        "status": page.status,
        "headers": {name: value for name, value in page.headers if name.lower() not in _NOT_KEPT},
        "saved": f"{page.saved.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "origin": page.origin,
        "content_encoding_undone": "content-encoding" in names if names else None,
    }


def _write_json(file: Path, record: dict[str, object]) -> None:
    file.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
