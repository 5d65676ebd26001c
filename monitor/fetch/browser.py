"""Pages that only a browser can show: scrapy-playwright on the system's Chromium, started when the first is asked for.

The browser leaves the machine through the guarding proxy only. Pictures, fonts and trackers are not loaded. The data
that a page fetches by itself are caught, for pages whose document holds none.
"""

import asyncio
import logging
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Route
from playwright.async_api import Response as Answer
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy_playwright import handler
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod
from scrapy_playwright.provider import PlaywrightBrowserProvider

from monitor.fetch.chromium import browser_arguments
from monitor.fetch.errors import BrowserFailed
from monitor.fetch.public_address import host_and_port
from monitor.fetch.public_proxy import PublicAddressProxy
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

_SKIPPED = frozenset({"image", "media", "font"})
_TRACKERS = (
    "google-analytics.com", "googletagmanager.com", "doubleclick.net", "googlesyndication.com", "facebook.net",
    "facebook.com", "hotjar.com", "criteo.com", "criteo.net", "bing.com", "clarity.ms", "hm.baidu.com", "tiktok.com",
    "yandex.ru", "mmstat.com", "scorecardresearch.com", "adservice.google.com",
)  # fmt: skip
_NAVIGATION_MS, _SETTLE_MS = 30_000, 8_000
_DEADLINE = 60.0
"""Seconds for a page as a whole: a page that crashed may never answer."""
_MOST_ANSWERS, _LARGEST_ANSWER = 40, 5 * 1024 * 1024


@dataclass
class _Caught:
    """What a page fetched by itself; reading the bodies takes its time."""

    reading: list["asyncio.Task[bytes | None]"] = field(default_factory=list)

    async def bodies(self) -> list[bytes]:
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
        caught = _Caught()
        try:
            if not self._started:
                proxy = await self._proxy.start()
                self._handler.config.launch_options["proxy"] = {"server": proxy, "bypass": "<-loopback>"}
                await self._handler.browser_provider.start()
                self._started = True
            seen: list[bytes] = []
            asked = request.replace(meta={**request.meta, **self._meta(caught, seen)})
            response: Response = await asyncio.wait_for(self._handler.download_request(asked), _DEADLINE)
        except (PlaywrightError, TimeoutError, OSError) as error:
            why = str(error).partition("\n")[0][:200] or type(error).__name__
            raise BrowserFailed(self._secrets.scrub(why) if self._secrets else why) from None
        if self._secrets is not None:
            seen, response = [self._secrets.scrub_bytes(body) for body in seen], _scrubbed(response, self._secrets)
        response.headers.pop("Set-Cookie", None)  # the browser keeps its cookies to itself
        request.meta["answers"] = seen
        request.meta["session"] = self._secrets is not None
        return response.replace(request=request)

    async def close(self) -> None:
        """End the browser; the log is no longer scrubbed."""
        if self._started:
            with suppress(PlaywrightError):
                await self._handler.close()
            await self._proxy.close()
        self._open.close()

    def _meta(self, caught: _Caught, seen: list[bytes]) -> dict[str, Any]:
        closing: list[asyncio.Task[None]] = []

        async def prepare(page: Page, _: Request) -> None:
            if self._secrets is not None:
                self._secrets.add_cookies(await page.context.cookies())
            await page.route("**/*", self._door)
            page.on("response", lambda answer: self._catch(answer, caught))
            # a crashed page never resolves; when it is closed, scrapy-playwright opens another
            page.on("crash", lambda _: closing.append(asyncio.ensure_future(page.close())))

        async def settle(page: Page) -> None:
            with suppress(PlaywrightError):
                await page.wait_for_load_state("networkidle", timeout=_SETTLE_MS)
            seen.extend(await caught.bodies())
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
            "playwright_context": "session" if self._profile else "default",
            "playwright_context_kwargs": context,
            "playwright_page_init_callback": prepare,
            "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
            "playwright_page_methods": [PageMethod(settle)],
        }

    async def _door(self, route: Route) -> None:
        """Every request of a page: aborted, sent on, or sent to the stand-in."""
        request = route.request
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        try:
            if parts.scheme not in ("http", "https") or request.resource_type in _SKIPPED or _is_of(host, _TRACKERS):
                await route.abort()
            elif self._origin is None:
                await route.continue_()
            else:
                address = stand_in_address(self._origin, request.url)
                headers = {**request.headers, "x-forwarded-host": parts.netloc}
                await route.fulfill(response=await route.fetch(url=address, headers=headers, max_redirects=5))
        except PlaywrightError as error:
            logger.debug("%s: %s", request.url, error)  # the page went away meanwhile

    def _catch(self, answer: Answer, caught: _Caught) -> None:
        request = answer.request
        data = request.resource_type in ("xhr", "fetch") or (
            request.resource_type == "script" and "callback=" in request.url
        )
        if data and _is_of(urlsplit(request.url).hostname or "", self._domains) and len(caught.reading) < _MOST_ANSWERS:
            caught.reading.append(asyncio.ensure_future(_body(answer)))


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
