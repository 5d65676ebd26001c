"""What is sealed: the kept pages that findings rest on become captures, and one call makes one batch of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.config import StoreSettings
from monitor.errors import StoreInputError, check_text
from monitor.listing_ids import current_key
from monitor.runs.sealed_batch import SealedVisits, seal_visits
from monitor.store.read.sealing import (
    KeptVisit,
    SealableFinding,
    captured_listings,
    due_findings,
    findings_to_seal,
    kept_visits,
)
from monitor.store.store import Store
from monitor.store.write.look_again import wish_capture

SETTINGS = "settings.toml: evidence.seal"
"""Why what is due is sealed."""
_WISH_DAYS = 30


@dataclass(frozen=True, slots=True)
class SealedFinding:
    """What became of one finding: the captures of its listing, new or not."""

    id: str
    own: str | None
    """The capture of the listing's own page."""
    supporting: str | None
    """The capture of a page that shows it among others."""
    note: str | None
    """What a person should know or do; None: nothing."""
    is_damaged: bool
    """Whether a kept page could not be sealed because it is damaged."""


@dataclass(frozen=True, slots=True)
class SealReport:
    """What a call sealed."""

    batch: str | None
    """None: nothing was left to seal."""
    captures: tuple[str, ...]
    findings: tuple[SealedFinding, ...]
    no_evidence: str | None
    """Why the store's pages are no evidence; None: they are."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The newest kept pages of a finding's listing."""

    finding: SealableFinding
    own: KeptVisit | None
    supporting: KeptVisit | None

    @property
    def pages(self) -> list[KeptVisit]:
        """Its own one first."""
        return [page for page in (self.own, self.supporting) if page is not None]


def seal_findings(store: Store, finding_ids: Sequence[str], by: str, why: str) -> SealReport:
    """Seal the newest kept page of each finding's own listing, and the newest that shows it among others.

    What is sealed already stays. `by`: who asks for it, `why`: the reason, both kept for ever. Where an own page is not
    kept, the next runs look at it. Raises `StoreInputError` for unknown findings (nothing is sealed then), `StoreError`
    when the store can't be read or written.
    """
    return _seal(store, _wanted(store, finding_ids), by, why)


def seal_due(store: Store, settings: StoreSettings, by: str, finding_ids: Sequence[str] | None = None) -> SealReport:
    """Seal what the settings name: findings of these levels and decisions, once each. `finding_ids`: only these.

    Once means: its own page, as soon as there is one; until then one page that shows it. Later looks are sealed on
    command. Raises `StoreError`.
    """
    words = settings.evidence.seal
    with store.read() as connection:
        ids = due_findings(connection, words, finding_ids) if words else []
    wanted = _wanted(store, ids)
    with store.read() as connection:
        captured = captured_listings(connection, [one.finding.listing_key for one in wanted])
    left = [one for one in wanted if one.own is not None or one.finding.listing_key not in captured]
    first = [one if one.finding.listing_key not in captured else replace(one, supporting=None) for one in left]
    return _seal(store, first, by, SETTINGS, wishes=tuple(words))


def _seal(
    store: Store, wanted: Sequence[_Wanted], by: str, why: str, wishes: Sequence[str] | None = None
) -> SealReport:
    """`wishes`: only findings of these states get a wish for their own page (None: all)."""
    pictures = _pictures_by_visit(wanted)
    sealed = seal_visits(store, pictures, by, why) if pictures else SealedVisits({})
    outcomes = tuple(_outcome(store, one, sealed) for one in wanted)
    without_own = [one.finding for one in wanted if one.own is None and not one.finding.gone]
    _wish_own_pages(store, [one for one in without_own if wishes is None or one.state in wishes])
    return SealReport(sealed.batch, tuple(sealed.new), outcomes, _no_evidence(store))


def _wanted(store: Store, finding_ids: Sequence[str]) -> list[_Wanted]:
    for finding_id in finding_ids:
        check_text("finding", finding_id)
    ids = list(dict.fromkeys(current_key(finding_id) for finding_id in finding_ids))
    with store.read() as connection:
        findings = findings_to_seal(connection, ids)
        if unknown := [finding_id for finding_id in ids if finding_id not in findings]:
            raise StoreInputError(
                "\n".join(
                    f"no finding {finding_id[:100]!r} in this store; `monitor findings --json` shows their ids"
                    for finding_id in unknown
                )
            )
        kept = kept_visits(connection, list(dict.fromkeys(one.listing_key for one in findings.values())))
    wanted = []
    for finding_id in ids:
        pages = kept[findings[finding_id].listing_key]
        own = next((page for page in pages if page.own), None)
        supporting = next((page for page in pages if not page.own), None)
        wanted.append(_Wanted(findings[finding_id], own, supporting))
    return wanted


def _pictures_by_visit(wanted: Sequence[_Wanted]) -> dict[int, list[str]]:
    """The visits to seal, each with the listings whose pictures go with it: with their own page where it is kept."""
    listings: dict[int, list[str]] = {page.visit_id: [] for one in wanted for page in one.pages}
    for one in wanted:
        if one.pages and one.finding.listing_key not in listings[one.pages[0].visit_id]:
            listings[one.pages[0].visit_id].append(one.finding.listing_key)
    return listings


def _outcome(store: Store, one: _Wanted, sealed: SealedVisits) -> SealedFinding:
    own = sealed.captures.get(one.own.visit_id) if one.own is not None else None
    supporting = sealed.captures.get(one.supporting.visit_id) if one.supporting is not None else None
    damaged = [sealed.damaged[kept.visit_id] for kept in one.pages if kept.visit_id in sealed.damaged]
    notes = list(dict.fromkeys(damaged))
    if not one.pages:
        notes.append("no page that shows it is kept")
    if one.own is None:
        notes.append(_no_own(store, one.finding))
    return SealedFinding(one.finding.id, own, supporting, "; ".join(notes) or None, is_damaged=bool(damaged))


def _no_own(store: Store, finding: SealableFinding) -> str:
    if store.kind == "replay":
        return "its own page is not among the replayed ones"
    if finding.gone:
        return "its own page was not kept while it was there, and is gone"
    return "its own page is not kept, and a case needs a capture of it: the next run looks at it"


def _wish_own_pages(store: Store, findings: Sequence[SealableFinding]) -> None:
    if findings and store.kind != "replay":
        until = datetime.now(UTC) + timedelta(days=_WISH_DAYS)
        with store.write() as connection:
            for finding in findings:
                wish_capture(connection, finding.listing_key, until)


def _no_evidence(store: Store) -> str | None:
    if store.kind in ("replay", "stand-in"):
        return f"this store holds {store.kind} pages: they show how pages are read, and are never evidence"
    return None
