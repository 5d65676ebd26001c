"""Take-down cases in lines, as several commands show them."""

from monitor.casework.agenda import AgendaEntry
from monitor.casework.rules import platforms
from monitor.store.read.cases import CaseRecord, StoredEvent
from monitor.words.cases import due_words, state_words


def platform_name(platform: str) -> str:
    """A platform as it calls itself; its id where this program has no rules of it."""
    return platforms()[platform].name if platform in platforms() else platform


def case_line(case: CaseRecord) -> str:
    """A case in a line, without what became of it."""
    seller = f", seller {case.seller_name or case.seller}" if case.seller else ""
    reason = f", reason {case.reason}" if case.reason else ""
    links = "1 link" if case.listings == 1 else f"{case.listings} links"
    return (
        f"{platform_name(case.platform)}, {case.marketplace}, {case.brand}, {case.ground}: {links}{seller}{reason}; "
        f"right {case.right_kind} {case.right_number or case.facts.get('title') or ''} ({case.jurisdiction})"
    )


def event_line(event: StoredEvent) -> str:
    """An event of a case in a line."""
    told = "; ".join(part for part in (event.reason, event.note, event.text) if part)
    words = f": {told}" if told else ""
    return f"{event.at:%Y-%m-%d %H:%M} UTC  {state_words(event.state)}, by {event.who}{words}"


def due_line(entry: AgendaEntry) -> str:
    """A deadline in a line."""
    deadline = entry.due.deadline
    day = "as soon as possible (no source gives a time)" if deadline is None else f"{deadline.day}"
    provisional = " (provisional, early)" if deadline is not None and deadline.provisional else ""
    marks = [*(["PAST"] if entry.is_past else []), *(["silence loses"] if entry.due.silence_loses else [])]
    return f"{day}{provisional}  {due_words(entry.due.what)}" + (f" [{', '.join(marks)}]" if marks else "")
