"""Reading the program's own tables of text: tab-separated cells, one row a line, packed (`.gz`) or not."""

import gzip
from collections.abc import Iterator
from importlib.resources import files


def lines(package: str, name: str) -> list[str]:
    """The lines of a file in a package, without empty ones and remarks (`#` at the beginning)."""
    content = files(package).joinpath(name).read_bytes()
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")
    return [line for line in text.split("\n") if line and line[0] != "#"]


def rows(package: str, name: str) -> Iterator[list[str]]:
    """The cells of each line of such a file."""
    return (line.split("\t") for line in lines(package, name))
