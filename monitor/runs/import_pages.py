"""Importing pages that a person saved: find them, recognise them by the address inside, plan a run of them."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from monitor.crawling.registry import spider_for
from monitor.errors import InputError
from monitor.plan import Plan, SavedFile
from monitor.sandbox import CPU_SECONDS, TooCostly, Worker, WorkFailed
from monitor.saved.archives import HAR, MHTML
from monitor.saved.files import (
    case_and_warc_files,
    case_page,
    file_digest,
    hand_saved_page,
    holds_pages,
    is_page_file,
    pages_inside,
)
from monitor.saved.page import SavedPage
from monitor.saved.pictures import RESOURCES
from monitor.watchlist import Watchlist

_NO_ADDRESS = "the page does not tell its address; give it with --url"

_BYTES_A_SECOND = 200_000
"""How slowly an archive may be read at worst: a .warc.gz of 1 MB may unpack to 1 GB."""


@dataclass(frozen=True)
class HandedIn:
    """The saved pages below the given paths. `passed_over`: one line for each file left out, with the reason.

    `doubtful`: one line for each page that is read although its file says that it is not whole.
    """

    files: list[SavedFile]
    passed_over: list[str]
    doubtful: list[str] = field(default_factory=list)


def collect(paths: list[Path], url: str | None) -> HandedIn:
    """All saved pages below `paths`. Raises `InputError` for a path that is missing, and for `url` with a folder.

    `url`: the address of a single page that doesn't hold its own.
    """
    files: dict[str, SavedFile] = {}
    passed_over: list[str] = []
    doubtful: list[str] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder; expected pages saved in a browser")
        if url is not None and path.is_dir():
            raise InputError(
                f"--url goes with one file, and {path} is a folder; the address of each page is read from the page"
            )
        for file, page in pages_of(path, url):
            if isinstance(page, str):
                passed_over.append(f"{file}: {page}")
                continue
            spider = spider_for(page.url)
            if spider is None:
                passed_over.append(f"{file}: no marketplace that we read has the address {page.url[:200]}")
                continue
            if page.damage:
                doubtful.append(f"{file}: {page.url[:200]}: {page.damage}")
            digest = file_digest(page.path)
            key = digest if page.part is None else f"{digest}@{page.part}"
            files[key] = SavedFile(
                path=str(page.path.resolve()),
                url=page.url,
                marketplace=spider.name,
                sha256=key,
                saved=page.saved,
                status=page.status,
                content_type=next((v for k, v in page.headers.items() if k.lower() == "content-type"), None),
                part=page.part,
                answers=page.answers,
            )
    return HandedIn(list(files.values()), passed_over, doubtful)


def import_plan(handed_in: HandedIn, watchlist: Watchlist, handed_in_by: str | None) -> Plan:
    """The plan of a run that imports these pages. `handed_in_by`: a person's name, None if not given."""
    return Plan(
        method="hand-saved",
        watchlist=watchlist,
        marketplaces=sorted({file.marketplace for file in handed_in.files}),
        max_pages=1,
        saved=handed_in.files,
        handed_in_by=handed_in_by,
    )


def pages_of(path: Path, url: str | None) -> Iterator[tuple[Path, SavedPage | str]]:
    """The files below a path, each with its page or with the reason why it has none."""
    if path.is_file():
        if holds_pages(path):
            yield from _of_marketplaces(path)
        else:
            case = path.parent / "meta.json"
            beside = next(case_page(case), None) if url is None and case.is_file() and path.stem == "page" else None
            yield path, beside or hand_saved_page(path, url) or _NO_ADDRESS
        return
    for file in case_and_warc_files(path):
        pages = case_page(file) if file.name == "meta.json" else _of_archive(file)
        yield from _guarded(file, ((page.path, page) for page in pages))
    for file in sorted(path.rglob("*")):
        folders = file.parent.relative_to(path).parts
        is_case = file.stem == "page" and (file.parent / "meta.json").is_file()
        if not file.is_file() or is_case or any(part.endswith(RESOURCES) for part in folders):
            continue
        if file.suffix.lower() in (*MHTML, *HAR):
            yield from _guarded(file, _of_marketplaces(file))
        elif is_page_file(file):
            yield from _guarded(file, ((file, hand_saved_page(page, None) or _NO_ADDRESS) for page in [file]))


def _inside(file: Path) -> list[SavedPage]:
    """The pages of an archive, listed in a worker. Raises `InputError` for a file that can't be read."""
    seconds = CPU_SECONDS + file.stat().st_size / _BYTES_A_SECOND
    with closing(Worker(cpu_seconds=seconds)) as worker:
        try:
            pages = worker.call(_listed, file)
        except TooCostly as problem:
            raise InputError(f"{file}: reading it was given up: {problem}") from None
        except WorkFailed as problem:
            raise InputError(f"{file}: not a file that can be read ({problem})") from None
    if isinstance(pages, str):
        raise InputError(pages)
    return pages


def _listed(file: Path) -> list[SavedPage] | str:
    """In the worker: the pages, or why there are none."""
    try:
        return list(pages_inside(file))
    except InputError as error:
        return str(error)
    except OSError as error:
        return f"{file}: can't be read ({error.strerror or type(error).__name__})"


def _guarded(file: Path, pages: Iterator[tuple[Path, SavedPage | str]]) -> Iterator[tuple[Path, SavedPage | str]]:
    """The pages of one file of a folder; a broken file gives its error instead of raising it."""
    try:
        yield from list(pages)
    except InputError as error:
        yield file, str(error).removeprefix(f"{file}: ")
    except OSError as error:
        yield file, f"can't be read ({error.strerror or type(error).__name__})"


def _of_archive(file: Path) -> Iterator[SavedPage]:
    """As `_inside`, when it is asked for."""
    yield from _inside(file)


def _of_marketplaces(file: Path) -> Iterator[tuple[Path, SavedPage | str]]:
    """The pages inside a file; of a HAR file, which also holds frames of advertisements, only those of marketplaces."""
    pages = [page for page in _inside(file) if file.suffix.lower() not in HAR or spider_for(page.url)]
    yield from ((file, page) for page in pages)
    if not pages:
        yield file, "no page of a marketplace that we read is recorded in it"
