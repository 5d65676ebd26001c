"""What a bundle's documents are made of, and the two for programs: findings.json and custody.jsonl."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from monitor import __version__
from monitor.evidence.bundle import BundleFile
from monitor.model import FACTS, plain_value
from monitor.reports.finding_record import decision_record
from monitor.store.db.types import utc_text
from monitor.store.read.detail import FindingDetail, HistoryEntry
from monitor.store.read.findings import zulu
from monitor.store.read.sealed import CustodyRecord, SealedBatch, SealedCapture, ToldFacts, told_by
from monitor.store.read.stamps import StoredStamp
from monitor.store.store import Kind
from monitor.text.terminal_safe import json_safe
from monitor.words.findings import missing_words, reason_record


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement stands: a sealed file of the bundle, and its SHA-256."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class BundledFinding:
    """A finding with its sealed pages, the listing's own ones first, and what each page told of it."""

    detail: FindingDetail
    key: str
    """The listing's."""
    captures: Sequence[SealedCapture]
    told: Sequence[ToldFacts]

    def is_own(self, capture: SealedCapture) -> bool:
        """Whether the capture is of the listing's own page."""
        return capture.listings.get(self.key, False)

    @property
    def has_own_page(self) -> bool:
        """Whether a page of the listing itself is among the captures."""
        return any(map(self.is_own, self.captures))


@dataclass(frozen=True, slots=True)
class BundledEvidence:
    """All that goes into a bundle, before it is put into words."""

    kind: Kind | None
    """What the store's pages are: only live ones are evidence."""
    brand_names: Mapping[str, str]
    findings: Sequence[BundledFinding]
    captures: Sequence[SealedCapture]
    """Each once, in the ledger's order."""
    files: Mapping[str, Sequence[BundleFile]] = field(repr=False)
    """The sealed files of each capture."""
    batches: Sequence[SealedBatch]
    stamps: Sequence[StoredStamp]
    custody: Sequence[CustodyRecord]
    session_left_out: int
    """Pages that were fetched with the owner's login."""
    deleted: Sequence[str]
    """Captures whose files were deleted since."""
    specimen: bool = False
    """Made to show the form, also where the pages are evidence."""

    def main_file(self, capture: SealedCapture) -> Source:
        """The file that holds the page's bytes."""
        names = {file.name.rpartition(f"{capture.id}/")[2]: file for file in self.files[capture.id]}
        pages = [name for name in names if name == "capture.warc.gz"]
        pages += [name for name in names if name.startswith("page.")]
        file = names[next(iter(pages), "capture.json" if "capture.json" in names else next(iter(names)))]
        return Source(file.name, file.sha256)

    def source_of_fact(self, finding: BundledFinding, name: str, value: Any) -> Source | None:
        """The sealed page that shows a fact (`vendor`, or one of `FACTS`) with this value: an own one before others."""
        for capture in [*filter(finding.is_own, reversed(finding.captures)), *reversed(finding.captures)]:
            told = told_by(capture, finding.told)
            if told is not None and _told_value(told, name) == value:
                return self.main_file(capture)
        return None

    def source_of_entry(self, entry: HistoryEntry) -> Source | None:
        """The sealed page that told an entry of the history."""
        of_page = (one for one in self.captures if one.sha256_body == entry.sha256_body and one.at == entry.at)
        capture = next(of_page, None) if entry.sha256_body is not None else None
        return None if capture is None else self.main_file(capture)


def findings_json(evidence: BundledEvidence) -> bytes:
    """The findings for programs: facts as seen, reasons as codes and sentences, history, decisions."""
    record = {
        "evidence": 1,
        "program": __version__,
        "store_kind": evidence.kind,
        "findings": [_finding(evidence, finding) for finding in evidence.findings],
    }
    return f"{json_safe(record, indent=1)}\n".encode()


def custody_lines(evidence: BundledEvidence) -> bytes:
    """The custody log, a JSON object on each line: what changed the captures, the oldest first."""
    rows = ({**asdict(event), "at": utc_text(event.at)} for event in evidence.custody)
    return "".join(f"{json_safe(row)}\n" for row in rows).encode()


def _finding(evidence: BundledEvidence, finding: BundledFinding) -> dict[str, Any]:
    detail, listing = finding.detail, finding.detail.finding.listing
    told: dict[str, Any] = {"vendor": plain_value(listing.vendor)}
    told |= {name: plain_value(getattr(listing, name)) for name in FACTS}
    return {
        "id": detail.finding.id,
        "marketplace": detail.finding.marketplace,
        "listing_id": listing.listing_id,
        "url": listing.url,
        "brand": detail.finding.brand,
        "has_own_page": finding.has_own_page,
        "captures": [{"id": capture.id, "own_page": finding.is_own(capture)} for capture in finding.captures],
        "facts_as_seen": {
            name: {"value": value, **_source(evidence.source_of_fact(finding, name, value))}
            for name, value in told.items()
        },
        "machine": {
            "score": detail.finding.score,
            "level": detail.finding.level,
            "reasons": [
                {**reason_record(reason), "facts": reason.facts} for reason in detail.finding.reasons
            ],
            "missing": [missing_words(fact) for fact in detail.finding.missing],
        },
        "history": [_entry(evidence, entry) for entry in detail.history],
        "decisions": [decision_record(decision) for decision in detail.decisions],
    }  # fmt: skip


def _entry(evidence: BundledEvidence, entry: HistoryEntry) -> dict[str, Any]:
    facts = {name: plain_value(value) for name, value in asdict(entry).items()}
    return {**facts, "at": zulu(entry.at), **_source(evidence.source_of_entry(entry))}


def _source(source: Source | None) -> dict[str, str | None]:
    return {"file": None, "sha256": None} if source is None else asdict(source)


def _told_value(told: ToldFacts, name: str) -> Any:
    value = plain_value(told.vendor) if name == "vendor" else plain_value(told.facts[name])
    return [] if value is None and name in _SEVERAL else value


_SEVERAL = frozenset({"price_steps", "image_urls"})
"""Facts with any number of values: a page that tells none keeps nothing."""
