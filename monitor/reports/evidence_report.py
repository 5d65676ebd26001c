"""The report of a bundle as a person reads it: one record of plain texts, which HTML and PDF only lay out.

It says what was observed, and never what a listing is. English; words of pages as they stand.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from monitor import __version__
from monitor.evidence.ledger import batch_name
from monitor.evidence.manifest import MANIFEST
from monitor.model import FACTS, decimal_text, plain_value
from monitor.reports.evidence_limits import LIMITS, SPECIMEN
from monitor.reports.evidence_record import BundledEvidence, BundledFinding, Source
from monitor.store.read.detail import HistoryEntry
from monitor.store.read.findings import zulu
from monitor.store.read.sealed import CustodyRecord, SealedCapture
from monitor.store.read.stamps import StoredStamp
from monitor.text.html_output import visible
from monitor.words import marketplace_name
from monitor.words.decisions import decision_words
from monitor.words.findings import missing_words, reason_words
from monitor.words.notice import sheet_words

_LONGEST_HEADING = 150
_METHODS = {
    "crawl": "fetched by the program",
    "hand-saved": "saved by hand: the file's bytes, its own time and who handed it in; nothing is known of the network",
    "replay": "read again from saved pages: never evidence",
}
_CHECKED = {
    "verified": "checked when it came",
    "openssl": "checked with openssl when it came (our library could not read it)",
    "unverified": "not checked: neither our library nor openssl could",
}


def report_of(evidence: BundledEvidence, pictures: Mapping[str, str], *, has_pdf: bool) -> dict[str, Any]:
    """The report. `pictures`: of sealed files, by name, the name of a copy that is safe to show."""
    report = {
        "title": _count(len(evidence.findings), "listing") + ": what was observed",
        "specimen": _mark(evidence),
        "notices": _notices(evidence, has_pdf=has_pdf),
        "cover": _cover(evidence),
        "findings": [_finding(evidence, finding) for finding in evidence.findings],
        "captures": [_capture(evidence, capture, pictures) for capture in evidence.captures],
        "ledger": [
            [batch_name(batch.number), _moment(batch.at), str(batch.captures), batch.root, batch.head_sha256]
            for batch in evidence.batches
        ],
        "custody": [_custody(event) for event in evidence.custody],
        "limits": LIMITS,
    }
    return {name: _shown(value) for name, value in report.items()}


def _mark(evidence: BundledEvidence) -> str | None:
    """What stands on each page of a report that is not to be relied on."""
    if evidence.kind != "live":
        return SPECIMEN
    return str(sheet_words().SPECIMEN) if evidence.specimen else None


def _notices(evidence: BundledEvidence, *, has_pdf: bool) -> list[str]:
    """What a reader must know first."""
    notices = [
        f"{finding.detail.finding.id}: the listing's own page is not among the sealed pages. What follows are pages "
        "that show it among others: they support, but do not replace, a page of its own."
        for finding in evidence.findings
        if not finding.has_own_page
    ]
    if evidence.session_left_out:
        pages = _count(evidence.session_left_out, "sealed page")
        notices.append(f"{pages}, fetched with the owner's login, left out of this bundle.")
    if evidence.deleted:
        notices.append(f"Deleted since they were sealed (see the custody log): {', '.join(evidence.deleted)}.")
    stamped = {stamp.batch for stamp in evidence.stamps if stamp.state != "unverified"}
    if without := [capture for capture in evidence.captures if capture.batch not in stamped]:
        notices.append(
            f"{_count(len(without), 'sealed page')} without a time stamp that could be checked: when they were made is "
            "the word of the machine that made them."
        )
    if not has_pdf:
        notices.append("There is no report.pdf: the program that sets it (typst) was not installed.")
    return notices


def _cover(evidence: BundledEvidence) -> list[list[str]]:
    brands = dict.fromkeys(finding.detail.finding.brand for finding in evidence.findings)
    authorities = dict.fromkeys(f"{stamp.authority} ({_qualified(stamp)})" for stamp in evidence.stamps)
    times = [capture.at for capture in evidence.captures]
    rows = {
        "For the owner of": ", ".join(evidence.brand_names.get(brand, brand) for brand in brands),
        "Findings": ", ".join(finding.detail.finding.id for finding in evidence.findings),
        "Sealed pages": f"{len(evidence.captures)}, of {_moment(min(times))} to {_moment(max(times))}",
        "Batches of the ledger": ", ".join(
            batch_name(number) for number in sorted({c.batch for c in evidence.captures})
        ),
        "Time stamps by": ", ".join(authorities) or "none",
        "Last event that changed a sealed page": _moment(evidence.custody[-1].at) if evidence.custody else "none",
        "Put together by": f"marketplace-monitor {__version__}",
        "To check it": "VERIFY.md says how, with standard programs; SHA256SUMS lists the digest of every file",
    }
    return [[name, value] for name, value in rows.items()]


def _finding(evidence: BundledEvidence, finding: BundledFinding) -> dict[str, Any]:
    detail, record = finding.detail, finding.detail.finding
    return {
        "id": record.id,
        "title": _short(record.listing.title or "(no title)"),
        "captures": [
            [capture.id, _what_of(finding, capture), _moment(capture.at), capture.final_url or capture.url]
            for capture in finding.captures
        ],
        "facts": _facts(evidence, finding),
        "reasons": [
            {"points": f"{reason.points:+}", "code": reason.code} | words._asdict()
            for reason, words in ((reason, reason_words(reason)) for reason in record.reasons)
        ],
        "missing": [missing_words(fact) for fact in record.missing],
        "score": f"{record.score} points, level: {record.level or 'none'}",
        "history": [_history(evidence, entry) for entry in detail.history],
        "decisions": [
            f"{decision_words(decision)}{f': {decision.note}' if decision.note else ''}"
            for decision in detail.decisions
        ],
    }


def _what_of(finding: BundledFinding, capture: SealedCapture) -> str:
    return "the listing's own page" if finding.is_own(capture) else f"supporting: a {capture.page} page that shows it"


def _facts(evidence: BundledEvidence, finding: BundledFinding) -> list[dict[str, Any]]:
    """The facts that pages told, each with the sealed file where it stands."""
    listing = finding.detail.finding.listing
    rows: list[dict[str, Any]] = [
        {
            "name": "marketplace",
            "value": marketplace_name(finding.detail.finding.marketplace),
            **_cited(None, own=True),
        },
        {"name": "listing", "value": listing.listing_id, **_cited(None, own=True)},
        {"name": "address", "value": listing.url or "not told", **_cited(None, own=True)},
    ]
    if listing.vendor.id or listing.vendor.name:
        value = plain_value(listing.vendor)
        told = [f"{name} {value[name]}" for name in ("name", "id", "url") if value[name]]
        rows.append(
            {"name": "seller", "value": ", ".join(told), **_cited(evidence.source_of_fact(finding, "vendor", value))}
        )
    for name, fact in FACTS.items():
        value = plain_value(getattr(listing, name))
        if value not in (None, []):
            source = evidence.source_of_fact(finding, name, value)
            rows.append({"name": fact.label, "value": _fact_text(name, value), **_cited(source)})
    return rows


def _fact_text(name: str, value: Any) -> str:
    match name:
        case "image_urls":
            return f"{len(value)}: {', '.join(value[:3])}{' …' if len(value) > 3 else ''}"
        case "price_steps":
            return "; ".join(f"{step['price']} from {step['min_qty']} on" for step in value)
        case _:
            return str(value)


def _cited(source: Source | None, *, own: bool = False) -> dict[str, str]:
    if source is not None:
        return asdict(source)
    return {"file": "findings.json" if own else "no sealed page of this bundle", "sha256": ""}


def _history(evidence: BundledEvidence, entry: HistoryEntry) -> list[str]:
    price = decimal_text(entry.price_min) or ""
    if entry.price_max not in (None, entry.price_min):
        price += f"–{decimal_text(entry.price_max)}"
    source = evidence.source_of_entry(entry)
    where = source.file.split("/")[1] if source else "page not sealed" if entry.sha256_body else "page not kept"
    return [
        _moment(entry.at),
        entry.event + (" (read by guess)" if entry.guessed else ""),
        f"{price} {entry.currency or ''}".strip() if price else "",
        "" if entry.stock is None else str(entry.stock),
        "" if entry.units_sold is None else str(entry.units_sold),
        entry.title or "",
        where,
    ]


def _capture(evidence: BundledEvidence, capture: SealedCapture, pictures: Mapping[str, str]) -> dict[str, Any]:
    files = evidence.files[capture.id]
    folder = f"captures/{capture.id}"
    hops = capture.fetch.get("hops") or []
    rendered = any(hop.get("rendered") for hop in hops)
    clock = "the time of the file" if capture.method == "hand-saved" else "the clock of the machine"
    rows = {
        "Address": capture.url,
        "Address in the end": capture.final_url or capture.url,
        "Page came": f"{_moment(capture.at)} ({clock})",
        "How": _METHODS.get(capture.method, capture.method) + (", in a browser" if rendered else ""),
        "Handed in by": capture.handed_in_by or "not said" if capture.method == "hand-saved" else None,
        "With the owner's login": "yes" if capture.session else "no",
        "Stand-in server": capture.stand_in,
        "Bytes exactly as on the wire": None if capture.method == "hand-saved" else "no (wire_exact: false)",
        "Program of the day": capture.program,
        "Sealed": f"{_moment(capture.sealed_at)} by {capture.sealed_by}",
        "In the ledger": f"batch {batch_name(capture.batch)}, line {capture.position + 1}",
    }
    return {
        "id": capture.id,
        "rows": [[name, value] for name, value in rows.items() if value is not None],
        "stamps": [
            _stamp(stamp, capture) for stamp in evidence.stamps if stamp.batch == capture.batch
        ] or ["Not stamped yet: the times above are the word of the machine that made this capture."],
        "files": [[file.name.removeprefix(f"{folder}/"), file.sha256] for file in files],
        "manifest": f"{folder}/{MANIFEST}",
        "pictures": [
            {"file": file.name, "sha256": file.sha256, "shown": pictures[file.name]}
            for file in files
            if file.name in pictures
        ],
    }  # fmt: skip


def _stamp(stamp: StoredStamp, capture: SealedCapture) -> str:
    checked = _CHECKED.get(stamp.state, stamp.state)
    if stamp.gen_time is None:
        return f"{stamp.authority} ({_qualified(stamp)}): the time could not be read; {checked}"
    gap = stamp.gen_time - capture.at
    after = f"{_span(gap)} after the page came" if gap >= timedelta() else f"{_span(-gap)} before the page's own time"
    again = "" if stamp.number == 1 else f"; stamp {stamp.number} of this authority, which covers the earlier ones"
    return f"{_moment(stamp.gen_time)} by {stamp.authority} ({_qualified(stamp)}), {after}; {checked}{again}"


def _qualified(stamp: StoredStamp) -> str:
    return "a qualified trust service by the owner's word" if stamp.qualified else "not a qualified trust service"


def _custody(event: CustodyRecord) -> list[str]:
    what = event.capture_id or (f"batch {batch_name(event.batch)}" if event.batch is not None else event.listing_key)
    return [_moment(event.at), event.event, event.who, what or ""]


def _span(gap: timedelta) -> str:
    """A stretch of time in its two largest units."""
    seconds = int(gap.total_seconds())
    parts = [(seconds // 86_400, "d"), (seconds // 3_600 % 24, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s")]
    large = next((place for place, (number, _) in enumerate(parts) if number), 3)
    return " ".join(f"{number} {unit}" for number, unit in parts[large : large + 2])


def _moment(at: datetime) -> str:
    return zulu(at) or ""


def _short(title: str) -> str:
    """A title as a heading: the whole stands among the facts."""
    return title if len(title) <= _LONGEST_HEADING else f"{title[:_LONGEST_HEADING]}…"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _shown(value: Any) -> Any:
    """All texts of a record with what turns or hides words made visible."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {name: _shown(member) for name, member in value.items()}
    return [_shown(member) for member in value] if isinstance(value, list) else value
