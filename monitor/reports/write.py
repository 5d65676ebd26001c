"""Write an export whole or not at all: under another name first, renamed when it is done."""

import secrets
from collections.abc import Iterable
from pathlib import Path

from monitor.errors import InputError, MonitorError
from monitor.reports.csv_file import write_csv
from monitor.reports.html_file import About, write_html
from monitor.reports.jsonl_file import write_jsonl
from monitor.reports.xlsx_file import MOST_ROWS, write_xlsx
from monitor.store.read.findings import FindingRecord

FORMATS = ("csv", "xlsx", "jsonl", "html")


class ExportError(MonitorError):
    """Raised by `write_export` when the file could not be finished (full disk, no permission): nothing is left."""


def format_of(target: Path, given: str | None = None) -> str:
    """The format of an export: as given, else by the file's ending. Raises `InputError`."""
    name = (given or target.suffix.removeprefix(".")).lower()
    if name not in FORMATS:
        what = f"--format {given!r}" if given is not None else f"{target}"
        raise InputError(f"{what}: unknown format; expected {', '.join(FORMATS)} (the file's ending, or --format)")
    return name


def check_target(target: Path, *, force: bool) -> None:
    """Refuse early what can't be written, or would overwrite. Raises `InputError`."""
    if target.is_dir():
        raise InputError(f"{target}: is a folder; expected the name of a file")
    if not target.parent.is_dir():
        raise InputError(f"{target}: there is no folder {target.parent}; make it first")
    if target.exists() and not force:
        raise InputError(f"{target}: exists already; choose another name, or overwrite it with --force")


def write_export(target: Path, kind: str, findings: Iterable[FindingRecord], about: About) -> None:
    """Write findings to `target` in a format of `FORMATS`. Raises `InputError` and `ExportError`."""
    if kind == "xlsx" and about.total > MOST_ROWS:
        raise InputError(f"{target}: {about.total} findings don't fit on a sheet ({MOST_ROWS}); filter, or export csv")
    temporary = target.parent / f".{secrets.token_hex(8)}.tmp"
    try:
        temporary.touch(mode=0o600)  # it holds sellers' names, as the store does
        _write(temporary, kind, findings, about)
        temporary.replace(target)
    except OSError as error:
        why = error.strerror or str(error)
        raise ExportError(f"{target}: can't be written ({why}); free space or choose another place") from None
    finally:
        temporary.unlink(missing_ok=True)


def _write(path: Path, kind: str, findings: Iterable[FindingRecord], about: About) -> None:
    match kind:
        case "csv":
            write_csv(path, findings)
        case "xlsx":
            write_xlsx(path, findings)
        case "jsonl":
            write_jsonl(path, findings)
        case _:
            write_html(path, findings, about)
