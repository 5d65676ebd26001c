"""`monitor marketplaces`: what is read of each marketplace, and which pages prove it."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.output import out, table


def marketplaces(
    fixtures: Annotated[Path, typer.Option(help="The project's saved pages.")] = Path("fixtures"),
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print the table of docs/marketplaces.md.")] = False,
) -> None:
    """Show what is read of each marketplace: pages, layouts with the years of real pages, facts, walls.

    Example: monitor marketplaces
    """
    from monitor.scaffold.support_table import HEADS, markdown, support_table

    pages = support_table(fixtures)
    if as_markdown:
        for line in markdown(pages).rstrip().split("\n"):
            out(line)
    else:
        table(HEADS, [page.row() for page in pages])
