"""`monitor match`: which of the watchlist's brands do these titles name? JSON lines in, JSON lines out."""

import json
import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.output import out
from monitor.errors import InputError
from monitor.matching import Matcher
from monitor.reports.jsonl_file import json_line
from monitor.watchlist import load_watchlist

_BATCH = 2_000
"""Titles at a time: enough for the matcher to share work, little enough to hold."""
_EXPECTED = 'expected {"id": "…", "title": "…"}'


@dataclass(frozen=True, slots=True)
class Asked:
    """One title with the id that its sender knows it by."""

    id: str | int | float | None
    title: str | None


def match(watchlist: Annotated[Path, typer.Argument(help="A file, or a folder of such files.")]) -> None:
    """Say which brands titles name: {"id", "title"} a line on stdin, {"id", "matches"} a line on stdout, in order.

    A match has a score: from 0.5 on it is worth a look, from 0.75 on it is sure.

    Example: monitor match watchlist.toml < titles.jsonl > matches.jsonl
    """
    matcher = Matcher(load_watchlist(watchlist).brand)
    for line in answers(matcher, sys.stdin.buffer):
        out(line)


def answers(matcher: Matcher, lines: Iterable[bytes]) -> Iterator[str]:
    """The line to print for each title. Raises InputError at a line that is none, when those before it are answered."""
    numbered = enumerate(lines, 1)
    while batch := list(islice(numbered, _BATCH)):
        asked, wrong = _read(batch)
        for one, matches in zip(asked, matcher.match_all([one.title for one in asked]), strict=True):
            yield json_line({"id": one.id, "matches": [asdict(match) for match in matches]})
        if wrong:
            raise wrong


def _read(batch: Iterable[tuple[int, bytes]]) -> tuple[list[Asked], InputError | None]:
    """The titles up to the first line that can't be read, and what is wrong with that one."""
    asked = []
    for number, line in batch:
        if not line.strip():
            continue
        try:
            asked.append(_asked(line))
        except InputError as error:
            return asked, InputError(f"stdin, line {number}: {error}; {_EXPECTED}")
    return asked, None


def _asked(line: bytes) -> Asked:
    try:
        record = json.loads(line.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise InputError("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON ({error.msg}, column {error.colno})") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"JSON that can't be read ({error})") from None
    if not isinstance(record, dict):
        raise InputError("not a JSON object")
    name, title = record.get("id"), record.get("title")
    if isinstance(name, bool | dict | list) or (isinstance(name, float) and not math.isfinite(name)):
        raise InputError("the id is neither text nor a number nor null")
    if title is not None and not isinstance(title, str):
        raise InputError("the title is neither text nor null")
    return Asked(name, title)


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")
