"""Deadlines as a calendar file (RFC 5545) that any calendar program reads."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from monitor.casework.agenda import AgendaEntry
from monitor.casework.links import links_text
from monitor.casework.rules import platforms
from monitor.text.terminal_safe import terminal_safe
from monitor.words.cases import due_words

_PROVISIONAL = "Provisional: the calendar of that year is not published yet; this day is early."
_LONGEST_LINE = 75
"""Octets, without the line break (section 3.1)."""


def calendar_file(entries: Sequence[AgendaEntry], now: datetime) -> bytes:
    """The file. Deadlines without a day are not in it; `now` (UTC) is when it is made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//marketplace-monitor//cases//EN", "CALSCALE:GREGORIAN"]
    for entry in entries:
        lines += _event(entry, now)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(entry: AgendaEntry, now: datetime) -> Iterable[str]:
    deadline = entry.due.deadline
    if deadline is None:
        return
    title = f"{'Silence loses: ' if entry.due.silence_loses else ''}{entry.case.id}: {due_words(entry.due.what)}"
    some = "" if len(entry.links) == entry.case.listings else f" of {entry.case.listings}: {links_text(entry.links)}"
    about = [
        f"{platforms()[entry.case.platform].name}, {entry.case.marketplace}, {entry.case.brand}",
        f"Links: {len(entry.links)}{some}",
        *([_PROVISIONAL] if deadline.provisional else []),
        *([f"Source: {entry.due.source}"] if entry.due.source else []),
    ]
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.case.id}-{entry.due.what}-{entry.since:%Y%m%dT%H%M%SZ}@marketplace-monitor"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{deadline.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{deadline.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(title + (' (provisional)' if deadline.provisional else ''))}"
    yield f"DESCRIPTION:{_text(chr(10).join(about))}"
    yield "TRANSP:TRANSPARENT"
    if entry.due.silence_loses:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield "TRIGGER:-P1D"
        yield f"DESCRIPTION:{_text(title)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _text(words: str) -> str:
    r"""A text value (section 3.3.11): `\`, `;` and `,` with a backslash, line breaks as `\n`."""
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(terminal_safe(line) for line in escaped.split("\n"))


def _folded(line: str) -> bytes:
    """A line in parts of at most 75 octets, none of which cuts a character."""
    parts: list[bytes] = [b""]
    for char in line:
        data = char.encode()
        # a further part begins with a space, which counts
        if len(parts[-1]) + len(data) > _LONGEST_LINE - (len(parts) > 1):
            parts.append(b"")
        parts[-1] += data
    return b"\r\n ".join(parts) + b"\r\n"
