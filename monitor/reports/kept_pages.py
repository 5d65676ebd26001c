"""Kept pages as files that are safe to open."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from monitor.errors import MonitorError, StoreError
from monitor.pages.safe_copy import safe_copy
from monitor.reports.whole_file import ExportError, whole_file
from monitor.sandbox import TooCostly, Worker, WorkFailed
from monitor.store.read.kept_pages import kept_page
from monitor.store.store import Store

_DIGEST = re.compile(r"[0-9a-f]{64}")


class NoCopy(MonitorError):
    """Raised where a kept page can't be made into a copy that is safe to open."""

    exit_code = 2


def copy_of_page(store: Store, worker: Worker, sha256: str) -> str:
    """A kept page as an HTML document that is safe to open.

    Raises `StoreError` for a damaged page, `NoCopy` for one that no visit names or that is too costly to clean.
    """
    with store.read() as connection:
        page = kept_page(connection, sha256)
    if page is None:
        raise NoCopy(f"no page with the SHA-256 {sha256} is kept in this store")
    body = store.kept_bytes(sha256)
    try:
        return worker.call(safe_copy, body, page)
    except TooCostly as problem:
        raise NoCopy(f"the kept page {sha256} can't be cleaned: {problem}") from None
    except WorkFailed as problem:
        raise NoCopy(f"the kept page {sha256} can't be cleaned: the program failed on it ({problem})") from None


@dataclass
class PageCopies:
    """Copies of kept pages in a folder beside a report, each made once. `worker` cleans them."""

    store: Store
    worker: Worker
    folder: Path
    failed: dict[str, str] = field(default_factory=dict)
    """Why there is no copy of a page, by its SHA-256."""

    def link(self, sha256: str) -> str | None:
        """The address of a page's copy, relative to the report; None where none could be made, which is noted.

        A copy that lies there already is left: pages of the same name are the same. Raises `ExportError`.
        """
        if sha256 in self.failed:
            return None
        if not _DIGEST.fullmatch(sha256):
            self.failed[sha256] = "this is no SHA-256: the store is damaged"
            return None
        target = self.folder / f"{sha256}.html"
        if not target.is_file():
            try:
                document = copy_of_page(self.store, self.worker, sha256)
            except (NoCopy, StoreError) as problem:
                self.failed[sha256] = str(problem)
                return None
            _write(target, document)
        return f"{self.folder.name}/{sha256}.html"


def _write(target: Path, document: str) -> None:
    """Write a copy into its folder, which is made where it is missing. Raises `ExportError`."""
    try:
        target.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise ExportError(f"{target.parent}: can't be made ({error.strerror}); choose another place") from None
    with whole_file(target) as path:
        path.write_text(document, encoding="utf-8", newline="\n")
