"""Write an export whole or not at all: under another name first, renamed when it is done."""

from collections.abc import Iterable
from pathlib import Path

from monitor.errors import InputError
from monitor.reports.csv_file import write_csv
from monitor.reports.html_file import About, write_html
from monitor.reports.jsonl_file import write_jsonl
from monitor.reports.kept_pages import PageCopies
from monitor.reports.whole_file import whole_file
from monitor.reports.xlsx_file import MOST_ROWS, write_xlsx
from monitor.store.read.findings import FindingRecord

FORMATS = ("csv", "xlsx", "jsonl", "html")


def format_of(target: Path, given: str | None = None) -> str:
    """The format of an export: as given, else by the file's ending. Raises `InputError`."""
    name = (given or target.suffix.removeprefix(".")).lower()
    if name not in FORMATS:
        what = f"--format {given!r}" if given is not None else f"{target}"
        raise InputError(f"{what}: unknown format; expected {', '.join(FORMATS)} (the file's ending, or --format)")
    return name


def write_export(
    target: Path, kind: str, findings: Iterable[FindingRecord], about: About, copies: PageCopies | None = None
) -> None:
    """Write findings to `target` in a format of `FORMATS`. Raises `InputError` and `ExportError`.

    `copies`: where a report for the browser finds the kept pages; None: it does not link to them.
    """
    if kind == "xlsx" and about.total > MOST_ROWS:
        raise InputError(f"{target}: {about.total} findings don't fit on a sheet ({MOST_ROWS}); filter, or export csv")
    with whole_file(target) as path:
        _write(path, kind, findings, about, copies)


def _write(path: Path, kind: str, findings: Iterable[FindingRecord], about: About, copies: PageCopies | None) -> None:
    match kind:
        case "csv":
            write_csv(path, findings)
        case "xlsx":
            write_xlsx(path, findings)
        case "jsonl":
            write_jsonl(path, findings)
        case _:
            write_html(path, findings, about, copies)
