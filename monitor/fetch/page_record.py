"""What a browser tells of a page while it shows it: the browser, the document's connection, what did not come."""

import base64
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import CDPSession, Page
from playwright.async_api import Error as PlaywrightError

_MOST_CONSOLE, _MOST_BLOCKED = 50, 200
_LONGEST, _MOST_AT_FIRST = 500, 10_000
"""Characters of a console line, or of a blocked address; and before secrets are taken out, which must not be cut."""
_MOST_CERTIFICATES = 10

# asked while the page is still empty: a site's own programs could answer otherwise
_WHAT_SITES_SEE = """() => ({
    device_scale_factor: devicePixelRatio, locale: navigator.language, user_agent: navigator.userAgent,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone})"""


@dataclass
class PageRecord:
    """The record of one page. `fresh`: the browser brought nothing along from other pages (cookies, caches)."""

    fresh: bool
    console: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    _browser: dict[str, Any] = field(default_factory=dict)
    _documents: list[dict[str, Any]] = field(default_factory=list)
    """The documents that the page itself was, as the DevTools protocol (CDP) tells of them."""

    async def begin(self, page: Page) -> CDPSession:
        """Listen to a page that is still empty. Returns the DevTools session. Raises Playwright's `Error`."""
        for lines in (self.console, self.blocked, self._documents):
            lines.clear()  # of a page that crashed
        page.on("console", lambda message: _add(self.console, f"{message.type}: {message.text}", _MOST_CONSOLE))
        page.on("pageerror", lambda error: _add(self.console, f"exception: {error.message}", _MOST_CONSOLE))
        session = await page.context.new_cdp_session(page)
        frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]

        def note(event: dict[str, Any]) -> None:
            if event.get("type") == "Document" and event.get("frameId") == frame:
                self._documents.append(event["response"])

        session.on("Network.responseReceived", note)
        await session.send("Network.enable")
        version = (await session.send("Browser.getVersion"))["product"].rpartition("/")[2]
        size = page.viewport_size
        self._browser = {
            "name": "Chromium",
            "version": version,
            "viewport": [size["width"], size["height"]] if size else None,
            **await page.evaluate(_WHAT_SITES_SEE),
            "fresh": self.fresh,
        }
        return session

    def block(self, address: str) -> None:
        """Note an address that the page asked for and did not get."""
        _add(self.blocked, address, _MOST_BLOCKED)

    def scrub(self, scrub: Callable[[str], str]) -> None:
        """Take out what must not be kept."""
        self.console, self.blocked = [scrub(one) for one in self.console], [scrub(one) for one in self.blocked]

    async def hop(self, session: CDPSession) -> dict[str, Any]:
        """Of the document that the page is: `protocol`, `reason` and `tls`, None where not known."""
        document = self._documents[-1] if self._documents else {}
        return {
            "protocol": document.get("protocol") or None,
            "reason": document.get("statusText") or None,
            "tls": await _tls_facts(session, document),
        }

    def browser(self) -> dict[str, Any]:
        """The record's `browser`, without what a capture adds."""
        lines = {"console": [_cut(line) for line in self.console], "blocked": [_cut(one) for one in self.blocked]}
        return {**self._browser, **lines, "screenshot": None, "mhtml": None}


def _add(lines: list[str], line: str, most: int) -> None:
    if len(lines) < most:
        lines.append(line[:_MOST_AT_FIRST])


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]} (cut)"


async def _tls_facts(session: CDPSession, document: dict[str, Any]) -> dict[str, Any] | None:
    """As Chromium names them; the chain (PEM, the leaf first) as it was verified."""
    details = document.get("securityDetails")
    if not details:
        return None
    parts = urlsplit(document["url"])
    try:
        answer = await session.send("Network.getCertificate", {"origin": f"{parts.scheme}://{parts.netloc}"})
    except PlaywrightError:  # an experimental part of the protocol
        answer = {"tableNames": []}
    certificates = [base64.b64decode(one) for one in answer["tableNames"][:_MOST_CERTIFICATES]]
    return {
        "version": details["protocol"].replace("TLS ", "TLSv"),
        "cipher": details["cipher"],
        "verified": document.get("securityState") == "secure",
        "chain": [ssl.DER_cert_to_PEM_cert(certificate) for certificate in certificates],
    }
