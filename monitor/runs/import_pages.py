"""Importing pages that a person saved: find them, recognise them by the address inside, plan a run of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from monitor.crawling.registry import marketplace_of_site, spider_for
from monitor.errors import InputError
from monitor.marketplaces import WEB
from monitor.plan import Plan, SavedFile
from monitor.runs.other_shops import pages_with_offers
from monitor.runs.saved_files import pages_of
from monitor.saved.address_table import read_address_table
from monitor.saved.files import file_digest
from monitor.saved.page import SavedPage
from monitor.text.web_address import checked_address
from monitor.watchlist import Watchlist


class PassedOver(NamedTuple):
    """A file that brought no page. `why`: alike for all files of the kind; `detail`: what is said of this one."""

    file: Path
    why: str
    detail: str = ""

    def line(self) -> str:
        """In one line."""
        return f"{self.file}: {self.why}{self.detail}"


@dataclass(frozen=True)
class HandedIn:
    """The saved pages below the given paths, and the files left out.

    `doubtful`: one line for each page that is read although its file says that it is not whole.
    """

    files: list[SavedFile]
    passed_over: list[PassedOver]
    doubtful: list[str] = field(default_factory=list)

    def passed_over_by_reason(self) -> dict[str, list[Path]]:
        """The files left out, by reason, the most frequent one first."""
        files: dict[str, list[Path]] = {}
        for file, why, _ in self.passed_over:
            files.setdefault(why, []).append(file)
        return dict(sorted(files.items(), key=lambda pair: -len(pair[1])))

    def passed_over_record(self) -> list[dict[str, object]]:
        """The same for `--json`."""
        return [
            {"reason": why, "files": [str(file) for file in files]}
            for why, files in self.passed_over_by_reason().items()
        ]


def collect(paths: list[Path], url: str | None = None, table: Path | None = None) -> HandedIn:
    """All saved pages below `paths` and of a table of files with their addresses.

    `url`: the address of a single page that doesn't hold its own. Raises `InputError` for a path that is missing, for
    `url` with a folder or several files, and for a wrong table.
    """
    if url is not None:
        url = checked_address("--url", url)
        if len(paths) != 1 or table is not None:
            raise InputError("--url goes with one file; for several, write a table of them and name it with --urls")
    handed_in = HandedIn([], [])
    files: dict[str, SavedFile] = {}
    elsewhere: list[tuple[Path, SavedPage]] = []
    for file, page in _pages(paths, url, table):
        if isinstance(page, str):
            handed_in.passed_over.append(PassedOver(file, page))
            continue
        spider = spider_for(page.url)
        if spider is None:
            elsewhere.append((file, page))
            continue
        _take(file, page, spider.name, files, handed_in)
    offering = list(pages_with_offers([page for _, page in elsewhere if marketplace_of_site(page.url) is None]))
    for file, page in elsewhere:
        if page in offering:
            _take(file, page, WEB, files, handed_in)
        else:
            why = "no marketplace that we read has the address"
            handed_in.passed_over.append(PassedOver(file, why, f" {page.url[:200]}"))
    handed_in.files.extend(files.values())
    return handed_in


def _take(file: Path, page: SavedPage, marketplace: str, files: dict[str, SavedFile], handed_in: HandedIn) -> None:
    if page.damage:
        handed_in.doubtful.append(f"{file}: {page.url[:200]}: {page.damage}")
    saved = _saved_file(page, marketplace)
    files.setdefault(saved.sha256, saved)


def _pages(paths: list[Path], url: str | None, table: Path | None) -> Iterator[tuple[Path, SavedPage | str]]:
    """The pages of a table first: what a person says of a file wins over what the file says."""
    rows = read_address_table(table) if table is not None else []
    in_table = {row.file.resolve() for row in rows}
    for row in rows:
        for file, page in pages_of(row.file, row.url):
            yield file, page if isinstance(page, str) or row.saved is None else replace(page, saved=row.saved)
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder; expected pages saved in a browser")
        if url is not None and path.is_dir():
            raise InputError(
                f"--url goes with one file, and {path} is a folder; the address of each page is read from the page"
            )
        yield from (pair for pair in pages_of(path, url) if pair[0].resolve() not in in_table)


def _saved_file(page: SavedPage, marketplace: str) -> SavedFile:
    digest = file_digest(page.path)
    return SavedFile(
        path=str(page.path.resolve()),
        url=page.url,
        marketplace=marketplace,
        sha256=digest if page.part is None else f"{digest}@{page.part}",
        saved=page.saved,
        status=page.status,
        content_type=next((v for k, v in page.headers.items() if k.lower() == "content-type"), None),
        part=page.part,
        answers=page.answers,
    )


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
