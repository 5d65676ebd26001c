"""A capture: the files that are sealed of one page, with `capture.json`, which says all that was recorded of it.

What was not recorded at the fetch is null. Scores and decisions are no part of it: they change, it does not.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from monitor.evidence.warc import RENAMED, WIRE_HEADERS, warc_file

FACTS = "capture.json"
WARC = "capture.warc.gz"
_ENDINGS = {"text/html": "html", "application/json": "json", "multipart/related": "mhtml"}
_REDACTED = "(redacted)"
_NO_EVIDENCE = {
    "replay": "replayed from saved pages: shows how a page is read, and is never evidence of what a site served",
    "stand-in": "asked of a stand-in server: never evidence of what a site served",
}


@dataclass(frozen=True, slots=True)
class SealedPicture:
    """A kept picture of a listing."""

    listing_key: str
    url: str
    at: str
    """When it came, UTC, ISO 8601."""
    name: str
    """Of its file: its SHA-256 and the ending of its format."""
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a kept page, as `capture.json` tells it. Times are texts: UTC, ISO 8601."""

    visit_id: int
    run_id: int
    marketplace: str
    page: str
    target: str
    outcome: str
    reason: str | None
    url: str
    final_url: str | None
    at: str
    recorded_at: str
    method: str
    session: bool
    stand_in: str | None
    brand: str | None
    keyword: str | None
    layout: str | None
    media_type: str | None
    sha256: str
    fetch: Mapping[str, Any]
    """See `monitor.fetch.record`."""
    body: bytes = field(repr=False)
    program: str = ""
    """The version that fetched it."""
    environment: Mapping[str, Any] | None = None
    """What the run knew of its machine."""
    handed_in_by: str | None = None
    listings: Sequence[Mapping[str, Any]] = ()
    """Those on the page that name a watched brand: `key`, `own`, `as_shown`."""
    certificates: Mapping[str, str] = field(default_factory=dict)
    """As PEM, by the SHA-256 of the DER form."""
    pictures: Sequence[SealedPicture] = ()
    pictures_not_kept: Sequence[str] = ()
    """Addresses of further pictures."""
    screenshot: bytes | None = field(default=None, repr=False)
    mhtml: bytes | None = field(default=None, repr=False)
    gaps: Sequence[str] = ()
    """What should be here and is not, a sentence each."""

    @property
    def hops(self) -> Sequence[Mapping[str, Any]]:
        """Requests and answers; none of a page that was handed in or replayed."""
        return self.fetch.get("hops") or ()

    @property
    def no_evidence(self) -> str | None:
        """Why it is no evidence of what a site served; None: it is."""
        return _NO_EVIDENCE.get("stand-in" if self.stand_in is not None else self.method)


@dataclass(frozen=True, slots=True)
class Sealing:
    """Who seals, when (UTC, ISO 8601) and why."""

    capture_id: str
    at: str
    by: str
    why: str


def capture_files(page: Page, sealing: Sealing) -> dict[str, bytes]:
    """The files of a capture's folder by name, without the manifest."""
    files = _page_files(page)
    files |= {f"tls/{sha256}.pem": pem.encode() for sha256, pem in page.certificates.items()}
    files |= {f"pictures/{picture.name}": picture.data for picture in page.pictures}
    facts = _facts(page, sealing, kept_as=next(iter(files)))
    files[FACTS] = (json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode("utf-8", "replace")
    return files


def _page_files(page: Page) -> dict[str, bytes]:
    """The page itself first."""
    if not page.hops:
        return {f"page.{_ENDINGS.get(page.media_type or '', 'bin')}": page.body}
    info = {
        "software": f"marketplace-monitor {page.program}",
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": str(page.hops[-1].get("robots")),
        "description": "Headers as the program had them, written anew: names are normalised, so this is not the wire, "
        "byte for byte (wire_exact: false). Values of secrets stand as (redacted). Bodies are without "
        f"Content-Encoding: headers that speak of the wire are renamed {RENAMED}…. See capture.json.",
    }
    files = {WARC: warc_file(page.hops, page.body, page.media_type, info, page.at)}
    if page.screenshot is not None:
        files["screenshot.png"] = page.screenshot
    if page.mhtml is not None:
        files["page.mhtml"] = page.mhtml
    return files


def _facts(page: Page, sealing: Sealing, kept_as: str) -> dict[str, Any]:
    last: Mapping[str, Any] = page.hops[-1] if page.hops else {}
    environment = page.environment or {}
    return {
        "format": "capture 1",
        "capture": sealing.capture_id,
        "sealed": {"at": sealing.at, "by": sealing.by, "why": sealing.why},
        "evidence": page.no_evidence is None,
        "no_evidence": page.no_evidence,
        "method": page.method,
        "stand_in": page.stand_in,
        "session": page.session,
        "run": {"id": page.run_id, "visit": page.visit_id, "program": page.program},
        "operator": environment.get("operator"),
        "looked_for": {"brand": page.brand, "keyword": page.keyword, "target": page.target},
        "page": {
            "marketplace": page.marketplace, "kind": page.page, "url": page.url, "final_url": page.final_url,
            "outcome": page.outcome, "reason": page.reason, "layout": page.layout,
        },
        "listings": list(page.listings),
        "time": {
            "at": page.at,
            "recorded_at": page.recorded_at,
            "started_at": page.hops[0].get("sent_at") if page.hops else None,
            "ended_at": last.get("received_at"),
            "clock": environment.get("clock"),
        },
        "handed_in": _handed_in(page),
        "hops": [_hop(hop) for hop in page.hops],
        "browser": last.get("browser"),
        "environment": page.environment,
        "body": {
            "file": kept_as, "sha256": page.sha256, "size": len(page.body), "media_type": page.media_type,
            "rule": _body_rule(page), "wire_exact": False if page.hops else None,
        },
        "renamed_headers": sorted({
            str(name) for hop in page.hops for name, _ in hop.get("headers") or () if name.lower() in WIRE_HEADERS
        }),
        "redacted_headers": sorted({
            str(name)
            for hop in page.hops
            for name, value in [*(hop.get("request_headers") or ()), *(hop.get("headers") or ())]
            if value == _REDACTED
        }),
        "pictures": [
            {"file": f"pictures/{picture.name}", "listing": picture.listing_key, "url": picture.url, "at": picture.at}
            for picture in page.pictures
        ],
        "pictures_not_kept": list(page.pictures_not_kept),
        "gaps": list(page.gaps),
    }  # fmt: skip


def _hop(hop: Mapping[str, Any]) -> dict[str, Any]:
    """A hop, with null for what older programs did not record."""
    unrecorded = dict.fromkeys(("reason", "seconds", "dns", "tls"))
    return {**unrecorded, **{name: value for name, value in hop.items() if name != "browser"}}


def _handed_in(page: Page) -> dict[str, Any] | None:
    """Of a page from a file: the file as it was handed in, its own time, and who did it."""
    if page.hops:
        return None
    digest, _, part = page.target.removeprefix("saved:").partition("@")
    is_saved = page.target.startswith("saved:")
    return {
        "file": page.fetch.get("file"),
        "file_sha256": digest if is_saved else None,
        "part": part or None,
        "saved_at": page.at,
        "by": page.handed_in_by,
    }


def _body_rule(page: Page) -> str:
    if not page.hops:
        return "the page as the file holds it"
    if page.hops[-1].get("rendered"):
        return "what the browser had in the end, or the data that the page fetched; not what the server sent"
    return "as the server sent it, Content-Encoding undone, before any charset was decoded"
