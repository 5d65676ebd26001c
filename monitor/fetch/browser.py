"""Pages that only a browser can show: scrapy-playwright on the system's Chromium, started when the first is asked for.

The browser leaves the machine through the guarding proxy only. Pictures, fonts and trackers are not loaded; a capture
for evidence (`meta["capture"]`) lets pictures and fonts through. The data that a page fetches by itself are caught, for
pages whose document holds none.
"""

import asyncio
import logging
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import CDPSession, Page, Route
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Response as Answer
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy_playwright import handler
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod
from scrapy_playwright.provider import PlaywrightBrowserProvider

from monitor.fetch.capture import Capture
from monitor.fetch.chromium import browser_arguments
from monitor.fetch.errors import BrowserFailed
from monitor.fetch.page_record import PageRecord
from monitor.fetch.public_address import host_and_port, is_literal
from monitor.fetch.public_proxy import PublicAddressProxy
from monitor.fetch.record import note_fetch
from monitor.fetch.session_mhtml import scrubbed_mhtml
from monitor.fetch.session_secrets import Secrets, private_words, scrubbed_logs
from monitor.fetch.stand_in import stand_in_address
from monitor.pages.extract import json_answer
from monitor.text.decode import decode_page

logger = logging.getLogger(__name__)


def _as_utf8(headers: object, text: str) -> tuple[bytes, str]:
    """The bytes of a rendered page."""
    return text.encode("utf-8", "replace"), "utf-8"


# scrapy-playwright's own encodes with any codec of Python that the page names, also with those that are no text
handler._encode_body = _as_utf8  # noqa: SLF001

_SKIPPED, _SKIPPED_IN_CAPTURES = frozenset({"image", "media", "font"}), frozenset({"media"})
_TRACKERS = (
    "google-analytics.com", "googletagmanager.com", "doubleclick.net", "googlesyndication.com", "facebook.net",
    "facebook.com", "hotjar.com", "criteo.com", "criteo.net", "bing.com", "clarity.ms", "hm.baidu.com", "tiktok.com",
    "yandex.ru", "mmstat.com", "scorecardresearch.com", "adservice.google.com",
)  # fmt: skip
_NAVIGATION_MS, _SETTLE_MS = 30_000, 8_000
_DEADLINE = 60.0
"""Seconds for a page as a whole: a page that crashed may never answer."""
_CAPTURE_SECONDS, _FOR_THE_REST = 20.0, 3.0
"""The longest time for a capture, and what of a page's deadline is left for what comes after it."""
_MOST_ANSWERS, _LARGEST_ANSWER = 40, 5 * 1024 * 1024


@dataclass
class _Asked:
    """One page that is asked for, and what comes of it."""

    context: str
    """Scrapy-playwright's name of the browser's context."""
    record: PageRecord
    capture: Capture | None
    """None: the page is read, not captured."""
    deadline: float
    """Of the monotonic clock."""
    answers: list[bytes] = field(default_factory=list)
    hop: dict[str, Any] = field(default_factory=dict)
    reading: list["asyncio.Task[bytes | None]"] = field(default_factory=list)

    """What the page fetched by itself; reading the bodies takes its time."""

    async def bodies(self) -> list[bytes]:
        """The data that the page fetched."""
        bodies = await asyncio.gather(*self.reading)
        return [body for body in bodies if body and json_answer(decode_page(body, None)) is not None]


class Browser:
    """A crawler's browser. `executable`: Chromium; `domains`: whose answers are the site's; `profile`: a login's."""

    def __init__(
        self, crawler: Crawler, executable: Path, origin: str | None, domains: list[str], profile: Path | None
    ) -> None:
        self._handler = ScrapyPlaywrightDownloadHandler(crawler)
        config = self._handler.config
        config.launch_options = {"executable_path": str(executable), "args": browser_arguments()}
        config.navigation_timeout_ms = _NAVIGATION_MS
        config.max_pages_per_context = 1
        config.download_timeout_secs = 1.0  # a crashed page looks like the beginning of a download
        self._handler.browser_provider = PlaywrightBrowserProvider(config)
        self._proxy = PublicAddressProxy(host_and_port(origin))
        self._origin = origin
        self._domains = tuple(domains)
        self._agent = crawler.settings["USER_AGENT"]
        self._free = asyncio.Lock()
        """One page at a time, whichever sites ask for one: each has the whole of its deadline."""
        self._started = False
        self._captures = 0
        self._profile = profile
        self._secrets = Secrets(private_words(profile)) if profile else None
        self._open = ExitStack()
        """What ends with the browser."""
        if self._secrets:
            self._open.enter_context(scrubbed_logs(self._secrets))

    async def ask(self, request: Request) -> Response:
        """The page as the browser has it in the end; `meta["answers"]` holds the data that it fetched.

        A page or browser that came to an end is asked again once. Raises `BrowserFailed`.
        """
        async with self._free:
            try:
                return await self._ask(request)
            except BrowserFailed as error:
                logger.warning("%s: once more after: %s", request.url, error)
                return await self._ask(request)

    async def _ask(self, request: Request) -> Response:
        asked = self._asked(request)
        try:
            if not self._started:
                proxy = await self._proxy.start()
                self._handler.config.launch_options["proxy"] = {"server": proxy, "bypass": "<-loopback>"}
                await self._handler.browser_provider.start()
                self._started = True
            sent = request.replace(meta={**request.meta, **self._meta(asked)})
            response: Response = await asyncio.wait_for(self._handler.download_request(sent), _DEADLINE)
        except (PlaywrightError, TimeoutError, OSError) as error:
            why = str(error).partition("\n")[0][:200] or type(error).__name__
            raise BrowserFailed(self._secrets.scrub(why) if self._secrets else why) from None
        finally:
            if asked.capture is not None:
                await self._end_context(asked.context)
        response.headers.pop("Set-Cookie", None)  # the browser keeps its cookies to itself
        if self._secrets is not None:
            response = self._without_secrets(asked, response, self._secrets)
        request.meta["answers"] = asked.answers
        request.meta["captured"] = asked.capture.files() if asked.capture else {}
        request.meta["session"] = self._secrets is not None
        captured = asked.capture.record() if asked.capture else {}
        note_fetch(request, **asked.hop, **self._lookup(response.url), browser={**asked.record.browser(), **captured})
        return response.replace(request=request)

    def _asked(self, request: Request) -> _Asked:
        captured = bool(request.meta.get("capture"))
        context = "session" if self._profile else "default"
        if captured and not self._profile:
            self._captures += 1
            context = f"capture {self._captures}"  # nothing of other pages is in it
        fresh = self._profile is None and context not in self._handler.context_wrappers
        capture = Capture() if captured else None
        return _Asked(context, PageRecord(fresh), capture, time.monotonic() + _DEADLINE - _FOR_THE_REST)

    async def _end_context(self, name: str) -> None:
        wrapper = self._handler.context_wrappers.get(name)
        if wrapper is not None and not wrapper.persistent:
            with suppress(PlaywrightError):
                await wrapper.context.close()

    def _without_secrets(self, asked: _Asked, response: Response, secrets: Secrets) -> Response:
        """The response without them; what was asked beside it is scrubbed in its place."""
        asked.answers = [secrets.scrub_bytes(body) for body in asked.answers]
        asked.record.scrub(secrets.scrub)
        if asked.capture is not None and asked.capture.mhtml is not None:
            try:
                asked.capture.mhtml = scrubbed_mhtml(asked.capture.mhtml, secrets)
            except ValueError:  # more parts than a page has
                asked.capture.mhtml = None
        return _scrubbed(response, secrets)

    def _lookup(self, url: str) -> dict[str, Any]:
        """What the proxy knows of a page's host: `dns`, and `address` where all connections went to one."""
        host = urlsplit(url).hostname or ""
        if self._origin is not None or host not in self._proxy.resolved or is_literal(host):
            return {}
        connected = self._proxy.connected.get(host, set())
        address = next(iter(connected)) if len(connected) == 1 else None
        return {"dns": self._proxy.resolved[host], "address": address}

    async def close(self) -> None:
        """End the browser; the log is no longer scrubbed."""
        if self._started:
            with suppress(PlaywrightError):
                await self._handler.close()
            await self._proxy.close()
        self._open.close()

    def _meta(self, asked: _Asked) -> dict[str, Any]:
        closing: list[asyncio.Task[None]] = []
        sessions: list[CDPSession] = []

        async def prepare(page: Page, _: Request) -> None:
            if self._secrets is not None:
                self._secrets.add_cookies(await page.context.cookies())
            sessions[:] = [await asked.record.begin(page)]
            await page.route("**/*", lambda route: self._door(route, asked))
            page.on("response", lambda answer: self._catch(answer, asked))
            # a crashed page never resolves; when it is closed, scrapy-playwright opens another
            page.on("crash", lambda _: closing.append(asyncio.ensure_future(page.close())))

        async def settle(page: Page) -> None:
            with suppress(PlaywrightError):
                await page.wait_for_load_state("networkidle", timeout=_SETTLE_MS)
            asked.answers.extend(await asked.bodies())
            with suppress(PlaywrightError):
                asked.hop = await asked.record.hop(sessions[0])
            if asked.capture is not None:
                seconds = min(_CAPTURE_SECONDS, asked.deadline - time.monotonic())
                # what stands in a picture can't be scrubbed
                await asked.capture.take(page, sessions[0], seconds, with_screenshot=self._secrets is None)
            if self._secrets is not None:
                self._secrets.add_cookies(await page.context.cookies())

        context: dict[str, Any] = {
            "user_agent": self._agent,
            "service_workers": "block",
            "accept_downloads": False,
        }
        if self._profile is not None:
            context |= {"user_data_dir": str(self._profile / "chromium"), **self._handler.config.launch_options}
        return {
            "playwright": True,
            "playwright_context": asked.context,
            "playwright_context_kwargs": context,
            "playwright_page_init_callback": prepare,
            "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
            "playwright_page_methods": [PageMethod(settle)],
        }

    async def _door(self, route: Route, asked: _Asked) -> None:
        """Every request of a page: aborted, sent on, or sent to the stand-in."""
        request = route.request
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        skipped = _SKIPPED if asked.capture is None else _SKIPPED_IN_CAPTURES
        try:
            if parts.scheme not in ("http", "https") or request.resource_type in skipped or _is_of(host, _TRACKERS):
                asked.record.block(request.url)
                await route.abort()
            elif self._origin is None:
                await route.continue_()
            else:
                address = stand_in_address(self._origin, request.url)
                headers = {**request.headers, "x-forwarded-host": parts.netloc}
                await route.fulfill(response=await route.fetch(url=address, headers=headers, max_redirects=5))
        except PlaywrightError as error:
            logger.debug("%s: %s", request.url, error)  # the page went away meanwhile

    def _catch(self, answer: Answer, asked: _Asked) -> None:
        request = answer.request
        data = request.resource_type in ("xhr", "fetch") or (
            request.resource_type == "script" and "callback=" in request.url
        )
        if data and _is_of(urlsplit(request.url).hostname or "", self._domains) and len(asked.reading) < _MOST_ANSWERS:
            asked.reading.append(asyncio.ensure_future(_body(answer)))


def _scrubbed(response: Response, secrets: Secrets) -> Response:
    headers = {name: [secrets.scrub_bytes(value) for value in values] for name, values in response.headers.items()}
    return response.replace(url=secrets.scrub(response.url), headers=headers, body=secrets.scrub_bytes(response.body))


async def _body(answer: Answer) -> bytes | None:
    try:
        body = await answer.body()
    except PlaywrightError:
        return None  # redirected, or the page went away
    return body if len(body) <= _LARGEST_ANSWER else None


def _is_of(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
