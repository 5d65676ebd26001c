"""Findings as casework needs them, read from the store and compared with today's watchlist."""

from collections.abc import Callable, Sequence

from monitor.casework.finding import CaseFinding, LostComplaint, OpenCase, OwnCapture
from monitor.casework.procedure import CaseState, has_ended
from monitor.casework.remark import Remark
from monitor.decision import DecisionState
from monitor.indicators.unauthorised_vendor import vendor_channel
from monitor.listing_ids import current_key
from monitor.model import Vendor
from monitor.store.read.cases import CaseLink, StoredCapture, links_of_findings, own_captures
from monitor.store.read.decisions import decision_history
from monitor.store.read.findings import FindingRecord, findings_by_id
from monitor.store.read.sellers import identifiers_told
from monitor.store.store import Connection
from monitor.watchlist import Watchlist

_LOST = (CaseState.REJECTED, CaseState.ACCEPTED, CaseState.REINSTATED)
CaptureCheck = Callable[[str, str], str | None]
"""From a capture's id and the digest of its manifest: what is wrong with its files, None for nothing."""


def case_findings(
    connection: Connection, finding_ids: Sequence[str], watchlist: Watchlist | None, check: CaptureCheck
) -> tuple[list[CaseFinding], list[Remark]]:
    """The findings in the order given, each once; a refusal for each id that nobody knows.

    Without a watchlist nobody counts as an authorised seller.
    """
    ids = list(dict.fromkeys(current_key(finding_id) for finding_id in finding_ids))
    records = findings_by_id(connection, ids, flagged=False)
    captures = own_captures(connection, list({listing_of(finding_id) for finding_id in records}))
    links: dict[str, list[CaseLink]] = {}
    for link in links_of_findings(connection, list(records)):
        links.setdefault(link.finding_id, []).append(link)
    findings = [
        _finding(
            connection, records[name], watchlist, _capture(captures.get(listing_of(name)), check), links.get(name, [])
        )
        for name in ids
        if name in records
    ]
    return findings, [Remark("unknown_finding", {"finding": name[:100]}) for name in ids if name not in records]


def listing_of(finding_id: str) -> str:
    """The key of a finding's listing."""
    return finding_id.rpartition(":")[0]


def _finding(
    connection: Connection,
    record: FindingRecord,
    watchlist: Watchlist | None,
    capture: OwnCapture | None,
    links: Sequence[CaseLink],
) -> CaseFinding:
    decision = record.decision
    is_confirmed = record.state == DecisionState.CONFIRMED
    return CaseFinding(
        id=record.id,
        listing_key=listing_of(record.id),
        marketplace=record.marketplace,
        brand=record.brand,
        title=record.listing.title,
        url=record.listing.url,
        state=record.state,
        ground=decision.ground if decision is not None and is_confirmed else None,
        note=decision.note if decision is not None else None,
        taken_back=not is_confirmed and _was_taken_back(connection, record.id),
        gone=record.gone,
        seller=record.seller,
        seller_name=record.listing.vendor.name or record.listing.vendor.id,
        authorised=_is_authorised(connection, record, watchlist),
        score=record.score,
        level=record.level,
        reasons=tuple(reason.code for reason in record.reasons if reason.points > 0),
        capture=capture,
        cases=tuple(
            OpenCase(link.case_id, link.platform, link.right_number or "")
            for link in links
            if not has_ended(CaseState(link.state))
        ),
        lost=tuple(LostComplaint(link.case_id, link.state) for link in links if link.state in _LOST),
    )


def _capture(stored: StoredCapture | None, check: CaptureCheck) -> OwnCapture | None:
    if stored is None:
        return None
    problem = check(stored.id, stored.manifest_sha256)
    return OwnCapture(stored.id, stored.sealed_at, stored.taken_at, stored.session, problem)


def _was_taken_back(connection: Connection, finding_id: str) -> bool:
    history = decision_history(connection, finding_id)
    undone = {decision.undoes for decision in history}
    return any(decision.state == DecisionState.CONFIRMED and decision.id in undone for decision in history)


def _is_authorised(connection: Connection, record: FindingRecord, watchlist: Watchlist | None) -> bool:
    """By an identifier, as the watchlist stands today: a name alone authorises nobody."""
    brand = next((brand for brand in watchlist.brand if brand.id == record.brand), None) if watchlist else None
    if brand is None:
        return False
    vendor = record.listing.vendor
    told = identifiers_told(connection, record.seller) if record.seller else []
    known = (*vendor.identifiers, *((one.kind, one.value) for one in told))
    return vendor_channel(brand, record.marketplace, Vendor(vendor.id, vendor.name, vendor.url, known), {}) == "inside"
