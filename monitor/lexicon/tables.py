"""Reading the tables of this room: tab-separated, comments first, one header line."""

from collections.abc import Iterator
from importlib.resources import files


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table by column; missing last cells are empty."""
    text = files("monitor.lexicon").joinpath(name).read_text("utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    columns = next(lines).split("\t")
    for line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        yield dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=True))


def cells_of(cell: str) -> tuple[str, ...]:
    """What stands in a cell between its semicolons."""
    return tuple(part for part in (part.strip() for part in cell.split(";")) if part)
