"""The saved pages in files and folders, each with the file that holds it, or with the reason why it has none."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from monitor.crawling.registry import spider_for
from monitor.errors import InputError
from monitor.sandbox import CPU_SECONDS, TooCostly, Worker, WorkFailed
from monitor.saved.archives import HAR, MHTML
from monitor.saved.files import (
    case_and_warc_files,
    case_page,
    hand_saved_page,
    holds_pages,
    is_page_file,
    noted_page,
    pages_inside,
)
from monitor.saved.page import SavedPage
from monitor.saved.pictures import RESOURCES

_NO_ADDRESS = (
    "the page does not tell its address; save it with the save button, or say it (--url, for many files --urls)"
)

_BYTES_A_SECOND = 200_000
"""How slowly an archive may be read at worst: a .warc.gz of 1 MB may unpack to 1 GB."""


def pages_of(path: Path, url: str | None) -> Iterator[tuple[Path, SavedPage | str]]:
    """The files below a path, each with its page or with the reason why it has none."""
    if path.is_file():
        if holds_pages(path):
            yield from _of_marketplaces(path) if url is None else _of_address(path, url)
        else:
            yield path, _loose_page(path, url)
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
        elif is_page_file(file) or (file.suffix == ".json" and file.with_suffix(".meta.json").is_file()):
            yield from _guarded(file, ((page, _loose_page(page)) for page in [file]))


def _loose_page(file: Path, url: str | None = None) -> SavedPage | str:
    """A page of a file of its own: with the address that is given, else noted beside it, else told inside."""
    beside = noted_page(file) if url is None else None
    return beside or hand_saved_page(file, url, _is_known) or _NO_ADDRESS


def _is_known(url: str) -> bool:
    return spider_for(url) is not None


def _of_address(file: Path, url: str) -> Iterator[tuple[Path, SavedPage | str]]:
    """The one page of an MHTML file under an address that a person gives. Raises `InputError` for other archives."""
    if file.suffix.lower() not in MHTML:
        raise InputError(f"{file}: holds pages with their own addresses; import it without giving one")
    yield from ((file, replace(page, url=url)) for page in _inside(file))


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
        return list(pages_inside(file, _is_known))
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
