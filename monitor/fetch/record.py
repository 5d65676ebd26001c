"""The record of a fetch: made at the fetch, because it can't be added to an old page later.

Order 990, next to the downloader: headers as they were sent, the body before Content-Encoding is undone. Scrapy and
Twisted normalise header names; the record says so (`wire_exact: false`).
"""

import hashlib
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from monitor.store.db.types import utc_text

_HOPS, _FACTS = "fetch_hops", "fetch_facts"
"""Keys of `request.meta`."""
_SECRET = frozenset({"cookie", "set-cookie", "authorization", "proxy-authorization", "x-csrf-token", "x-xsrf-token"})
_REDACTED = "(redacted)"
_MOST_LINES, _LONGEST_NAME, _LONGEST = 100, 100, 2000
"""What is kept of an answer's headers: lines, and characters of a name and of a value."""


class RecordFetch:
    """Downloader middleware: notes every hop of a request (redirects and retries are hops too)."""

    def __init__(self, robots: str) -> None:
        self._robots = robots

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off for replayed and hand-saved pages: nothing is fetched."""
        if crawler.settings.getbool("MONITOR_FROM_FILES"):
            raise NotConfigured
        override = crawler.settings["MONITOR_ROBOTS_OVERRIDE"]
        return cls("allowed" if override is None else f"overridden: {override}")

    def process_response(self, request: Request, response: Response) -> Response:
        """Note the hop."""
        if "target" in request.meta:
            request.meta.setdefault(_HOPS, []).append(self._hop(request, response))
        return response

    def _hop(self, request: Request, response: Response) -> dict[str, Any]:
        certificate, facts = response.certificate, request.meta[_FACTS]
        # of a rendered page the bytes and the request headers are not those on the wire: left empty
        rendered = bool(request.meta.get("browser"))
        return {
            "url": request.url,
            "method": request.method,
            "request_headers": None if rendered else _headers(request.headers.items()),
            "sent_at": utc_text(facts["sent_at"]),
            "received_at": utc_text(datetime.now(UTC)),
            "seconds": round(time.monotonic() - facts["began"], 6),
            "status": response.status,
            "reason": _cut(facts["reason"], _LONGEST_NAME) if facts.get("reason") else None,
            "headers": _headers(response.headers.items()),
            "protocol": facts.get("protocol") if rendered else response.protocol,
            "address": facts.get("address") if rendered else _text(response.ip_address),
            "dns": facts.get("dns"),
            "tls": facts.get("tls"),
            "tls_certificate": certificate.dumpPEM().decode() if certificate is not None else None,
            "robots": self._robots,
            "robots_sha256": request.meta.get("robots_sha256"),
            "sha256_wire": None if rendered else hashlib.sha256(response.body).hexdigest(),
            "size_wire": None if rendered else len(response.body),
            "rendered": rendered,
            "browser": facts.get("browser"),
            "wire_exact": False,
        }


def begin_fetch(request: Request) -> None:
    """Note the clocks as a request leaves."""
    request.meta[_FACTS] = {"sent_at": datetime.now(UTC), "began": time.monotonic()}


def note_fetch(request: Request, **facts: Any) -> None:
    """Note what became known of a request's fetch; nothing before `begin_fetch`.

    `reason`, `dns`, `tls` as in the hop; of a rendered page also `protocol`, `address` and `browser`.
    """
    if _FACTS in request.meta:
        request.meta[_FACTS].update(facts)


def fetch_of(response: Response) -> dict[str, Any]:
    """The record of a response: its hops, or the file that it was replayed or handed in from."""
    if source := response.meta.get("saved_file"):
        return {"file": source}
    return {"hops": list(response.meta.get(_HOPS, ()))}


def _headers(headers: Iterable[tuple[bytes, list[bytes]]]) -> list[list[str]]:
    """Header lines in order; the values of secrets are redacted, that they were there is not.

    What is longer than `_LONGEST` or `_MOST_LINES` is cut, and says so.
    """
    lines = [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers for value in values]
    kept = [
        [_cut(name, _LONGEST_NAME), _REDACTED if name.lower() in _SECRET else _cut(value, _LONGEST)]
        for name, value in lines[:_MOST_LINES]
    ]
    return kept + ([["(cut)", f"{len(lines) - _MOST_LINES} more lines"]] if len(lines) > _MOST_LINES else [])


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]} (cut, of {len(text)} characters)"
