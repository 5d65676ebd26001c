"""Which columns of a sheet are which: found by how their heads begin, in any order, with others between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.reports.columns import COLUMNS, DECISION, DECISION_REASON, FINDING_ID, GROUND, NOTE, SEEN

NAMES = (FINDING_ID, DECISION, GROUND, DECISION_REASON, NOTE, SEEN)
"""How the heads begin, in the order in which cells are handed on."""
SHOWN = ("Score", "Price", "Currency", "State")
"""What the sheet showed of a finding besides: handed on behind the others, from columns with just our heads."""
_NEEDED = (FINDING_ID, DECISION)
_LONGEST_FIRST = sorted(NAMES, key=len, reverse=True)
_OUR_HEADS = {column.head.casefold(): column.english for column in COLUMNS if column.english in (*NAMES, *SHOWN)}
_LOST = re.compile(r" (?:\?{2,}$|[äåæçèé][^a-zäöüß\s])", re.IGNORECASE)
"""What becomes of a head's Chinese half in an encoding that has no Chinese, or when UTF-8 is read as another one."""
_SHOWN_HEADS = 12


@dataclass(frozen=True, slots=True)
class Heads:
    """The head row of a sheet: its number among the rows, its columns by name, and all its cells."""

    row: int
    columns: dict[str, int]
    texts: tuple[str, ...]
    doubled: tuple[str, ...] = ()
    """Names with which several heads begin, none of them rather than the others."""

    @property
    def missing(self) -> list[str]:
        """The needed columns that are not there."""
        return [name for name in _NEEDED if name not in self.columns]

    @property
    def problem(self) -> str | None:
        """Why the rows below can't be read; None when they can."""
        if not self.missing:
            if sum(_LOST.search(self.texts[place].rstrip()) is not None for place in self.columns.values()) > 1:
                return (
                    "its Chinese characters were lost when it was opened or saved; open it as UTF-8, "
                    "and save it as Excel workbook (.xlsx) or as 'CSV UTF-8'"
                )
            doubled = " and ".join(repr(name) for name in self.doubled)
            return f"several columns whose heads begin with {doubled}; keep one of them" if doubled else None
        names = " and ".join(repr(name) for name in self.missing)
        there = [" ".join(text.split())[:40] for text in self.texts if text.strip()]
        more = f" and {len(there) - _SHOWN_HEADS} more" if len(there) > _SHOWN_HEADS else ""
        has = f"its heads are {', '.join(there[:_SHOWN_HEADS])}{more}" if there else "it is empty"
        return f"no column whose head begins with {names}; {has}. Expected a sheet that `monitor export` wrote"

    def cells_of(self, row: Sequence[str]) -> list[str]:
        """The cells of a row in the order of `NAMES` and `SHOWN`; empty where the sheet has no such column."""
        places = (self.columns.get(name) for name in (*NAMES, *SHOWN))
        return [row[place] if place is not None and place < len(row) else "" for place in places]


def heads_of(rows: Sequence[Sequence[str]]) -> Heads:
    """The head among the first rows: the one with most of the columns."""
    best = Heads(0, {}, ())
    for number, row in enumerate(rows):
        heads = _heads(number, row)
        if len(heads.columns) > len(best.columns) or not any(map(str.strip, best.texts)):
            best = heads
    return best


def _heads(number: int, row: Sequence[str]) -> Heads:
    places: dict[str, list[int]] = {}
    exact: dict[str, list[int]] = {}
    for place, cell in enumerate(row):
        head = " ".join(cell.replace("\ufeff", "").split()).casefold()
        shown = _OUR_HEADS.get(head)
        name = shown or next((name for name in _LONGEST_FIRST if head.startswith(name.casefold())), None)
        if name is not None:
            places.setdefault(name, []).append(place)
            if shown or head == name.casefold():
                exact.setdefault(name, []).append(place)
    chosen = {name: exact.get(name) or found for name, found in places.items()}
    doubled = tuple(name for name, found in chosen.items() if len(found) > 1 and name in NAMES)
    return Heads(number, {name: found[0] for name, found in chosen.items()}, tuple(row), doubled)
