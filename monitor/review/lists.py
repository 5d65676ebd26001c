"""What a list of findings shows: filters as they stand in an address, a page of findings, the place of the next."""

from dataclasses import dataclass

from monitor.decision import STATES
from monitor.errors import InputError
from monitor.marketplaces import PLACES, check_marketplace
from monitor.store.read.brands import check_brand
from monitor.store.read.findings import LEVELS, FindingRecord, findings_by_id, names_among
from monitor.store.read.queue import Queued, QueueFilter, queue_page, queue_total
from monitor.store.store import Connection

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A page of a list."""

    findings: list[FindingRecord]
    next: str | None
    """The place of the last finding, when more follow."""
    total: int | None
    """None where counting would take long."""


def chosen_by(
    connection: Connection,
    *,
    level: str | None,
    state: str | None,
    brand: str | None,
    marketplace: str | None,
    seller: str | None,
    code: str | None,
    search: str | None,
) -> QueueFilter:
    """The filter that words ask for; `level` and `state` may name several (`high,medium`). Raises `InputError`."""
    return QueueFilter(
        states=names_among(state, STATES, "state") if state else STATES,
        levels=names_among(level, LEVELS, "level") if level else None,
        brand=check_brand(connection, brand) if brand else None,
        marketplace=check_marketplace(marketplace, PLACES) if marketplace else None,
        seller=seller or None,
        code=code or None,
        search=search or None,
    )


def finding_page(connection: Connection, chosen: QueueFilter, after: str | None, limit: int) -> FindingPage:
    """A page of findings behind the place `after`. Raises `InputError` for what is no place."""
    queued = queue_page(connection, chosen, limit=limit + 1, after=_queued_at(after) if after else None)
    shown = queued[:limit]
    records = findings_by_id(connection, [one.finding_id for one in shown])
    more = _place(shown[-1].score, shown[-1].finding_id) if len(queued) > limit else None
    findings = [records[one.finding_id] for one in shown if one.finding_id in records]
    return FindingPage(findings, more, queue_total(connection, chosen))


def place_of(finding: FindingRecord) -> str:
    """The place in the list behind which the findings after this one stand."""
    return _place(finding.score, finding.id)


def _place(score: int, finding_id: str) -> str:
    return f"{score}~{finding_id}"


def _queued_at(after: str) -> Queued:
    score, _, finding_id = after.partition("~")
    if not score.removeprefix("-").isdecimal() or not finding_id or len(score) > 9:
        raise InputError(f"after {after[:60]!r}: expected the `next` of the page before")
    return Queued(finding_id, None, int(score))
