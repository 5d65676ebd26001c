"""What goes to the terminal: results on stdout, everything else on stderr; nothing that a page wrote can steer it."""

import logging
import sys
from collections.abc import Iterable
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from monitor.text.terminal_safe import json_safe, terminal_safe

_PIPED_WIDTH = 140

stderr = Console(stderr=True, highlight=False, emoji=False, markup=False)


def out(line: str) -> None:
    """Print a result: one line."""
    sys.stdout.write(f"{terminal_safe(line)}\n")


def out_json(record: Any, indent: int | None = None) -> None:
    """Print a result for programs."""
    sys.stdout.write(f"{json_safe(record, indent)}\n")


def say(line: str) -> None:
    """Tell the person at the terminal something that is not a result: one line."""
    sys.stderr.write(f"{terminal_safe(line)}\n")


class SafeWarnings(logging.Handler):
    """Shows the warnings of libraries, which repeat words of pages, where nobody else takes them."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a warning."""
        say(f"{record.name}: {record.getMessage()}")


def table(
    heads: list[str], rows: Iterable[list[str]], *, title: str | None = None, right: tuple[int, ...] = ()
) -> None:
    """Print a table on stdout; columns in `right` are aligned to the right."""
    safe_title = Text(terminal_safe(title)) if title else None
    drawn = Table(title=safe_title, title_justify="left", header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, head in enumerate(heads):
        drawn.add_column(terminal_safe(head), justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(terminal_safe(cell)) for cell in row))
    # a pipe has no width of its own: leave the lines whole
    width = None if sys.stdout.isatty() else _PIPED_WIDTH
    Console(highlight=False, emoji=False, markup=False, width=width).print(drawn)
