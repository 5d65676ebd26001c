"""The saving button: a bookmark that downloads the page as it stands in the browser, with its address and time.

It asks no server for anything and sends nothing. What it writes begins with a note of its own, which is believed at the
very first byte of a file only: a page can't put it there.
"""

import html
import re
from datetime import datetime
from pathlib import Path
from string import Template
from typing import NamedTuple
from urllib.parse import quote

from monitor.text.dates import iso_date

_PROGRAM, _PAGE = Path(__file__).with_name("button.js"), Path(__file__).with_name("button.html")
_NOTE = re.compile(
    rb"\xef\xbb\xbf<!-- saved by the button of monitor, version 1, "
    rb"at (\d{4}-\d\d-\d\dT[\d:.]{8,15}Z) from (\S{1,20000}) -->"
)
_PLAIN = "();,'=.+!*/:?&|[]{}"
"""Characters of the program that stand in an address as they are."""


class ButtonNote(NamedTuple):
    """What a file of the button says at its beginning. `saved`: UTC, None where it is no time."""

    url: str
    saved: datetime | None


def button_note(content: bytes) -> ButtonNote | None:
    """The note at the beginning of a file of the button; None for any other file."""
    match = _NOTE.match(content)
    return ButtonNote(match[2].decode("utf-8", "replace"), iso_date(match[1].decode())) if match else None


def button_page() -> str:
    """A page with the button to drag to the bookmarks bar; it needs no net."""
    return Template(_PAGE.read_text(encoding="utf-8")).substitute(address=html.escape(button_address()))


def button_address() -> str:
    """The bookmark's address: the whole program, without comments and line breaks."""
    lines = (line.strip() for line in _PROGRAM.read_text(encoding="utf-8").splitlines())
    program = "".join(line for line in lines if not line.startswith("//"))
    return f"javascript:{quote(program, safe=_PLAIN)}"
