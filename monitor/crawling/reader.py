"""Pages are read in a worker process: one that spins, fills the memory or breaks its reader harms no other page."""

from dataclasses import dataclass
from typing import Any

from monitor.page_reasons import PageReason
from monitor.pages.page import Page
from monitor.pages.read import read_page
from monitor.pages.reading import GUESSED, PageReading
from monitor.sandbox import TooCostly, Worker, WorkFailed


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What became of a page in the worker."""

    reading: PageReading
    answer: int | None = None
    """Which of the page's own requests brought what was read; None: the page itself did."""
    error: str | None = None
    """What the page class raised. It must not: the page is kept for its repair."""


def read_in_worker(
    worker: Worker, page_class: type[Page], body: bytes, url: str, answers: tuple[bytes, ...] = (), **how: Any
) -> ReadPage:
    """Read a page, or the data that it requested itself (`answers`). Raises `Abandoned` only. `how`: as `read_page`."""
    try:
        reading, answer = worker.call(_read, page_class, body, url, answers, how)
    except TooCostly as problem:
        return ReadPage(PageReading.without_listings(page_class.kind, PageReason.TOO_COSTLY, str(problem)))
    except WorkFailed as problem:
        error = f"{page_class.__name__}: {problem}"
        return ReadPage(PageReading.without_listings(page_class.kind, PageReason.PAGE_CLASS_FAILED, error), error=error)
    return ReadPage(reading, answer)


def _read(
    page_class: type[Page], body: bytes, url: str, answers: tuple[bytes, ...], how: dict[str, Any]
) -> tuple[PageReading, int | None]:
    """In the worker: where the document itself holds no data, the best of the answers that it fetched is the page.

    A guess comes last, the document's before that of an answer.
    """
    reading = read_page(page_class, body, url, **how)
    if reading.outcome != "unreadable" and reading.layout != GUESSED:
        return reading, None
    readings = [read_page(page_class, answer, url, currency=how.get("currency")) for answer in answers]
    for outcome in ("listings", "empty", "blocked"):
        for number, answered in enumerate(readings):
            if answered.outcome == outcome and answered.layout != GUESSED:
                return answered, number
    if reading.layout != GUESSED:
        for number, answered in enumerate(readings):
            if answered.layout == GUESSED:
                return answered, number
    return reading, None
