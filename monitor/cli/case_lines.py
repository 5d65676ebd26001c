"""Take-down cases in lines, as several commands show them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.casework.agenda import AgendaEntry
from monitor.casework.followed import Followed
from monitor.casework.links import case_states, links_text
from monitor.casework.rules import platforms
from monitor.store.read.cases import CaseRecord, StoredEvent
from monitor.store.read.relistings import NoticedRelisting
from monitor.words.cases import case_state_words, due_words, look_words, relisting_words, state_words

ENTER_REMOVED = "seen gone: enter `removed` if the platform said so"


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


def where_it_stands(case: CaseRecord) -> str:
    """Where a case stands, in words."""
    return case_state_words(case_states(case.states), case.listings)


def links_mark(positions: Sequence[int] | None) -> str:
    """Which links something is about, to be put behind it; nothing where it is about all."""
    return "" if positions is None else f" (links {links_text(positions)})"


def event_line(event: StoredEvent) -> str:
    """An event of a case in a line."""
    points = f"{event.points} points" if event.points is not None else None
    told = "; ".join(part for part in (event.severity, points, event.reason, event.note, event.text) if part)
    words = f": {told}" if told else ""
    return f"{event.at:%Y-%m-%d %H:%M} UTC  {state_words(event.state)}{links_mark(event.links)}, by {event.who}{words}"


def due_line(entry: AgendaEntry) -> str:
    """A deadline in a line."""
    deadline = entry.due.deadline
    day = "as soon as possible (no source gives a time)" if deadline is None else f"{deadline.day}"
    provisional = " (provisional, early)" if deadline is not None and deadline.provisional else ""
    marks = [*(["PAST"] if entry.is_past else []), *(["silence loses"] if entry.due.silence_loses else [])]
    some = links_mark(None if len(entry.links) == entry.case.listings else entry.links)
    return f"{day}{provisional}  {due_words(entry.due.what)}{some}" + (f" [{', '.join(marks)}]" if marks else "")


def seen_line(link: Followed) -> str:
    """Where a filed link stands by what pages told, in a line."""
    seen = link.seen
    words = look_words(seen.state, seen.since, seen.before, seen.silent)
    return f"{words}; {ENTER_REMOVED}" if link.is_removal_to_enter else words


def seen_counts(links: Iterable[Followed]) -> str:
    """How many filed links are there, gone, back, or not known to be either."""
    counts = Counter("not known" if link.seen.state == "unknown" else link.seen.state for link in links)
    return ", ".join(f"{counts[state]} {state}" for state in ("there", "gone", "back", "not known") if counts[state])


def relisting_line(relisting: NoticedRelisting) -> str:
    """A listing in which a removed link came back, in a line."""
    facts = {
        "position": relisting.position, "listing": relisting.listing_key, "day": f"{relisting.seen_at:%Y-%m-%d}",
    }  # fmt: skip
    finding = "" if relisting.how == "listing" else f"  {relisting.url or ''} (finding {relisting.finding_id})"
    return relisting_words(relisting.how, facts) + finding
