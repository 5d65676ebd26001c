"""Take-down cases, their links, events and deadlines for programs: as JSON."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from monitor.casework.after_filing import Seen
from monitor.casework.agenda import AgendaEntry
from monitor.casework.answers import CheckedAnswer, Part
from monitor.casework.followed import AfterFiling, Followed
from monitor.casework.links import case_state
from monitor.store.read.case_answers import StoredAnswer
from monitor.store.read.cases import CaseListing, CaseRecord, StoredEvent
from monitor.store.read.findings import zulu
from monitor.store.read.relistings import NoticedRelisting


def case_record(case: CaseRecord) -> dict[str, Any]:
    """A case for programs. `state`: null where all links have ended, and not all alike."""
    return {
        "id": case.id, "state": case_state(case.states), "states": Counter(case.states),
        "created_at": zulu(case.created_at), "created_by": case.created_by,
        "platform": case.platform, "marketplace": case.marketplace, "brand": case.brand, "ground": case.ground,
        "right": {
            "version": case.right_id, "kind": case.right_kind, "number": case.right_number,
            "jurisdiction": case.jurisdiction,
        },
        "seller": case.seller, "seller_name": case.seller_name, "reason": case.reason,
        "complaint_type": case.complaint_type, "links": case.listings,
    }  # fmt: skip


def event_record(event: StoredEvent) -> dict[str, Any]:
    """An event for programs."""
    return {
        "at": zulu(event.at), "entered_at": zulu(event.entered_at), "who": event.who, "state": event.state,
        "links": event.links, "note": event.note, "text": event.text, "reason": event.reason,
        "severity": event.severity, "points": event.points,
    }  # fmt: skip


def due_record(entry: AgendaEntry) -> dict[str, Any]:
    """A deadline for programs."""
    deadline = entry.due.deadline
    return {
        "case": entry.case.id, "links": entry.links, "state": entry.state, "what": entry.due.what,
        "day": None if deadline is None else deadline.day.isoformat(),
        "provisional": deadline is not None and deadline.provisional, "past": entry.is_past,
        "silence_loses": entry.due.silence_loses, "source": entry.due.source,
    }  # fmt: skip


def listing_record(listing: CaseListing, state: str, link: Followed | None) -> dict[str, Any]:
    """A link of a case for programs, and where it stands. `link`: None for one that was not filed."""
    return {
        "position": listing.position, "state": state, "finding": listing.finding_id, "url": listing.url,
        "title": listing.title, "gone": listing.gone, "capture": listing.capture_id,
        "sealed_at": zulu(listing.sealed_at), "seen": None if link is None else _seen_record(link.seen),
    }  # fmt: skip


def relisting_record(relisting: NoticedRelisting) -> dict[str, Any]:
    """A listing in which a removed link came back, for programs."""
    return {
        "position": relisting.position, "listing": relisting.listing_key, "finding": relisting.finding_id,
        "how": relisting.how, "url": relisting.url, "title": relisting.title, "seen_at": zulu(relisting.seen_at),
        "noticed_at": zulu(relisting.noticed_at),
    }  # fmt: skip


def answer_record(answer: StoredAnswer, checked: CheckedAnswer | None) -> dict[str, Any]:
    """An answer of a platform for programs."""
    return {
        "received_at": zulu(answer.received_at), "entered_at": zulu(answer.entered_at), "who": answer.who,
        "kind": checked.kind if checked else answer.kind, "kind_told": answer.kind is not None, "text": answer.text,
        "parts": [_part_record(part) for part in checked.parts] if checked else None,
    }  # fmt: skip


def whole_record(
    case: CaseRecord,
    listings: Sequence[CaseListing],
    events: Sequence[StoredEvent],
    due: Sequence[AgendaEntry],
    after: AfterFiling,
    answers: Sequence[tuple[StoredAnswer, CheckedAnswer | None]],
) -> dict[str, Any]:
    """A case with all that belongs to it, for programs. `answers`: each as it was checked; None: it can't be."""
    return {
        **case_record(case),
        "listings": [
            listing_record(listing, case.states[listing.position - 1], after.links.get(listing.position))
            for listing in listings
        ],
        "events": [event_record(event) for event in events],
        "due": [due_record(entry) for entry in due],
        "relistings": [relisting_record(relisting) for relisting in after.relistings],
        "answers": [answer_record(answer, checked) for answer, checked in answers],
    }


def _part_record(part: Part) -> dict[str, Any]:
    return {
        "part": part.name, "told": part.told, "when": part.when, "source": part.source, "quote": part.quote,
        "line": part.line,
    }  # fmt: skip


def _seen_record(seen: Seen) -> dict[str, Any]:
    days = {"since": seen.since, "before": seen.before, "told_nothing": seen.silent}
    return {"state": seen.state, **{name: None if at is None else zulu(at) for name, at in days.items()}}
