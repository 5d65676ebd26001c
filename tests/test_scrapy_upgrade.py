"""What we use of Scrapy and scrapy-playwright that their documents don't promise: an upgrade that drops it fails here.

Each line names the part and who needs it. What is no longer used is taken out of the table.
"""

import asyncio
import inspect

import pytest
from scrapy.commands import BaseRunSpiderCommand
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.resolver import CachingHostnameResolver
from scrapy.utils.test import get_crawler
from scrapy_playwright.handler import Config, ScrapyPlaywrightDownloadHandler
from scrapy_playwright.provider import PlaywrightBrowserProvider

from monitor.fetch.robots import ObeyRobots

_CLASSES: list[tuple[type, str, str]] = [
    (RobotsTxtMiddleware, "process_request_2", "monitor.fetch.robots"),
    (RobotsTxtMiddleware, "_parse_robots", "monitor.fetch.robots"),
    (RobotsTxtMiddleware, "_robots_error", "monitor.fetch.robots"),
    (HTTP11DownloadHandler, "download_request", "monitor.fetch.handler"),
    (HTTP11DownloadHandler, "close", "monitor.fetch.handler"),
    (CachingHostnameResolver, "resolveHostName", "monitor.fetch.public_address"),
    (ExecutionEngine, "crawl", "monitor.crawling.scheduler"),
    (ExecutionEngine, "close_spider_async", "monitor.crawling.failed_items"),
    (BaseRunSpiderCommand, "_create_crawler", "monitor.runs.commands.crawl"),
    (ScrapyPlaywrightDownloadHandler, "download_request", "monitor.fetch.browser"),
    (ScrapyPlaywrightDownloadHandler, "close", "monitor.fetch.browser"),
    (PlaywrightBrowserProvider, "start", "monitor.fetch.browser"),
]


@pytest.mark.parametrize(("owner", "name", "user"), _CLASSES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_methods_are_there(owner: type, name: str, user: str) -> None:
    assert callable(getattr(owner, name, None)), f"{owner.__module__}.{owner.__name__} has no {name}: {user} needs it"


@pytest.mark.parametrize("name", ["process_request_2", "_parse_robots", "_robots_error"])
def test_methods_that_we_replace_take_the_same_arguments(name: str) -> None:
    ours, theirs = getattr(ObeyRobots, name), getattr(RobotsTxtMiddleware, name)
    given, taken = list(inspect.signature(ours).parameters), list(inspect.signature(theirs).parameters)
    assert given == taken, f"RobotsTxtMiddleware.{name} takes {taken}, monitor.fetch.robots has {given}"
    waits = [inspect.iscoroutinefunction(method) for method in (ours, theirs)]
    assert waits[0] == waits[1], f"RobotsTxtMiddleware.{name} is async, or no longer: monitor.fetch.robots is not as it"


def test_attributes_are_there() -> None:
    crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True, "DOWNLOAD_HANDLERS_BASE": {}})

    async def parts() -> list[tuple[object, str, str]]:
        return [
            (RobotsTxtMiddleware(crawler), "_parsers", "monitor.fetch.robots"),
            (Downloader(crawler), "slots", "monitor.fetch.handler"),
            (Slot(concurrency=1, delay=0.5), "delay", "monitor.fetch.handler"),
            (AsyncCrawlerRunner(), "bootstrap_failed", "monitor.runs.commands.crawl"),
            (Config.from_settings(crawler.settings), "launch_options", "monitor.fetch.browser"),
        ]

    for owner, name, user in asyncio.run(parts()):
        assert hasattr(owner, name), f"scrapy's {type(owner).__name__} has no {name}: {user} needs it"
