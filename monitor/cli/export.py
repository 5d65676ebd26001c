"""`monitor export`: findings as a file that people or other programs open."""

from datetime import UTC, datetime
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
)
from monitor.cli.output import say, stderr
from monitor.reports.html_file import About
from monitor.reports.whole_file import check_target
from monitor.reports.write import FORMATS, format_of, write_export
from monitor.store.read.brands import brand_names
from monitor.store.read.findings import select_findings
from monitor.store.store import open_store


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
    filters = {"brand": brand, "marketplace": marketplace, "level": level, "since": since, "state": state}
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
    with Progress(console=stderr, transient=True, disable=not stderr.is_terminal) as progress:
        write_export(file, kind, progress.track(selected, len(selected), description="writing"), about)
    if selected:
        say(f"{file}: {len(selected)} {'finding' if len(selected) == 1 else 'findings'}")
    else:
        say(f"{file}: no findings: {why_nothing(opened)}")
