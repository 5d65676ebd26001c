"""How a finding was decided: its sealed page is read, matched and judged anew, beside what is stored."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from monitor import __version__
from monitor.config import load_settings
from monitor.crawling.reader import read_in_worker
from monitor.crawling.registry import spider_class
from monitor.errors import InputError, StoreInputError
from monitor.evidence.bundle import sealed_files
from monitor.evidence.sealed_page import SealedPage, read_sealed_page
from monitor.indicators import judge
from monitor.indicators.case import Case
from monitor.matching import Matcher
from monitor.model import FACTS, Entry, Finding, Match, Reason, entries_of, plain_value
from monitor.pages.reading import PageReading
from monitor.plan import Plan
from monitor.runs.evidence_writing import EVIDENCE
from monitor.sandbox import Worker
from monitor.store.read.findings import FindingRecord, findings_by_id
from monitor.store.read.runs import last_run, load_plan
from monitor.store.read.sealed import SealedCapture, ToldFacts, captures_of, told_facts
from monitor.store.store import Store
from monitor.watchlist import Watchlist


@dataclass(frozen=True, slots=True)
class Verdict:
    """What matching and judging make of the page alone, with one watchlist."""

    match: Match | None
    """None: the title does not name the brand."""
    finding: Finding | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """A finding beside what its sealed page gives today."""

    finding: FindingRecord
    """As it is stored: with what other pages showed too."""
    page: SealedPage
    own: bool
    """Whether it is the listing's own page."""
    program: str
    """The version whose rules read it now."""
    reading: PageReading
    facts: dict[str, tuple[object, object]]
    """Facts that differ: as they were stored of this page, as they are read now. Empty also where nothing is read."""
    is_read: bool
    """Whether the listing is found on the page now."""
    then: Verdict
    """With the watchlist of the page's run."""
    now: Verdict
    """With the watchlist of today."""


def replay_finding(store: Store, finding_id: str, watchlist: Watchlist | None) -> Replayed:
    """Read a finding's sealed page with the rules of today. `watchlist`: today's; None: that of the newest run.

    Rules of older versions are not kept: they are those of this program throughout. Raises `InputError` for an unknown
    finding and for one of which nothing is sealed, `DamagedEvidence`.
    """
    with store.read() as connection:
        finding = findings_by_id(connection, [finding_id], flagged=False).get(finding_id)
        if finding is None:
            raise StoreInputError(f"no finding {finding_id[:100]!r} in this store; `monitor findings` shows their ids")
        key = ":".join(finding.id.split(":")[:2])
        capture = _newest(captures_of(connection, [key]), key)
        if capture is None:
            raise InputError(
                f"{finding.id}: no page of it is sealed; seal it first: monitor evidence seal {finding.id}"
            )
        told, newest = told_facts(connection, key), last_run(connection)
    folder = store.root / EVIDENCE / "captures" / capture.id
    page = read_sealed_page(sealed_files(folder, capture.manifest_sha256, f"captures/{capture.id}"))
    plan = load_plan(store, page.run_id)
    today = watchlist or (load_plan(store, newest[0]).watchlist if newest else plan.watchlist)
    reading = _read(store, page)
    entry = next((one for one in entries_of(page.marketplace, reading.listings) if one.key == key), None)
    return Replayed(
        finding,
        page,
        capture.listings[key],
        __version__,
        reading,
        _differences(entry, capture, told) if entry is not None else {},
        entry is not None,
        _verdict(entry, page, finding.brand, plan),
        _verdict(entry, page, finding.brand, plan.model_copy(update={"watchlist": today})),
    )


def _newest(captures: Sequence[SealedCapture], key: str) -> SealedCapture | None:
    """The newest capture of the listing's own page, else of a page that shows it."""
    there = [capture for capture in captures if not capture.deleted]
    return next(iter(sorted(there, key=lambda one: (one.listings[key], one.at), reverse=True)), None)


def _read(store: Store, page: SealedPage) -> PageReading:
    spider = spider_class(page.marketplace)
    url = page.final_url or page.url
    page_class = spider.page_for(page.url) or spider.page_for(url) or spider.page_classes()[-1]
    with closing(Worker()) as worker:
        return read_in_worker(
            worker, page_class, page.body, url, status=page.status or 200, content_type=page.content_type,
            currency=load_settings(store.root).of(page.marketplace).currency,
        ).reading  # fmt: skip


def _differences(entry: Entry, capture: SealedCapture, told: Sequence[ToldFacts]) -> dict[str, tuple[object, object]]:
    """Facts that the page's visit stored otherwise than they are read now; none where it told nothing new."""
    stored = next((one for one in told if one.visit_id == capture.visit_id), None)
    if stored is None:
        return {}
    pairs = {
        name: (plain_value(stored.facts[name]) or None, plain_value(getattr(entry.listing, name)) or None)
        for name in FACTS
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _verdict(entry: Entry | None, page: SealedPage, brand_id: str, plan: Plan) -> Verdict:
    """With the listing as this page alone shows it: no other page, no seller's record, no market."""
    brand = next((one for one in plan.watchlist.brand if one.id == brand_id), None)
    if entry is None or brand is None:
        return Verdict(None, None)
    matcher = Matcher(plan.watchlist.brand, frozenset(plan.ordinary), plan.company)
    match = next((one for one in matcher.match(entry.listing.title) if one.brand == brand_id), None)
    if match is None:
        return Verdict(None, None)
    marketplace = entry.listing.marketplace or page.marketplace
    return Verdict(match, judge(Case(entry.listing, match, brand, marketplace, page.at.date())))


def compared_reasons(stored: Sequence[Reason], judged: Finding | None) -> tuple[list[str], list[str], list[str]]:
    """Codes of reasons that both have with the same points, that are only stored, and that only this page gives."""
    before = {reason.code: reason.points for reason in stored}
    after = {reason.code: reason.points for reason in judged.reasons} if judged is not None else {}
    same = [code for code, points in before.items() if after.get(code) == points]
    return same, [code for code in before if code not in same], [code for code in after if code not in same]
