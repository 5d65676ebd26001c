"""Reading the tables of this room: tab-separated, remarks first, then one line that names the columns."""

from collections.abc import Iterator

from monitor.text.tables import rows


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table by the names of their columns; missing last cells are empty."""
    table = rows("monitor.lexicon", name)
    columns = next(table)
    for row in table:
        cells = [cell.strip() for cell in row]
        yield dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=True))


def cells_of(cell: str) -> tuple[str, ...]:
    """The parts of a cell between its semicolons, without empty ones."""
    return tuple(part for part in (part.strip() for part in cell.split(";")) if part)
