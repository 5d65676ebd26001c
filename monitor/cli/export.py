"""`monitor export`: findings as a file that people or other programs open."""

import shlex
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from monitor.cli.findings import why_nothing
from monitor.cli.options import (
    DEFAULT_STORE,
    OPEN_STATES,
    BrandOption,
    LevelOption,
    MarketplaceOption,
    SinceOption,
    StateOption,
    StoreOption,
    at_store,
)
from monitor.cli.output import say, stderr
from monitor.errors import InputError
from monitor.reports.html_file import About
from monitor.reports.kept_pages import PageCopies
from monitor.reports.whole_file import check_target
from monitor.reports.write import FORMATS, format_of, write_export
from monitor.sandbox import Worker
from monitor.store.read.brands import brand_names
from monitor.store.read.findings import Findings, select_findings
from monitor.store.store import open_store

_MOST_FAILED = 10
"""Pages without a copy that are told one by one."""


def export(
    file: Annotated[Path, typer.Argument(help="The file to write: .csv, .xlsx, .jsonl or .html.")],
    store: StoreOption = DEFAULT_STORE,
    brand: BrandOption = None,
    marketplace: MarketplaceOption = None,
    level: LevelOption = None,
    since: SinceOption = None,
    state: StateOption = None,
    kind: Annotated[
        str | None, typer.Option("--format", help=f"{', '.join(FORMATS)}.", show_default="by the file's ending")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    no_pages: Annotated[
        bool, typer.Option("--no-pages", help="Write no copies of the kept pages beside an .html report.")
    ] = False,
) -> None:
    """Write the findings to a file: a spreadsheet, a report for the browser, or JSON lines.

    Example: monitor export findings.xlsx --brand nordwerk --level high,medium
    """
    kind = format_of(file, kind)
    check_target(file, force=force)
    opened = open_store(store)
    if state is None and kind == "html":
        state = OPEN_STATES
    selected = select_findings(opened, brand=brand, marketplace=marketplace, level=level, since=since, state=state)
    shown_state = "all but dismissed" if state == OPEN_STATES else state
    filters = {"brand": brand, "marketplace": marketplace, "level": level, "since": since, "state": shown_state}
    with opened.read() as connection:
        names = brand_names(connection)
    about = About(
        store=store.resolve().name,
        kind=opened.kind,
        made_at=datetime.now(UTC),
        filters={name: value for name, value in filters.items() if value is not None},
        counts=selected.counts,
        brand_names=names,
    )
    copies = None
    folder = file.parent / "pages"
    if kind != "html" or no_pages:
        _write(file, kind, selected, about)
    elif folder.exists() and not folder.is_dir():
        raise InputError(
            f"{folder}: is a file; the kept pages need a folder of this name, or leave them out: --no-pages"
        )
    else:
        with closing(Worker()) as worker:  # begun before the progress bar's thread
            copies = PageCopies(opened, worker, folder)
            _write(file, kind, selected, about, copies)
    if selected:
        say(f"{file}: {len(selected)} {'finding' if len(selected) == 1 else 'findings'}")
        if kind in ("csv", "xlsx"):
            command = f"monitor decide --from {shlex.quote(str(file))}{at_store(store)}"
            say(f"A colleague can fill in its columns Decision to Note; when it is back, `{command}` reads it in.")
    else:
        say(f"{file}: no findings: {why_nothing(opened)}")
    if copies:
        _report_failed(copies.failed)


def _write(file: Path, kind: str, selected: Findings, about: About, copies: PageCopies | None = None) -> None:
    with Progress(console=stderr, transient=True, disable=not stderr.is_terminal) as progress:
        write_export(file, kind, progress.track(selected, len(selected), description="writing"), about, copies)


def _report_failed(failed: dict[str, str]) -> None:
    """Say of which kept pages there is no copy. Raises `typer.Exit` when there are any: a person must look."""
    for why in islice(failed.values(), _MOST_FAILED):
        say(f"no copy of a kept page: {why}")
    if len(failed) > _MOST_FAILED:
        say(f"… and of {len(failed) - _MOST_FAILED} more; `monitor doctor` checks all kept pages")
    if failed:
        raise typer.Exit(1)
