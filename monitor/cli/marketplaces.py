"""`monitor marketplaces`: what is read of each marketplace, and what that rests on."""

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
    from monitor.scaffold.support_table import HEADS, coverage, markdown

    found = coverage(fixtures)
    if as_markdown:
        out(markdown(found).rstrip())
    else:
        table(HEADS, [page.row() for page in found])
