"""A bundle of findings: what belongs in it, from the store and the sealed files, written as one zip."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.config import load_settings
from monitor.errors import InputError, StoreInputError
from monitor.evidence.bundle import BundleFile, DamagedEvidence, made_file, sealed_files, write_bundle
from monitor.evidence.ledger import Head, batch_name, line_of
from monitor.evidence.merkle import leaf_hash, path_to
from monitor.evidence.staging import staged_paths
from monitor.reports.evidence_html import evidence_html
from monitor.reports.evidence_pdf import evidence_pdf
from monitor.reports.evidence_record import BundledEvidence, BundledFinding, custody_lines, findings_json
from monitor.reports.evidence_report import report_of
from monitor.reports.whole_file import check_target, whole_file
from monitor.runs.bundled_pictures import report_pictures
from monitor.runs.evidence_writing import EVIDENCE
from monitor.store.read.brands import brand_names
from monitor.store.read.detail import FindingDetail, finding_detail
from monitor.store.read.sealed import (
    SealedBatch,
    SealedCapture,
    batches_between,
    captures_of,
    custody_log,
    manifests_of_batch,
    told_facts,
)
from monitor.store.read.stamps import StoredStamp, stamps_between
from monitor.store.store import Connection, Store
from monitor.store.write.custody import CustodyEvent, add_custody
from monitor.text.pdf_output import has_typst

_STRANGER = Path(__file__).parent.parent / "evidence" / "stranger"
"""What a stranger needs to check a bundle."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """What a bundle holds."""

    sha256: str
    findings: int
    captures: int
    supporting_only: Sequence[str]
    """Findings without a page of the listing's own."""
    session_left_out: int
    unstamped: int
    """Captures without a time stamp that could be checked."""
    has_pdf: bool


def bundle_findings(
    store: Store, finding_ids: Sequence[str], target: Path, *, by: str, session_pages: bool = False,
    specimen: bool = False,
) -> Bundled:  # fmt: skip
    """Write the bundle of some findings to `target`, and note in the custody log who had it made.

    `session_pages`: with those that were fetched with the owner's login. `specimen`: the report says on each page
    that it is made to show the form. Raises `InputError` (no such finding, nothing sealed, the file is there),
    `DamagedEvidence`, `StoreError` and `ExportError`: nothing is left then.
    """
    check_target(target, force=False)
    with store.read() as connection:
        found = _evidence(store, connection, finding_ids, session_pages=session_pages)
        evidence = replace(found, specimen=specimen)
        proofs = list(_proofs(connection, evidence))
    files = [*_documents(store, evidence), *_sealed(evidence), *proofs, *_ledger(store, evidence)]
    with whole_file(target) as path:
        write_bundle(path, files)
        sha256 = _digest(path)
        with store.write() as connection:
            add_custody(connection, list(_exported(evidence, by, sha256)))
        check_target(target, force=False)
    stamped = {stamp.batch for stamp in evidence.stamps if stamp.state != "unverified"}
    return Bundled(
        sha256,
        len(evidence.findings),
        len(evidence.captures),
        [finding.detail.finding.id for finding in evidence.findings if not finding.has_own_page],
        evidence.session_left_out,
        sum(capture.batch not in stamped for capture in evidence.captures),
        any(file.name == "report.pdf" for file in files),
    )


def _evidence(
    store: Store, connection: Connection, finding_ids: Sequence[str], *, session_pages: bool
) -> BundledEvidence:
    asked = [_detail(connection, finding_id) for finding_id in finding_ids]
    details = {detail.finding.id: detail for detail in asked}  # an old id may name one that is asked for already
    keys = {name: ":".join(detail.finding.id.split(":")[:2]) for name, detail in details.items()}
    sealed = captures_of(connection, keys.values())
    captures = [capture for capture in sealed if not capture.deleted and (session_pages or not capture.session)]
    for finding_id, key in keys.items():
        if not any(key in capture.listings for capture in captures):
            raise InputError(_nothing_sealed(finding_id, [one for one in sealed if key in one.listings]))
    first, last = captures[0].batch, captures[-1].batch
    numbers = sorted({capture.batch for capture in captures})
    deleted = [capture.id for capture in sealed if capture.deleted]
    ids = [*(capture.id for capture in captures), *deleted]
    return BundledEvidence(
        kind=store.kind,
        brand_names=brand_names(connection),
        findings=[
            _finding(connection, detail, keys[finding_id], captures) for finding_id, detail in details.items()
        ],
        captures=captures,
        files={
            capture.id: sealed_files(
                _lies_at(store, f"captures/{capture.id}"), capture.manifest_sha256, f"captures/{capture.id}"
            )
            for capture in captures
        },
        batches=batches_between(connection, first, last),
        stamps=[stamp for stamp in stamps_between(connection, first, last) if stamp.batch in numbers],
        custody=custody_log(connection, ids, numbers, list(keys.values())),
        session_left_out=0 if session_pages else sum(one.session and not one.deleted for one in sealed),
        deleted=deleted,
    )  # fmt: skip


def _detail(connection: Connection, finding_id: str) -> FindingDetail:
    detail = finding_detail(connection, finding_id)
    if detail is None:
        raise StoreInputError(f"no finding {finding_id[:100]!r} in this store; `monitor findings` shows their ids")
    return detail


def _nothing_sealed(finding_id: str, sealed: Sequence[SealedCapture]) -> str:
    if any(capture.session and not capture.deleted for capture in sealed):
        return (
            f"{finding_id[:200]}: all its sealed pages were fetched with a login and are left out; "
            "--include-session-pages takes them in"
        )
    return f"{finding_id[:200]}: no page of it is sealed; seal it first: monitor evidence seal {finding_id[:200]}"


def _finding(
    connection: Connection, detail: FindingDetail, key: str, captures: Sequence[SealedCapture]
) -> BundledFinding:
    its = [capture for capture in captures if key in capture.listings]
    return BundledFinding(
        detail, key, sorted(its, key=lambda capture: not capture.listings[key]), told_facts(connection, key)
    )


def _documents(store: Store, evidence: BundledEvidence) -> Iterable[BundleFile]:
    """What is made for the bundle; the report's PDF only where there is typst."""
    for name in ("VERIFY.md", "verify.py"):
        yield made_file(name, (_STRANGER / name).read_bytes())
    pictures = report_pictures(store, evidence)
    report = report_of(evidence, pictures.names, has_pdf=has_typst())
    yield made_file("report.html", evidence_html(report, pictures.copies))
    if has_typst():
        yield made_file("report.pdf", evidence_pdf(report, pictures.copies))
    yield made_file("findings.json", findings_json(evidence))
    yield made_file("custody.jsonl", custody_lines(evidence))


def _sealed(evidence: BundledEvidence) -> Iterable[BundleFile]:
    for capture in evidence.captures:
        yield from evidence.files[capture.id]


def _proofs(connection: Connection, evidence: BundledEvidence) -> Iterable[BundleFile]:
    """The path from each capture's line to the root of its batch."""
    for batch in evidence.batches:
        its = [capture for capture in evidence.captures if capture.batch == batch.number]
        if not its:
            continue
        lines = [line_of(name, manifest) for name, manifest in manifests_of_batch(connection, batch.number)]
        leaves = [leaf_hash(line.encode()) for line in lines]
        for capture in its:
            proof = {
                "batch": batch_name(batch.number),
                "line": lines[capture.position],
                "index": capture.position,
                "captures": len(lines),
                "path": [node.hex() for node in path_to(leaves, capture.position)],
            }
            yield made_file(f"proofs/{capture.id}.json", f"{json.dumps(proof, indent=1)}\n".encode())


def _ledger(store: Store, evidence: BundledEvidence) -> Iterable[BundleFile]:
    """The heads of the chain, the time stamps of the batches that are needed, and the roots they are checked with."""
    for batch in evidence.batches:
        yield _head(store, batch)
    for stamp in evidence.stamps:
        yield from _stamp(store, stamp)
    authorities = {stamp.authority for stamp in evidence.stamps}
    for settings in load_settings(store.root).timestamp:
        root = store.root / settings.root
        if settings.name in authorities and root.is_file():
            yield made_file(f"ledger/roots/{settings.name}.pem", root.read_bytes())


def _head(store: Store, batch: SealedBatch) -> BundleFile:
    name = f"ledger/{batch_name(batch.number)}.head"
    path = _lies_at(store, name)
    file = BundleFile(name, batch.head_sha256, path)
    head = Head.read(file.read())
    if head is None or (head.root, head.previous, head.captures) != (batch.root, batch.previous, batch.captures):
        raise DamagedEvidence(f"{path}: is not the head of the ledger that the store knows")
    return file


def _stamp(store: Store, stamp: StoredStamp) -> Iterable[BundleFile]:
    stem = f"ledger/{batch_name(stamp.batch)}/{stamp.authority}-{stamp.number}"
    yield BundleFile(f"{stem}.tsr", stamp.tsr_sha256, _lies_at(store, f"{stem}.tsr"))
    for ending in (".tsq", ".pem", ".sums"):
        path = _lies_at(store, f"{stem}{ending}")
        if path.is_file():
            yield made_file(f"{stem}{ending}", path.read_bytes())


def _lies_at(store: Store, name: str) -> Path:
    """Where an evidence file or folder lies: in place, or where an interrupted command left it."""
    root = store.root / EVIDENCE
    staged = [] if (root / name).exists() else staged_paths(root, name)
    return next(iter(staged), root / name)


def _exported(evidence: BundledEvidence, by: str, sha256: str) -> Iterable[CustodyEvent]:
    facts = {"sha256": sha256, "findings": [finding.detail.finding.id for finding in evidence.findings]}
    now = datetime.now(UTC)
    for capture in evidence.captures:
        yield CustodyEvent("exported", by, now, capture_id=capture.id, batch=capture.batch, facts=facts)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
