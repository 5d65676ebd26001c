"""Whether the custody log and the rows of evidence tell the same story."""

from collections.abc import Iterator

from monitor.evidence.problems import Code, Problem
from monitor.evidence.verify import Rows
from monitor.store.read.verification import Event, custody_events, custody_ids, listings_of_captures, stamp_rows
from monitor.store.store import Connection


def check_custody(connection: Connection, rows: Rows) -> tuple[list[Problem], list[str]]:
    """Compare the log with the rows that were read before; events of what came since are left alone.

    Returns the problems, and each deletion in a line, of which a person should know.
    """
    events = custody_events(connection)
    problems = list(_check_sealed(events, rows)) + list(_check_stamped(connection, events, rows))
    problems += _check_heads(events, rows)
    problems += _check_deleted(connection, events)
    count, highest = custody_ids(connection)
    if count != highest:
        problems.append(Problem("custody", Code.CUSTODY, f"{highest - count} of its rows are missing"))
    return problems, list(_deletions(events))


def _check_sealed(events: list[Event], rows: Rows) -> Iterator[Problem]:
    """Each capture was sealed once, with the digest in its row; what was deleted had that digest."""
    sealed = {event.capture_id: event for event in events if event.event == "sealed"}
    deleted = {event.capture_id: event for event in events if event.event == "deleted"}
    for row in rows.captures:
        event = sealed.get(row.id)
        if event is None:
            yield Problem(f"custody: capture {row.id}", Code.CUSTODY, "its sealing is missing")
        elif (event.facts or {}).get("manifest_sha256") != row.manifest_sha256 or event.batch != row.batch:
            yield Problem(f"custody {event.id}", Code.CUSTODY, f"capture {row.id}")
        gone = deleted.get(row.id)
        if gone is not None and (gone.facts or {}).get("manifest_sha256") != row.manifest_sha256:
            yield Problem(f"custody {gone.id}", Code.CUSTODY, f"capture {row.id}")
    known = {row.id for row in rows.captures}
    last = rows.batches[-1].number if rows.batches else 0
    for event in events:
        if event.event == "sealed" and event.capture_id not in known and not _is_later(event.batch, last):
            yield Problem(f"custody {event.id}", Code.CUSTODY, f"there is no capture {event.capture_id}")


def _check_stamped(connection: Connection, events: list[Event], rows: Rows) -> Iterator[Problem]:
    """Each stamp came once, with what its row says."""
    stamped = {
        (event.batch, str(event.facts.get("authority")), str(event.facts.get("number"))): event
        for event in events
        if event.event == "stamped" and event.facts is not None
    }
    stamps = stamp_rows(connection)
    for row in rows.stamps:
        stamp = row.stamp
        name = f"stamp {stamp.batch:06} {stamp.authority} {stamp.number}"
        event = stamped.get((stamp.batch, stamp.authority, str(stamp.number)))
        columns = stamps.get((stamp.batch, stamp.authority, stamp.number), {})
        if event is None or event.facts is None:
            yield Problem(f"custody: {name}", Code.CUSTODY, "its arrival is missing")
            continue
        for column in ("url", "qualified", "state", "tsr_sha256"):
            if column in event.facts and columns.get(column) != event.facts[column]:
                yield Problem(name, Code.ROW_CHANGED, f"{column}, by custody {event.id}")
        if columns.get("at") != event.at:
            yield Problem(name, Code.ROW_CHANGED, f"at, by custody {event.id}")
    there = {(batch, authority, str(number)) for batch, authority, number in stamps}
    for key, event in stamped.items():
        if key not in there:
            yield Problem(f"custody {event.id}", Code.CUSTODY, "there is no such stamp")


def _deletions(events: list[Event]) -> Iterator[str]:
    """Each capture that was deleted: when, by whom and why."""
    for event in events:
        if event.event == "deleted" and event.capture_id is not None:
            reason = (event.facts or {}).get("reason") or "no reason given"
            yield f"captures/{event.capture_id}: deleted on {event.at[:10]} by {event.who} ({reason})"


def _check_deleted(connection: Connection, events: list[Event]) -> Iterator[Problem]:
    """Nothing was deleted while a listing on it was held: the program never does that."""
    shown = listings_of_captures(connection)
    held: set[str | None] = set()
    for event in events:
        if event.event == "held":
            held.add(event.listing_key)
        elif event.event == "released":
            held.discard(event.listing_key)
        elif event.event == "deleted" and (
            against := sorted(held & shown.get(event.capture_id or "", {}).keys(), key=str)
        ):
            what = f"capture {event.capture_id} was deleted while {against[0]} was held"
            yield Problem(f"custody {event.id}", Code.CUSTODY, what)


def _check_heads(events: list[Event], rows: Rows) -> Iterator[Problem]:
    """What an earlier check saw of the ledger is still there: its newest end was not cut off."""
    heads = {str(row.number): row.head_sha256 for row in rows.batches}
    for event in events:
        facts = event.facts
        if facts is None:
            yield Problem(f"custody {event.id}", Code.CUSTODY, "its facts can't be read")
        elif event.event == "verified" and facts.get("head_sha256") not in (None, heads.get(str(facts.get("batches")))):
            yield Problem("evidence_batch", Code.CUSTODY, f"the ledger is not the one of the check on {event.at[:10]}")


def _is_later(batch: object, last: int) -> bool:
    """Whether a batch came after the rows were read."""
    return isinstance(batch, int) and batch > last
