"""Kept pages as files that are safe to open."""

from monitor.errors import MonitorError
from monitor.evidence.snapshots import read_snapshot
from monitor.pages.safe_copy import safe_copy
from monitor.sandbox import TooCostly, Worker, WorkFailed
from monitor.store.read.kept_pages import kept_page
from monitor.store.store import Store


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
    body = read_snapshot(store.snapshots, sha256)
    try:
        return worker.call(safe_copy, body, page)
    except TooCostly as problem:
        raise NoCopy(f"the kept page {sha256} can't be cleaned: {problem}") from None
    except WorkFailed as problem:
        raise NoCopy(f"the kept page {sha256} can't be cleaned: the program failed on it ({problem})") from None
