"""A capture of a page for evidence: a picture of it as a person sees it, and the page as one file (MHTML)."""

import asyncio
import base64
import hashlib
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playwright.async_api import CDPSession, Page
from playwright.async_api import Error as PlaywrightError

from monitor.pages.limits import MAX_PAGE_BYTES

MAX_HEIGHT = 8000
"""Pixels of a screenshot; a longer page takes 8 s and 12 MB (measured 2026-11)."""
_SCROLL_SECONDS, _PATIENCE_MS = 8.0, 5_000
"""How long scrolling may take with all, and in the end the pictures that came by it."""

# many sites load a picture when it is scrolled to
_SCROLL = """async ([height, patience]) => {
    const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
    for (let y = 0; y < Math.min(document.documentElement.scrollHeight, height); y += Math.max(innerHeight, 400)) {
        scrollTo(0, y);
        await pause(100);
    }
    scrollTo(0, 0);
    const loading = [...document.images].filter(image => !image.complete);
    const loaded = image => new Promise(done => ["load", "error"].forEach(e => image.addEventListener(e, done)));
    await Promise.race([Promise.all(loading.map(loaded)), pause(patience)]);
}"""


@dataclass
class Capture:
    """What was captured before the time was up; None: not had, or too large."""

    screenshot: bytes | None = None
    page_height: int = 0
    """Pixels of the whole page."""
    mhtml: bytes | None = None

    async def take(self, page: Page, session: CDPSession, seconds: float, *, with_screenshot: bool) -> None:
        """Capture a page within a time; `session`: its DevTools session."""
        with suppress(PlaywrightError, TimeoutError):
            async with asyncio.timeout(seconds):
                await _scroll(page)
                whole = await session.send("Page.captureSnapshot", {"format": "mhtml"})
                self.mhtml = _bounded(whole["data"].encode("utf-8", "replace"))
                if with_screenshot:
                    await self._take_screenshot(session)

    async def _take_screenshot(self, session: CDPSession) -> None:
        metrics = await session.send("Page.getLayoutMetrics")  # the page's own words could be anything
        size, width = metrics["cssContentSize"], metrics["cssLayoutViewport"]["clientWidth"]
        self.page_height = max(int(size["height"]), 1)
        clip = {"x": 0, "y": 0, "width": width, "height": min(self.page_height, MAX_HEIGHT), "scale": 1}
        asked = {"format": "png", "clip": clip, "captureBeyondViewport": True}
        self.screenshot = _bounded(base64.b64decode((await session.send("Page.captureScreenshot", asked))["data"]))

    def record(self) -> dict[str, Any]:
        """`screenshot` and `mhtml` as the record of a fetch names them."""
        return {"screenshot": self._screenshot_facts(), "mhtml": _file_facts(self.mhtml)}

    def files(self) -> dict[str, bytes]:
        """The files by media type."""
        files = {"image/png": self.screenshot, "multipart/related": self.mhtml}
        return {media_type: content for media_type, content in files.items() if content is not None}

    def _screenshot_facts(self) -> dict[str, Any] | None:
        if self.screenshot is None:
            return None
        width, height = struct.unpack(">II", self.screenshot[16:24])  # of the PNG's head
        facts = {
            "width": width,
            "height": height,
            "page_height": self.page_height,
            "cut": self.page_height > MAX_HEIGHT,
        }
        return {"sha256": hashlib.sha256(self.screenshot).hexdigest(), **facts}


async def _scroll(page: Page) -> None:
    """Have late pictures come; a page that hinders it is captured as it is."""
    with suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(_SCROLL_SECONDS):
            await page.evaluate(_SCROLL, [MAX_HEIGHT, _PATIENCE_MS])


def _file_facts(content: bytes | None) -> dict[str, Any] | None:
    return None if content is None else {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def _bounded(content: bytes) -> bytes | None:
    return content if len(content) <= MAX_PAGE_BYTES else None
